import { buildDemo } from './demo.mjs';

await buildDemo();
