import '../../../src/styles/index.css';
import { createTallylight, createTwin } from '../../page/candidates.tsx';
import { exposeBench } from '../../page/exposeBench.ts';
import { createRealtimeKit } from './realtimeKit.js';
import { createStream } from './stream.js';

exposeBench(async (callCount, listLength) => [
  await createTallylight(callCount, listLength),
  createTwin(listLength),
  createStream(listLength),
  createRealtimeKit(listLength),
]);
