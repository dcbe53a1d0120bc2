import '../../src/styles/index.css';
import { createBare, createTallylight, createTwin } from './candidates.tsx';
import { offer } from './offer.ts';

offer(async (callCount, listLength) => [
  await createTallylight(callCount, listLength),
  createTwin(listLength),
  createBare(listLength),
]);
