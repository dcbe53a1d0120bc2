import '../../../src/styles/index.css';
import { createTallylight, createTwin } from '../../page/candidates.tsx';
import { offer } from '../../page/offer.ts';
import { createRealtimeKit } from './realtimeKit.js';
import { createStream } from './stream.js';

offer(async (callCount, listLength) => [
  await createTallylight(callCount, listLength),
  createTwin(listLength),
  createStream(listLength),
  createRealtimeKit(listLength),
]);
