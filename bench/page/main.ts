import '../../src/styles/index.css';
import { createBare, createTallylight, createTwin } from './candidates.tsx';
import { exposeBench } from './exposeBench.ts';

exposeBench(async (callCount, listLength) => [
  await createTallylight(callCount, listLength),
  createTwin(listLength),
  createBare(listLength),
]);
