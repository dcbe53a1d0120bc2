import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentSamples } from './fixtures/documentSamples.ts';
import { gws } from './gws.ts';
import { parseMe } from './parseMe.ts';
import { parseOperationId, parseUser, workspaceV3 } from './workspaceV3.ts';

// Old scripts add fields to `Object.prototype`, and then every object seems to have these fields.
// On a page with such a script the agent saw "Connection lost", because each message made the
// parser throw.
const additions: readonly (readonly [string, unknown])[] = [
  ['legacy', 'x'],
  ['each', (): void => undefined],
  ['id', 'inherited'],
  ['call', { id: 'inherited', state: 'Held' }],
  ['calls', [{ id: 'inherited' }]],
  ['data', { call: { id: 'inherited' } }],
  ['recordingState', 'Recording'],
  ['capabilities', ['StopCallRecording']],
  ['messageType', 'ErrorMessage'],
  ['statusCode', 0],
  ['code', 0],
  ['duration', 5],
  ['operationId', 'inherited'],
  ['userName', 'inherited'],
  ['uri', 'https://evil.example'],
];

const { event } = documentSamples['reference-stop'];
const say = (): unknown => [
  gws.parseNotification(event),
  gws.parseNotification(event.data),
  gws.parseNotification(JSON.stringify(event)),
  gws.parseNotification({ data: { call: { id: 'c1' } } }),
  gws.parseNotification({}),
  gws.parseNotification({ data: {} }),
  gws.parseNotification({ messageType: 'ErrorMessage' }),
  gws.parseCallsAnswer({ statusCode: 0, calls: [{ id: 'c1' }, {}] }),
  gws.parseCallsAnswer({ statusCode: 0 }),
  gws.parseCallsAnswer({}),
  workspaceV3.parseNotification({ data: { messageType: 'CallStateChanged', call: { id: 'c1' } } }),
  workspaceV3.parseNotification({ data: { messageType: 'EventError', error: {} } }),
  workspaceV3.parseCallsAnswer({ status: { code: 0 }, data: { calls: [{ id: 'c1' }] } }),
  workspaceV3.parseCallsAnswer({ status: {} }),
  parseMe({ user: {} }),
  parseUser({ data: { user: {} } }),
  parseOperationId({}),
];

describe.each(additions)('a page whose Object.prototype has %s', (name, value) => {
  const clean = JSON.stringify(say());
  beforeEach(() => {
    // oxlint-disable-next-line no-extend-native -- an old script does this
    Object.defineProperty(Object.prototype, name, { value, configurable: true, enumerable: true });
  });
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, name);
  });

  it('reads messages and answers as on any other page', () => {
    const polluted = JSON.stringify(say());
    Reflect.deleteProperty(Object.prototype, name);
    expect(polluted).toBe(clean);
  });
});
