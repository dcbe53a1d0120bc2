import { adapt } from 'cometd-nodejs-client';
import { afterEach, expect, it } from 'vitest';
import { createAgentDesktop } from '../client/createAgentDesktop.ts';
import { createMockServer } from '../mock-server/createMockServer.ts';
import { simulatedCallId } from '../testing/simulatedCalls.ts';

const patience = { timeout: 8_000, interval: 20 };
const callId = simulatedCallId(1);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

it.each([
  ['legacy', 'x'],
  ['each', (): void => undefined],
  ['mode', 'dark'],
  ['cache', 5],
  ['redirect', '/old'],
])(
  'receives notifications on a page whose old script has added %s to every object',
  async (name, value) => {
    const mock = createMockServer({ eventDelay: 20 });
    const { url } = await mock.listen();
    cleanups.push(mock.close);
    adapt();
    // oxlint-disable-next-line no-extend-native -- an old script does this
    Object.defineProperty(Object.prototype, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
    cleanups.push(() => Reflect.deleteProperty(Object.prototype, name));
    const desktop = createAgentDesktop({
      baseUrl: url,
      shareConnection: false,
      headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),
    });
    cleanups.push(desktop.connect());
    await expect.poll(() => desktop.connection.getState().phase, patience).toBe('live');
    await mock.control({ verb: 'supervisorPause', callId });
    await expect
      .poll(() => desktop.call(callId).getState().recording.state, { ...patience, timeout: 3_000 })
      .toBe('Paused');
  },
);
