import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RecordingState } from '../model/recording.ts';
import {
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeWire,
} from '../doubles/fakeWire.ts';
import { openDesktop } from '../doubles/openDesktop.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import type { AgentDesktop } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';

/** The longest time that a message may be on its way, in ms. */
const longestWay = 15_000;

interface Fixture {
  readonly desktop: AgentDesktop;
  readonly fake: FakeWire;
  readonly found: () => readonly Diagnostic[];
  /** The server changes the recording of a call and sends no message. Then the calls are read. */
  readonly change: (recordingState: RecordingState, id?: string) => Promise<void>;
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

async function createFixture(): Promise<Fixture> {
  const fake = createFakeWire();
  const calls = new Map<string, WireCall>(['a', 'b'].map((id) => [id, wireCall({ id })]));
  fake.answerBy(() => callsAnswer(...calls.values()));
  const { desktop, diagnostics } = await openDesktop(fake);
  return {
    desktop,
    fake,
    found: () => diagnostics.filter(({ code }) => code === 'wrong-channel'),
    change: async (recordingState, id = 'a') => {
      calls.set(id, wireCall({ id, recordingState }));
      await desktop.refresh();
    },
  };
}

describe('a channel on which nothing ever arrives', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is reported once, when two reads have shown changes that no message has reported', async () => {
    // A developer gave `channel: '/v2/me/call'`. The desktop said "Connected", and each change was
    // shown up to a minute late. Nothing told the developer why.
    const { change, found } = await createFixture();
    await change('Paused');
    await change('Recording');
    expect(found()).toEqual([]);
    await pass(longestWay);
    expect(found()).toEqual([
      {
        code: 'wrong-channel',
        channel: '/v2/me/calls',
        problem:
          'Nothing ever came on /v2/me/calls, although 2 reads told that a recording had changed. ' +
          'This is not the channel that carries the calls, or the server sends nothing: changes ' +
          'are shown late, by the next read. Leave the option channel out, or name the channel on ' +
          'which the server sends call messages.',
      },
    ]);
    await change('Paused');
    await change('Recording');
    await pass(2 * longestWay);
    expect(found()).toHaveLength(1);
  });

  it('is reported when the two changes are those of two calls', async () => {
    const { change, found } = await createFixture();
    await change('Paused', 'a');
    await change('Stopped', 'b');
    await pass(longestWay);
    expect(found()).toHaveLength(1);
  });

  it('is not reported when one read has shown the changes of several calls', async () => {
    const { desktop, fake, found } = await createFixture();
    fake.answerBy(() =>
      callsAnswer(...['a', 'b'].map((id) => wireCall({ id, recordingState: 'Paused' }))),
    );
    await desktop.refresh();
    await desktop.refresh();
    await pass(10 * longestWay);
    expect(found()).toEqual([]);
  });

  it('is not reported when a message arrives within the longest time that it may take', async () => {
    const { change, fake, found } = await createFixture();
    await change('Paused');
    await change('Recording');
    await pass(longestWay - 1);
    fake.link.say(eventOf(wireCall({ id: 'a', recordingState: 'Recording' })));
    await pass(longestWay);
    await change('Paused');
    await change('Recording');
    await pass(longestWay);
    expect(found()).toEqual([]);
  });

  it('is not reported when the first message arrived and all later ones are lost', async () => {
    const { change, fake, found } = await createFixture();
    fake.link.say(eventOf(wireCall({ id: 'b' })));
    for (const state of ['Paused', 'Recording', 'Stopped', 'Recording'] as const)
      await change(state);
    // The message that arrived proves the channel also after the link was opened again.
    fake.link.down('network');
    fake.link.up();
    await pass(0);
    for (const state of ['Paused', 'Recording', 'Stopped', 'Recording'] as const)
      await change(state);
    await pass(longestWay);
    expect(found()).toEqual([]);
  });

  it('is not reported because of changes that were made while the link was down', async () => {
    const { change, fake, found } = await createFixture();
    for (const state of ['Paused', 'Recording', 'Stopped'] as const) {
      fake.link.down('network');
      await change(state);
      fake.link.up();
      await pass(longestWay);
    }
    expect(found()).toEqual([]);
  });

  it('is not reported when it turns out that the link did not work', async () => {
    // The server had ended the session without telling, and the next answer to the poll was due.
    const { change, fake, found } = await createFixture();
    await change('Paused');
    await change('Recording');
    await pass(13_000);
    fake.link.down('timeout');
    fake.link.up();
    await pass(longestWay);
    await change('Paused');
    await pass(longestWay);
    expect(found()).toEqual([]);
  });

  it('is not reported because of calls whose state is not known, or that are new', async () => {
    const { desktop, fake, found } = await createFixture();
    const { recordingState: _, ...unnamed } = wireCall({ id: 'a' });
    for (const call of [
      wireCall({ id: 'a' }, { recordingState: 'Zzz' }),
      wireCall({ id: 'a', recordingState: 'Paused' }),
      unnamed,
      wireCall({ id: 'a', recordingState: 'Recording' }),
      wireCall({ id: 'c', recordingState: 'Paused' }),
      wireCall({ id: 'd', recordingState: 'Stopped' }),
    ]) {
      fake.answerBy(() => callsAnswer(call));
      await desktop.refresh();
    }
    await pass(longestWay);
    expect(found()).toEqual([]);
  });

  it('is not reported after the desktop was disconnected', async () => {
    const fake = createFakeWire();
    const onDiagnostic = vi.fn();
    const desktop = assembleDesktop(fake.wire, { onDiagnostic });
    const disconnect = desktop.connect();
    await pass(0);
    for (const state of ['Recording', 'Paused', 'Recording'] as const) {
      fake.answerBy(() => callsAnswer(wireCall({ id: 'a', recordingState: state })));
      if (state === 'Recording') fake.link.up();
      await desktop.refresh();
    }
    disconnect();
    await pass(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
