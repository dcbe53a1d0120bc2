import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from '../model/diagnostic.ts';
import {
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeRequest,
  type FakeWire,
} from '../doubles/fakeWire.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import type { AgentDesktop } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';

interface Fixture {
  readonly desktop: AgentDesktop;
  readonly fake: FakeWire;
  readonly diagnostics: Diagnostic[];
  readonly hear: (call: WireCall, serverTime?: number) => void;
  /** Begins a read of all calls, or of one. The test answers it. */
  readonly ask: (callId?: string) => Answerable;
  /** Reads all calls. The read is answered at once. */
  readonly read: (...calls: readonly unknown[]) => Promise<void>;
  /** Counts the reads that were made because of doubts, and answers the last one with these calls. */
  readonly doubts: (...calls: readonly unknown[]) => Promise<number>;
  readonly stateOf: (id: string) => string;
  readonly doubtOf: (id: string) => string | undefined;
  readonly isOver: (id: string) => boolean;
  readonly disconnect: () => void;
}

type Answerable = (body: unknown) => Promise<void>;

async function createFixture(): Promise<Fixture> {
  const fake = createFakeWire();
  const diagnostics: Diagnostic[] = [];
  const desktop = assembleDesktop(fake.wire, {
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
  });
  const disconnect = desktop.connect();
  await vi.advanceTimersByTimeAsync(0);
  fake.link.up();
  const answerTo =
    (request: FakeRequest | undefined): Answerable =>
    async (body) => {
      request?.answer(body);
      await vi.advanceTimersByTimeAsync(0);
    };
  await answerTo(fake.requests.at(-1))(callsAnswer());
  let asked = fake.requests.length;

  const ask = (callId?: string): Answerable => {
    // The tests look at the result in the store and in the diagnostics.
    const read = callId === undefined ? desktop.refresh() : desktop.checkAgain(callId);
    read.catch(() => undefined);
    asked += 1;
    return answerTo(fake.requests.at(-1));
  };

  return {
    desktop,
    fake,
    diagnostics,
    hear: (call, serverTime) => {
      fake.link.say(eventOf(call, serverTime));
    },
    ask,
    read: async (...calls) => {
      await ask()(callsAnswer(...calls));
    },
    doubts: async (...calls) => {
      await vi.advanceTimersByTimeAsync(1_500);
      const doubts = fake.requests.length - asked;
      asked = fake.requests.length;
      if (doubts > 0) await answerTo(fake.requests.at(-1))(callsAnswer(...calls));
      return doubts;
    },
    stateOf: (id) => desktop.call(id).getState().recording.state,
    doubtOf: (id) => desktop.call(id).getState().recording.doubt,
    isOver: (id) => desktop.call(id).getState().recording.ended !== undefined,
    disconnect,
  };
}

const recording = wireCall({ id: 'a' });
const paused = wireCall({ id: 'a', recordingState: 'Paused' });
const stopped = wireCall({ id: 'a', recordingState: 'Stopped' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the order of events and reads', () => {
  it('lets an event that came after a read was asked win over its answer', async () => {
    const { ask, hear, stateOf } = await createFixture();
    hear(recording);
    const [all, one] = [ask(), ask('a')];
    hear(paused);
    await all(callsAnswer(recording));
    expect(stateOf('a')).toBe('Paused');
    await one(callAnswer(recording));
    expect(stateOf('a')).toBe('Paused');
  });

  // Regression: an event that the server had sent late came while the calls were read. It won over the
  // answer, although the answer was right, and its state was shown from then on.
  it('has the calls read again when an event contradicts the answer', async () => {
    const { ask, hear, read, doubts, stateOf } = await createFixture();
    await read(stopped);
    const answer = ask();
    hear(recording);
    await answer(callsAnswer(stopped));
    expect(await doubts(stopped)).toBe(1);
    expect(stateOf('a')).toBe('Stopped');
  });

  it('has the calls read again when there was an event of a call that the answer lacks', async () => {
    const { ask, hear, doubts, isOver } = await createFixture();
    const answer = ask();
    hear(recording);
    await answer(callsAnswer());
    expect(await doubts()).toBe(1);
    expect(isOver('a')).toBe(true);
  });

  // Regression: a slow read was overtaken by reads of other calls, and then it was ignored that it
  // contradicted an event. The state of the event was shown as live until the next routine read.
  it('has the calls read again also when a later read was about another call', async () => {
    const { ask, hear, doubts, stateOf } = await createFixture();
    const other = wireCall({ id: 'b' });
    hear(paused);
    hear(other);
    const [all, one] = [ask(), ask('b')];
    hear(recording);
    await one(callAnswer(other));
    await all(callsAnswer(paused, other));
    expect(await doubts(paused, other)).toBe(1);
    expect(stateOf('a')).toBe('Paused');
  });

  it('raises no doubt when the answer agrees with the event', async () => {
    const { ask, hear, doubts } = await createFixture();
    const answer = ask();
    hear(recording);
    await answer(callsAnswer(recording));
    expect(await doubts()).toBe(0);
  });

  it('raises no doubt when a later read has overtaken the answer', async () => {
    const { ask, hear, doubts } = await createFixture();
    hear(recording);
    const [first, second] = [ask(), ask('a')];
    await second(callAnswer(stopped));
    await first(callsAnswer(recording));
    expect(await doubts()).toBe(0);
  });

  it('lets an answer win over an event that came before the read was asked', async () => {
    const { hear, read, stateOf } = await createFixture();
    hear(paused);
    await read(recording);
    expect(stateOf('a')).toBe('Recording');
  });

  it('lets the read win that was asked last, whichever is answered last', async () => {
    const { ask, hear, stateOf } = await createFixture();
    hear(recording);
    const [first, second] = [ask(), ask('a')];
    await second(callAnswer(stopped));
    await first(callsAnswer(recording));
    expect(stateOf('a')).toBe('Stopped');
  });

  it('has the calls read again when two reads that were under way together contradict each other', async () => {
    // Regression: the server handled the later read first. The model test found it.
    const { ask, hear, stateOf, doubts } = await createFixture();
    hear(paused);
    const [first, second] = [ask(), ask('a')];
    await first(callsAnswer(recording));
    await second(callAnswer(paused));
    expect(await doubts(recording)).toBe(1);
    expect(stateOf('a')).toBe('Recording');
    expect(await doubts(recording)).toBe(0);
  });

  it('raises no doubt when two reads that were under way together agree', async () => {
    const { ask, hear, doubts } = await createFixture();
    hear(paused);
    const [first, second] = [ask(), ask('a')];
    await first(callsAnswer(recording));
    await second(callAnswer(recording));
    expect(await doubts(recording)).toBe(0);
  });

  it('is kept for each call by itself when all calls are read', async () => {
    const { ask, hear, stateOf } = await createFixture();
    const answer = ask();
    hear(paused);
    const other = wireCall({ id: 'b', recordingState: 'Stopped' });
    await answer(callsAnswer(recording, other));
    expect([stateOf('a'), stateOf('b')]).toEqual(['Paused', 'Stopped']);
  });

  it('does not decide whether a change is said by an event or by a read', async () => {
    const { desktop, hear, read } = await createFixture();
    hear(recording);
    await read(paused);
    expect(desktop.call('a').getState().recording.change?.saidBy).toBe('snapshot');
    hear(stopped);
    expect(desktop.call('a').getState().recording.change?.saidBy).toBe('event');
  });
});

describe('an answer that is too long to be taken in at once', () => {
  const names = Array.from({ length: 200 }, (_, at) => `call-${at}`);
  const longAnswer = (): object => callsAnswer(...names.map((id) => wireCall({ id })));
  const last = 'call-199';

  it('is taken in completely, and the page does other things in between', async () => {
    const { desktop, ask } = await createFixture();
    const answer = ask();
    await Promise.all([
      answer(longAnswer()),
      vi.waitUntil(() => desktop.callIds.getState().length === 32, { interval: 0 }),
    ]);
    await vi.waitUntil(() => desktop.callIds.getState().length === names.length);
    expect(desktop.callIds.getState()).toEqual(names);
  });

  it('does not win over an event that came when a part of it had been taken in', async () => {
    const { desktop, fake, hear, stateOf, doubtOf, ask } = await createFixture();
    const answer = ask();
    // The first calls are listed, and a press or a supervisor pauses the last one.
    const unsubscribe = desktop.callIds.subscribe(() => {
      unsubscribe();
      setTimeout(() => {
        hear(wireCall({ id: last, recordingState: 'Paused' }));
      }, 0);
    });
    fake.requests.at(-1)?.answer(longAnswer());
    await answer(longAnswer());
    await vi.waitUntil(() => desktop.callIds.getState().length === names.length);
    expect([stateOf(last), doubtOf(last)]).toEqual(['Paused', 'contradicted-read']);
  });

  it('makes the status live only when all of it has been taken in', async () => {
    const { desktop, fake, isOver } = await createFixture();
    const atLive: unknown[] = [];
    desktop.connection.subscribe(({ phase }) => {
      const listed = desktop.callIds.getState();
      if (phase === 'live') atLive.push([listed.length, listed.filter(isOver).length]);
    });
    const openAgain = (): void => {
      fake.link.down('network');
      fake.link.up();
    };
    openAgain();
    fake.requests.at(-1)?.answer(longAnswer());
    await vi.waitUntil(() => atLive.length === 1);
    openAgain();
    fake.requests.at(-1)?.answer(callsAnswer());
    await vi.waitUntil(() => atLive.length === 2);
    expect(atLive).toEqual([
      [200, 0],
      [200, 200],
    ]);
  });

  it('ends the many calls that it lacks, but not the one that had an event meanwhile', async () => {
    const { desktop, read, ask, hear, isOver } = await createFixture();
    await read(...names.map((id) => wireCall({ id })));
    await vi.waitUntil(() => desktop.callIds.getState().length === names.length);
    const answer = ask();
    hear(wireCall({ id: last }));
    await answer(callsAnswer());
    await vi.waitUntil(() => names.slice(0, -1).every(isOver));
    expect(isOver(last)).toBe(false);
  });
});

describe('a call that is missing from a read of all', () => {
  it('has ended, in the state it was last said to be in', async () => {
    const { desktop, hear, read } = await createFixture();
    hear(paused);
    await read();
    expect(desktop.call('a').getState().recording).toMatchObject({
      ended: { state: 'Paused' },
      allowed: [],
    });
  });

  it('has not ended when an event of it came after the read was asked', async () => {
    const { ask, hear, isOver } = await createFixture();
    const answer = ask();
    hear(recording);
    await answer(callsAnswer());
    expect(isOver('a')).toBe(false);
  });

  it('has not ended when the answer contains an entry that cannot be read', async () => {
    const { hear, read, isOver, diagnostics } = await createFixture();
    hear(recording);
    await read({ state: 'Established', recordingState: 'Paused' });
    expect(isOver('a')).toBe(false);
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'unreadable-input', source: 'calls' }),
    ]);
    await read();
    expect(isOver('a')).toBe(true);
  });

  it.each([
    [{ statusCode: 0 }],
    [{ statusCode: 0, uris: [] }],
    [{ statusCode: 4, calls: [] }],
    [{ statusCode: 0, calls: 'none' }],
    ['<html>'],
    [undefined],
  ])('has not ended when the answer is not valid: %j', async (refused) => {
    const { ask, hear, isOver, diagnostics } = await createFixture();
    hear(recording);
    await ask()(refused);
    expect(isOver('a')).toBe(false);
    expect(diagnostics.map(({ code }) => code)).toEqual(['unreadable-input', 'read-failed']);
  });

  it('is the same call when another node of the server spells its id differently', async () => {
    // Regression: during an upgrade one node says id = connId, the other id = callUuid. The call was
    // added under its new id, and was ended at the same time because the old id was missing.
    const { hear, read, isOver, stateOf } = await createFixture();
    hear(wireCall({ id: 'conn' }, { connId: 'conn', callUuid: 'uuid' }));
    await read(
      wireCall({ id: 'uuid', recordingState: 'Paused' }, { connId: 'conn', callUuid: 'uuid' }),
    );
    expect([stateOf('conn'), isOver('conn')]).toEqual(['Paused', false]);
    await read();
    expect(isOver('conn')).toBe(true);
  });
});

describe('a message that is older than what is shown', () => {
  it('by the server’s clock is reported and not applied, and the calls are read', async () => {
    const { hear, stateOf, doubtOf, diagnostics, doubts } = await createFixture();
    hear(paused, 2_000);
    hear(recording, 1_000);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Paused', 'older-message']);
    expect(diagnostics).toEqual([{ code: 'stale-message', callId: 'a', by: 'serverTime' }]);
    expect(await doubts(paused)).toBe(1);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Paused', undefined]);
  });

  it('by the clock of a node that is behind raises a doubt once, and later messages are applied', async () => {
    // The clocks of two nodes differed by an hour, and all messages of one node were dropped.
    const { hear, stateOf, doubtOf, doubts } = await createFixture();
    const hour = 3_600_000;
    hear(paused, 2 * hour);
    hear(recording, hour);
    expect(doubtOf('a')).toBe('older-message');
    expect(await doubts(recording)).toBe(1);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Recording', undefined]);
    vi.advanceTimersByTime(5_000);
    hear(paused, hour + 5_000);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Paused', undefined]);
  });

  it('and contains the known state raises no doubt, and the calls are read', async () => {
    const { hear, doubtOf, doubts } = await createFixture();
    hear(paused, 2_000);
    hear(paused, 1_000);
    expect(doubtOf('a')).toBeUndefined();
    expect(await doubts(paused)).toBe(1);
  });

  it('is not meant by the same millisecond: then the order of arrival decides', async () => {
    const { hear, stateOf, diagnostics } = await createFixture();
    hear(recording, 1_000);
    hear(paused, 1_000);
    expect([stateOf('a'), diagnostics.length]).toEqual(['Paused', 0]);
  });

  it('is still recognised by the clock after a read, which contains no time', async () => {
    const { hear, read, stateOf } = await createFixture();
    hear(paused, 2_000);
    await read(paused);
    hear(recording, 1_000);
    expect(stateOf('a')).toBe('Paused');
  });

  it('by its duration is not applied, and the calls are read', async () => {
    const { hear, stateOf, diagnostics, doubts } = await createFixture();
    hear(wireCall({ id: 'a', recordingState: 'Paused', seconds: 100 }));
    hear(wireCall({ id: 'a', recordingState: 'Recording', seconds: 90 }));
    expect(stateOf('a')).toBe('Paused');
    expect(diagnostics).toEqual([{ code: 'stale-message', callId: 'a', by: 'duration' }]);
    expect(await doubts()).toBe(1);
  });

  it('is not meant by a duration within the tolerance, because two nodes count differently', async () => {
    const { hear, stateOf, doubts } = await createFixture();
    hear(wireCall({ id: 'a', recordingState: 'Paused', seconds: 100 }));
    hear(wireCall({ id: 'a', recordingState: 'Recording', seconds: 98 }));
    expect(stateOf('a')).toBe('Recording');
    expect(await doubts()).toBe(0);
  });

  it('than a read is not applied, and the calls are read to be sure', async () => {
    // Regression: a supervisor paused and then stopped. The event of the stop was lost with the link,
    // and a read showed it. The event of the pause came three seconds late, and "Paused" was shown from
    // then on.
    const { hear, read, stateOf, doubts, diagnostics } = await createFixture();
    hear(wireCall({ id: 'a', recordingState: 'Recording', seconds: 55 }), 50_000);
    await vi.advanceTimersByTimeAsync(4_000);
    await read(wireCall({ id: 'a', recordingState: 'Stopped', seconds: 60 }));
    await vi.advanceTimersByTimeAsync(1_000);
    hear(wireCall({ id: 'a', recordingState: 'Paused', seconds: 59 }), 53_900);
    expect(stateOf('a')).toBe('Stopped');
    expect(diagnostics).toContainEqual({ code: 'stale-message', callId: 'a', by: 'read' });
    expect(await doubts(wireCall({ id: 'a', recordingState: 'Stopped', seconds: 62 }))).toBe(1);

    hear(wireCall({ id: 'a', recordingState: 'Recording', seconds: 63 }), 57_000);
    expect(stateOf('a')).toBe('Recording');
  });

  it('and has no time is applied although a read contradicts it, and the calls are read', async () => {
    const { hear, read, stateOf, doubts } = await createFixture();
    await read(wireCall({ id: 'a', recordingState: 'Stopped', seconds: 60 }));
    hear(wireCall({ id: 'a', recordingState: 'Paused', seconds: 59 }));
    expect(stateOf('a')).toBe('Paused');
    expect(await doubts(wireCall({ id: 'a', recordingState: 'Stopped', seconds: 62 }))).toBe(1);
    expect(stateOf('a')).toBe('Stopped');
  });

  it('is recognised by its duration when a read has overtaken it', async () => {
    // Regression: the events of a pause and of the resume after it were delayed. A read said Recording.
    // Then the event of the pause came, which was newer than any *event* so far, and was shown.
    const { hear, read, stateOf, doubts } = await createFixture();
    hear(wireCall({ id: 'a', seconds: 10 }), 1_000);
    await read(wireCall({ id: 'a', seconds: 60 }));
    hear(wireCall({ id: 'a', recordingState: 'Paused', seconds: 20 }), 11_000);
    expect(stateOf('a')).toBe('Recording');
    expect(await doubts()).toBe(1);
  });

  it('does not make an ended call go on, and neither does a read from a node that lags behind', async () => {
    const { hear, isOver, doubts, diagnostics } = await createFixture();
    hear(wireCall({ id: 'a', state: 'Released' }));
    hear(recording);
    expect(isOver('a')).toBe(true);
    expect(diagnostics).toEqual([{ code: 'stale-message', callId: 'a', by: 'ended' }]);
    expect(await doubts(recording)).toBe(1);
    expect(isOver('a')).toBe(true);
  });

  it('is not meant by a message that comes twice, which changes nothing', async () => {
    const { desktop, hear, diagnostics } = await createFixture();
    hear(paused, 1_000);
    const { recording: before } = desktop.call('a').getState();
    hear(paused, 1_000);
    expect(desktop.call('a').getState().recording).toBe(before);
    expect(diagnostics).toEqual([]);
  });
});

describe('an ended call', () => {
  it('is kept for a minute, and then it is forgotten', async () => {
    const { desktop, hear, isOver } = await createFixture();
    hear(wireCall({ id: 'a', state: 'Released' }));
    vi.advanceTimersByTime(59_999);
    expect([desktop.callIds.getState(), isOver('a')]).toEqual([['a'], true]);
    vi.advanceTimersByTime(1);
    expect(desktop.callIds.getState()).toEqual([]);
  });

  it('is not forgotten if it came back meanwhile', async () => {
    const { desktop, read } = await createFixture();
    await read(recording);
    await read();
    await read(recording);
    vi.advanceTimersByTime(120_000);
    expect(desktop.callIds.getState()).toEqual(['a']);
  });

  it('leaves no timer behind when the desktop stops', async () => {
    const { hear, disconnect } = await createFixture();
    hear(wireCall({ id: 'a', state: 'Released' }));
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    disconnect();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is forgotten also if the desktop was disconnected in between', async () => {
    const { desktop, fake, hear, disconnect } = await createFixture();
    hear(wireCall({ id: 'a', state: 'Released' }));
    disconnect();
    await vi.advanceTimersByTimeAsync(0);
    desktop.connect();
    await vi.advanceTimersByTimeAsync(0);
    fake.link.up();
    fake.requests.at(-1)?.answer(callsAnswer());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(desktop.callIds.getState()).toEqual([]);
  });
});

describe('a new id for a call that is known under another', () => {
  it('is a separate call, and only a read shows whether the old one is over', async () => {
    const { desktop, hear, doubts, isOver } = await createFixture();
    hear(wireCall({ id: 'old' }, { callUuid: 'shared', connId: 'c1' }));
    expect(await doubts()).toBe(0);
    const transferred = wireCall({ id: 'new' }, { callUuid: 'shared', connId: 'c2' });
    hear(transferred);
    expect(desktop.callIds.getState()).toEqual(['old', 'new']);
    expect(isOver('old')).toBe(false);
    expect(await doubts(transferred)).toBe(1);
    expect([isOver('old'), isOver('new')]).toEqual([true, false]);
  });

  it('causes one read, and not one for each event', async () => {
    const { hear, doubts } = await createFixture();
    hear(wireCall({ id: 'old' }, { callUuid: 'shared', connId: 'c1' }));
    for (const recordingState of ['Recording', 'Paused', 'Recording'])
      hear(wireCall({ id: 'new', recordingState }, { callUuid: 'shared', connId: 'c2' }));
    expect(await doubts()).toBe(1);
  });
});

describe('a diagnostic', () => {
  const odd = (recordingState: string, ...capabilities: string[]): WireCall =>
    wireCall({ id: 'a', recordingState, capabilities });

  it('reports a contradiction once for as long as it lasts', async () => {
    const { hear, diagnostics, desktop } = await createFixture();
    for (let times = 0; times < 3; times += 1) hear(odd('Stopped', 'PauseCallRecording'));
    expect(diagnostics).toEqual([
      {
        code: 'contradiction',
        callId: 'a',
        recordingState: 'Stopped',
        operations: ['PauseCallRecording'],
      },
    ]);
    // The state and the operations are shown as the server said them.
    expect(desktop.call('a').getState().recording).toMatchObject({
      state: 'Stopped',
      allowed: ['PauseCallRecording'],
    });
  });

  it('reports a contradiction that came with a new state while the capabilities were the same', async () => {
    // Regression: it was reported only when the capabilities changed.
    const { hear, diagnostics } = await createFixture();
    hear(odd('Recording', 'PauseCallRecording', 'StopCallRecording'));
    expect(diagnostics).toEqual([]);
    hear(odd('Stopped', 'PauseCallRecording', 'StopCallRecording'));
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'contradiction', recordingState: 'Stopped' }),
    ]);
  });

  it('reports a recording state that is not known', async () => {
    const { hear, read, diagnostics, stateOf } = await createFixture();
    hear(odd('Recordingg'));
    await read(odd('Pausing'));
    expect(stateOf('a')).toBe('Unknown');
    expect(diagnostics).toEqual([
      { code: 'unknown-recording-state', callId: 'a', value: 'Recordingg' },
      { code: 'unknown-recording-state', callId: 'a', value: 'Pausing' },
    ]);
  });

  it('reports a message that is not valid, which changes nothing', async () => {
    const { desktop, fake, hear, diagnostics, doubts } = await createFixture();
    hear(paused);
    const before = desktop.call('a').getState();
    const refused = [
      undefined,
      'no json',
      [],
      { data: { messageType: 'CallStateChangeMessage', call: { recordingState: 'Recording' } } },
      { data: { messageType: 'CallStateChangeMessage', call: { id: 7 } } },
    ];
    for (const message of refused) fake.link.say(message);
    expect(desktop.call('a').getState()).toBe(before);
    expect(desktop.callIds.getState()).toEqual(['a']);
    expect(diagnostics.map(({ code }) => code)).toEqual(refused.map(() => 'unreadable-input'));
    expect(await doubts()).toBe(0);
  });

  it('reports an error message that belongs to no pending operation', async () => {
    const { fake, diagnostics } = await createFixture();
    fake.link.say({
      data: { messageType: 'ErrorMessage', errorMessage: 'No', errorCode: 7, callUri: '/calls/a' },
    });
    expect(diagnostics).toEqual([{ code: 'server-error-message', callId: 'a', errorCode: 7 }]);
  });

  it('never contains personal data', async () => {
    const { ask, fake, hear, read, diagnostics } = await createFixture();
    const secret = 'secret-4711';
    const personal = {
      otherParty: secret,
      ani: secret,
      dnis: secret,
      userData: { CustomerName: secret, nested: { card: secret } },
    };
    const call = (fields: object, wire: object = {}): WireCall =>
      wireCall({ id: 'a', ...personal, ...fields }, wire);
    await read({ ...call({}), id: '' }, secret, [secret]);
    hear(call({ seconds: 90, capabilities: ['ResumeCallRecording'] }), 5);
    hear(call({ recordingState: 'Odd', seconds: 90 }), 6);
    hear(call({}, { id: { secret } }));
    fake.link.say(`{"data": "${secret}`);
    fake.link.say({ data: { call: secret, phoneNumber: secret } });
    await ask('a')({ statusCode: secret });
    hear(call({ seconds: 1 }), 4);
    hear(call({ seconds: 1 }));
    hear(call({ state: 'Released', seconds: 91 }), 7);
    hear(call({ seconds: 92 }), 8);

    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
      new Set([
        'unreadable-input',
        'contradiction',
        'unknown-recording-state',
        'read-failed',
        'stale-message',
      ]),
    );
    expect(JSON.stringify(diagnostics)).not.toContain(secret);
  });
});

describe('a call that is over', () => {
  // Workspace v3 still lists operations for a released call, and a press on Pause was sent.
  it('allows no operations, whatever the server lists, and stays as it was when it ended', async () => {
    const { desktop, fake, hear } = await createFixture();
    hear(recording);
    const listed = { capabilities: ['PauseCallRecording', 'StopCallRecording'] };
    hear(wireCall({ id: 'a', state: 'Released', recordingState: 'Recording' }, listed));
    const { recording: ended } = desktop.call('a').getState();
    expect(ended).toMatchObject({ allowed: [], state: 'Recording' });
    await expect(desktop.performOperation('a', 'PauseCallRecording')).rejects.toMatchObject({
      code: 'operation-not-allowed',
    });
    hear(wireCall({ id: 'a', state: 'Completed', recordingState: 'Paused' }, listed));
    expect(desktop.call('a').getState().recording).toBe(ended);
    expect(fake.posts()).toEqual([]);
  });
});

describe('a call without a recordingState', () => {
  const { recordingState: _, ...unnamed } = recording;
  const without = (fields: Partial<WireCall>): WireCall => ({ ...unnamed, ...fields });
  const idle = { capabilities: ['StartCallRecording'], userData: {} };

  it('is not recorded if nothing disagrees', async () => {
    const { hear, stateOf, doubtOf, doubts } = await createFixture();
    hear(without(idle));
    expect([stateOf('a'), doubtOf('a')]).toEqual(['None', undefined]);
    expect(await doubts()).toBe(0);
  });

  it.each<[string, Partial<WireCall>]>([
    ['Pause is offered', { ...idle, capabilities: ['PauseCallRecording'] }],
    ['Resume is offered', { ...idle, capabilities: ['ResumeCallRecording'] }],
    ['Stop is offered', { ...idle, capabilities: ['StartCallRecording', 'StopCallRecording'] }],
    ['GSIP_RECORD is ON', { ...idle, userData: { GSIP_RECORD: 'ON' } }],
    ['GSIP_RECORD is PAUSED', { ...idle, userData: { GSIP_RECORD: 'PAUSED' } }],
  ])('is unknown if %s, and the calls are read once', async (_name, fields) => {
    const { hear, stateOf, doubtOf, doubts, diagnostics } = await createFixture();
    hear(without(fields));
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Unknown', 'missing-state']);
    expect(diagnostics).toContainEqual({
      code: 'doubtful-call',
      callId: 'a',
      doubt: 'missing-state',
    });
    expect(await doubts(without(fields))).toBe(1);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Unknown', undefined]);
    expect(await doubts(without(fields))).toBe(0);
  });

  // A server sent AttachedDataChanged with only a part of the call, and the card fields opened.
  it('is unknown if it had a state before, and the state continues once it is named again', async () => {
    const { desktop, hear, stateOf } = await createFixture();
    hear(recording);
    vi.advanceTimersByTime(5_000);
    hear(paused);
    const { since, change } = desktop.call('a').getState().recording;
    vi.advanceTimersByTime(5_000);
    hear(without(idle));
    expect(stateOf('a')).toBe('Unknown');
    hear(paused);
    expect(desktop.call('a').getState().recording).toMatchObject({
      state: 'Paused',
      since,
      change,
    });
    hear(without(idle));
    hear(recording);
    expect(desktop.call('a').getState().recording.change).toMatchObject({
      from: 'Paused',
      to: 'Recording',
    });
  });
});

describe('a call that contradicts itself', () => {
  const onRecord = (GSIP_RECORD: string): WireCall =>
    wireCall({ id: 'a', recordingState: 'Paused' }, { userData: { GSIP_RECORD } });

  it('by GSIP_RECORD is shown by its recordingState, and doubted until it was read once', async () => {
    const { hear, stateOf, doubtOf, doubts, diagnostics } = await createFixture();
    hear(onRecord('ON'));
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Paused', 'gsip-record']);
    expect(diagnostics).toEqual([{ code: 'doubtful-call', callId: 'a', doubt: 'gsip-record' }]);
    expect(await doubts(onRecord('ON'))).toBe(1);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Paused', undefined]);
    hear(onRecord('ON'));
    expect(doubtOf('a')).toBeUndefined();
    hear(onRecord('OFF'));
    expect(doubtOf('a')).toBe('gsip-record');
  });

  it.each(['PAUSED', 'something else', 7])(
    'is not doubted where GSIP_RECORD is %j',
    async (said) => {
      const { hear, doubtOf } = await createFixture();
      hear(wireCall({ id: 'a', recordingState: 'Paused' }, { userData: { GSIP_RECORD: said } }));
      expect(doubtOf('a')).toBeUndefined();
    },
  );

  it('by its capabilities is doubted until it was read once', async () => {
    const { hear, doubtOf, doubts } = await createFixture();
    const odd = wireCall(
      { id: 'a', recordingState: 'Paused' },
      { capabilities: ['PauseCallRecording'] },
    );
    hear(odd);
    expect(doubtOf('a')).toBe('capabilities');
    expect(await doubts(odd)).toBe(1);
    expect(doubtOf('a')).toBeUndefined();
  });
});

describe('a doubt', () => {
  it('is not settled by an answer that was asked before it was raised', async () => {
    const { hear, ask, doubtOf } = await createFixture();
    hear(paused, 2_000);
    const answer = ask();
    hear(recording, 1_000);
    await answer(callsAnswer(paused));
    expect(doubtOf('a')).toBe('older-message');
  });

  // An agent saw "May be out of date" for a minute, although the server had answered a read. A message
  // about something else had come while the answer was on its way.
  it('is settled by an answer with the same state as a message that overtook it', async () => {
    const { ask, hear, stateOf, doubtOf } = await createFixture();
    hear(wireCall({ id: 'a', recordingState: 'Recording' }), 2_000);
    hear(wireCall({ id: 'a', recordingState: 'Paused' }), 1_000);
    expect(doubtOf('a')).toBe('older-message');
    const answer = ask();
    hear(wireCall({ id: 'a', recordingState: 'Recording', userData: { Note: 'x' } }), 3_000);
    expect(doubtOf('a')).toBe('older-message');
    await answer(callsAnswer(wireCall({ id: 'a', recordingState: 'Recording' })));
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Recording', undefined]);
  });

  it('is not settled by such an answer if it was asked before the doubt was raised', async () => {
    const { ask, hear, doubtOf } = await createFixture();
    hear(wireCall({ id: 'a', recordingState: 'Recording' }), 2_000);
    const answer = ask();
    hear(wireCall({ id: 'a', recordingState: 'Paused' }), 1_000);
    hear(wireCall({ id: 'a', recordingState: 'Recording', userData: { Note: 'x' } }), 3_000);
    await answer(callsAnswer(wireCall({ id: 'a', recordingState: 'Recording' })));
    expect(doubtOf('a')).toBe('older-message');
  });

  it('ends with the call', async () => {
    const { hear, doubtOf } = await createFixture();
    hear(paused, 2_000);
    hear(recording, 1_000);
    hear(wireCall({ id: 'a', state: 'Released', recordingState: 'Stopped' }), 3_000);
    expect(doubtOf('a')).toBeUndefined();
  });
});

describe('the time for which an ended call is kept', () => {
  it('is counted from its end, however long the call was', async () => {
    const { desktop, hear } = await createFixture();
    hear(recording);
    vi.advanceTimersByTime(59_000);
    hear(wireCall({ id: 'a', state: 'Released' }));
    vi.advanceTimersByTime(59_000);
    expect(desktop.callIds.getState()).toEqual(['a']);
    vi.advanceTimersByTime(1_000);
    expect(desktop.callIds.getState()).toEqual([]);
  });

  it('is counted from its end also if an older list did not contain the call', async () => {
    const { desktop, ask, hear } = await createFixture();
    const [list, one] = [ask(), ask('a')];
    await one(callAnswer(recording));
    await list(callsAnswer());
    vi.advanceTimersByTime(59_000);
    hear(wireCall({ id: 'a', state: 'Released' }));
    vi.advanceTimersByTime(2_000);
    expect(desktop.callIds.getState()).toEqual(['a']);
  });

  it('is counted once and leaves no timer if the end is said twice', async () => {
    const { hear, disconnect } = await createFixture();
    hear(wireCall({ id: 'a', state: 'Released' }));
    hear(wireCall({ id: 'a', state: 'Completed' }));
    disconnect();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a diagnostic that is reported once', () => {
  it('is that of a doubt, while the descriptions of the call stay the same', async () => {
    const { hear, diagnostics } = await createFixture();
    const odd = wireCall(
      { id: 'a', recordingState: 'Paused' },
      { userData: { GSIP_RECORD: 'ON' } },
    );
    hear(odd);
    hear(odd);
    expect(diagnostics).toEqual([{ code: 'doubtful-call', callId: 'a', doubt: 'gsip-record' }]);
  });

  it('is that of an unknown state, and a known state after it is not reported', async () => {
    const { hear, diagnostics } = await createFixture();
    const odd = wireCall({ id: 'a', recordingState: 'Pausing', capabilities: [] });
    hear(odd);
    hear(odd);
    hear(recording);
    expect(diagnostics).toEqual([
      { code: 'unknown-recording-state', callId: 'a', value: 'Pausing' },
    ]);
  });

  it('is that of a contradiction, also when only the capabilities have changed', async () => {
    const { hear, diagnostics } = await createFixture();
    hear(wireCall({ id: 'a', capabilities: ['PauseCallRecording'] }));
    hear(wireCall({ id: 'a', capabilities: ['ResumeCallRecording'] }));
    expect(diagnostics).toEqual([
      {
        code: 'contradiction',
        callId: 'a',
        recordingState: 'Recording',
        operations: ['ResumeCallRecording'],
      },
    ]);
  });
});

describe('a message of another kind', () => {
  it('changes nothing and causes no diagnostic', async () => {
    const { fake, diagnostics, doubts } = await createFixture();
    fake.link.say({ channel: '/v2/me/devices', data: { messageType: 'DeviceStateChangeMessage' } });
    expect(diagnostics).toEqual([]);
    expect(await doubts()).toBe(0);
  });
});

describe('a message with a change that no operation makes', () => {
  // A server's clock was set back. A delayed message came after the message that the recording had
  // stopped, seemed newer by its time, and *Paused* was shown until the next routine read.
  it('raises a doubt, and the calls are read', async () => {
    const { hear, diagnostics, doubtOf, doubts, stateOf } = await createFixture();
    hear(recording);
    hear(stopped);
    hear(paused);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Paused', 'impossible-change']);
    expect(diagnostics).toEqual([
      { code: 'doubtful-call', callId: 'a', doubt: 'impossible-change' },
    ]);
    expect(await doubts(stopped)).toBe(1);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Stopped', undefined]);
  });

  it('raises no doubt if a read contains it', async () => {
    const { read, hear, doubtOf, stateOf } = await createFixture();
    hear(stopped);
    await read(paused);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Paused', undefined]);
  });

  it.each([
    [stopped, recording],
    [recording, paused],
    [recording, stopped],
    [paused, recording],
    [paused, stopped],
  ])('is not meant by a change that an operation makes', async (from, to) => {
    const { hear, doubtOf } = await createFixture();
    hear(from);
    hear(to);
    expect(doubtOf('a')).toBeUndefined();
  });
});

describe('a message without a time that contradicts a read', () => {
  const secondsLater = async (seconds: number): Promise<Fixture> => {
    const fixture = await createFixture();
    await vi.advanceTimersByTimeAsync(20_000);
    await fixture.read(recording);
    vi.advanceTimersByTime(seconds * 1_000);
    fixture.hear(paused);
    expect(fixture.stateOf('a')).toBe('Paused');
    return fixture;
  };

  it('raises a doubt as long as it may have been sent before the read', async () => {
    const { doubtOf, doubts } = await secondsLater(14.999);
    expect(doubtOf('a')).toBe('contradicted-read');
    expect(await doubts(paused)).toBe(1);
    expect(doubtOf('a')).toBeUndefined();
  });

  it('is taken for newer after that, and the calls are read to be sure', async () => {
    const { doubtOf, doubts } = await secondsLater(15);
    expect(doubtOf('a')).toBeUndefined();
    expect(await doubts(paused)).toBe(1);
  });

  it('raises a doubt although another read has been asked since', async () => {
    const { read, ask, hear, doubtOf } = await createFixture();
    await read(stopped);
    void ask('b');
    hear(paused);
    expect(doubtOf('a')).toBe('contradicted-read');
  });
});

describe('the clock by which a message was made', () => {
  const serverNow = (): number => performance.now() + 1_000_000;
  /** A message has come without delay, so the difference of the clocks is known exactly. */
  const afterMessage = async (): Promise<Fixture> => {
    const fixture = await createFixture();
    fixture.hear(recording, serverNow());
    await vi.advanceTimersByTimeAsync(4_000);
    return fixture;
  };

  it('shows whether it was made before a read was asked or at the same time', async () => {
    for (const [earlier, state] of [
      [1, 'Stopped'],
      [0, 'Paused'],
    ] as const) {
      const { read, hear, stateOf } = await afterMessage();
      const madeAt = serverNow() - earlier;
      await read(stopped);
      await vi.advanceTimersByTimeAsync(1_000);
      hear(paused, madeAt);
      expect(stateOf('a')).toBe(state);
    }
  });

  it('shows that also after a message without a time', async () => {
    const { read, hear, stateOf } = await afterMessage();
    hear(wireCall({ id: 'b' }));
    await read(stopped, wireCall({ id: 'b' }));
    await vi.advanceTimersByTimeAsync(1_000);
    hear(paused, serverNow() - 2_000);
    expect(stateOf('a')).toBe('Stopped');
  });

  it('shows that also after a message that seemed old by its duration and that a read agreed with', async () => {
    const { read, hear, stateOf } = await afterMessage();
    hear(wireCall({ id: 'b', seconds: 100 }));
    hear(wireCall({ id: 'b', seconds: 90, recordingState: 'Paused' }));
    await read(stopped, wireCall({ id: 'b', seconds: 101, recordingState: 'Paused' }));
    await vi.advanceTimersByTimeAsync(1_000);
    hear(paused, serverNow() - 2_000);
    expect(stateOf('a')).toBe('Stopped');
  });
});

describe('a message that was held back because it seemed to be old', () => {
  /** A message with the time 2000 tells Paused, and then a message with the time 1000 comes. */
  const heldBack = async (held: WireCall): Promise<Fixture> => {
    const fixture = await createFixture();
    fixture.hear(paused, 2_000);
    fixture.hear(held, 1_000);
    return fixture;
  };
  const isFollowed = ({ hear, stateOf }: Fixture, call: WireCall): boolean => {
    const before = stateOf('a');
    hear(call, 1_500);
    return stateOf('a') !== before;
  };

  it('proves that a clock is behind if a read agrees with it, and later messages are applied', async () => {
    const fixture = await heldBack(recording);
    await fixture.read(recording);
    expect(isFollowed(fixture, paused)).toBe(true);
  });

  it.each([
    ['the read says something else than both', recording, stopped, recording],
    ['it said nothing new', paused, paused, recording],
  ])('proves nothing about a clock if %s', async (_, held, said, next) => {
    const fixture = await heldBack(held);
    await fixture.read(said);
    expect(isFollowed(fixture, next)).toBe(false);
  });

  it('proves nothing by a read that was asked before it, but does by the next read', async () => {
    const fixture = await createFixture();
    fixture.hear(paused, 2_000);
    const early = fixture.ask();
    fixture.hear(recording, 1_000);
    await early(callsAnswer(recording));
    expect(isFollowed(fixture, paused)).toBe(false);

    const other = await createFixture();
    other.hear(paused, 2_000);
    const earlier = other.ask();
    other.hear(recording, 1_000);
    await earlier(callsAnswer(paused));
    await other.read(recording);
    expect(isFollowed(other, paused)).toBe(true);
  });

  // Regression: the clock of a node was behind. It reported a Start and then a Stop. The answer to a
  // read that was asked between the two said Recording, which was shown without a mark. The Stop was
  // the same as the state that was known before, so it had raised no doubt.
  it.each<[string, (hear: Fixture['hear']) => void, (hear: Fixture['hear']) => void]>([
    [
      'by the server’s clock, after another one',
      (hear) => {
        hear(stopped, 2_000);
        hear(recording, 1_000);
      },
      (hear) => hear(stopped, 1_100),
    ],
    ['by the server’s clock', (hear) => hear(stopped, 2_000), (hear) => hear(stopped, 1_000)],
    [
      'by its duration',
      (hear) => hear(wireCall({ id: 'a', recordingState: 'Stopped', seconds: 100 })),
      (hear) => hear(wireCall({ id: 'a', recordingState: 'Stopped', seconds: 90 })),
    ],
  ])('%s raises a doubt about the answer to an earlier read', async (_, before, meanwhile) => {
    const { hear, ask, doubts, stateOf, doubtOf } = await createFixture();
    before(hear);
    const early = ask();
    meanwhile(hear);
    await early(callsAnswer(recording));
    expect(stateOf('a')).toBe('Recording');
    expect(doubtOf('a')).toBeDefined();
    expect(await doubts(stopped)).toBe(1);
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Stopped', undefined]);
  });

  it('raises no doubt about an earlier read with the same state', async () => {
    const { hear, ask, stateOf, doubtOf } = await createFixture();
    hear(stopped, 2_000);
    const early = ask();
    hear(stopped, 1_000);
    await early(callsAnswer(stopped));
    expect([stateOf('a'), doubtOf('a')]).toEqual(['Stopped', undefined]);
  });

  it('raises a doubt about an earlier read that says that a call goes on, if it said that the call is over', async () => {
    const { hear, ask, doubtOf } = await createFixture();
    hear(stopped, 2_000);
    const early = ask();
    hear(wireCall({ id: 'a', state: 'Released', recordingState: 'Stopped' }), 1_000);
    await early(callsAnswer(stopped));
    expect(doubtOf('a')).toBe('older-message');
  });

  it('does not let the answer to an earlier read that lacks a call end that call', async () => {
    const { hear, ask, doubts, doubtOf, isOver } = await createFixture();
    hear(recording, 2_000);
    const early = ask();
    hear(recording, 1_000);
    await early(callsAnswer());
    expect([isOver('a'), doubtOf('a')]).toEqual([false, 'contradicted-read']);
    expect(await doubts()).toBe(1);
    expect(isOver('a')).toBe(true);
  });

  it('is forgotten once a read has come', async () => {
    const { hear, read, stateOf } = await heldBack(recording);
    await read(recording);
    hear(paused, 5_000);
    await vi.advanceTimersByTimeAsync(20_000);
    await read(recording);
    // This message was made before the pause by the same clock, so it is not applied.
    hear(paused, 4_000);
    expect(stateOf('a')).toBe('Recording');
  });
});

describe('an answer to a read', () => {
  it('that contains a call twice is applied in order, so the last one is shown', async () => {
    const { read, stateOf } = await createFixture();
    await read(recording, paused);
    expect(stateOf('a')).toBe('Paused');
  });

  it('that says that the call is over has the calls read again if a later event says that it goes on', async () => {
    const { ask, hear, doubts } = await createFixture();
    const answer = ask();
    hear(recording);
    await answer(callsAnswer(wireCall({ id: 'a', state: 'Released' })));
    expect(await doubts(recording)).toBe(1);
  });

  it('that says that the call is over raises no doubt if a later event says so too', async () => {
    const { ask, hear, doubts } = await createFixture();
    const released = wireCall({ id: 'a', state: 'Released' });
    const answer = ask();
    hear(released);
    await answer(callsAnswer(released));
    expect(await doubts()).toBe(0);
  });

  it('that lacks a call raises no doubt if a later event says that it is over', async () => {
    const { ask, hear, doubts } = await createFixture();
    hear(recording);
    const answer = ask();
    hear(wireCall({ id: 'a', state: 'Released' }));
    await answer(callsAnswer());
    expect(await doubts()).toBe(0);
  });

  it('that lacks a call raises no doubt if a later read contained it', async () => {
    const { ask, doubts, isOver } = await createFixture();
    const [first, second] = [ask(), ask('a')];
    await second(callAnswer(recording));
    await first(callsAnswer());
    expect(isOver('a')).toBe(false);
    expect(await doubts()).toBe(0);
  });

  it('that was in flight together with another one and says that the call is over raises no doubt', async () => {
    const { ask, hear, doubts, isOver } = await createFixture();
    hear(paused);
    const [first, second] = [ask(), ask('a')];
    await first(callsAnswer(paused));
    await second(callAnswer(wireCall({ id: 'a', state: 'Released' })));
    expect(isOver('a')).toBe(true);
    expect(await doubts()).toBe(0);
  });

  it('without a list is taken for an empty list if no call is known, and any other one is not', async () => {
    const { ask, diagnostics } = await createFixture();
    await ask()({ statusCode: 0 });
    expect(diagnostics).toEqual([]);
    await ask()('<html>');
    expect(diagnostics.map(({ code }) => code)).toEqual(['unreadable-input', 'read-failed']);
  });

  it('without a list is taken for an empty list while each known call is over', async () => {
    const { ask, hear, diagnostics } = await createFixture();
    hear(wireCall({ id: 'b', state: 'Released' }));
    await ask()({ statusCode: 0 });
    expect(diagnostics).toEqual([]);
  });

  it('without a list ends no call, although another one is over already', async () => {
    const { ask, hear, isOver } = await createFixture();
    hear(wireCall({ id: 'b', state: 'Released' }));
    hear(recording);
    await ask()({ statusCode: 0 });
    expect(isOver('a')).toBe(false);
  });
});

describe('a call that goes on under its uuid', () => {
  // On newer servers the id is the callUuid. The old part of the call was shown for up to a minute.
  it('has the calls read if an older part of the call has the same uuid', async () => {
    const { hear, isOver, doubts } = await createFixture();
    hear(wireCall({ id: 'old' }, { connId: 'one', callUuid: 'uuid' }));
    const goesOn = wireCall({ id: 'uuid' }, { connId: 'two', callUuid: 'uuid' });
    hear(goesOn);
    expect(await doubts(goesOn)).toBe(1);
    expect([isOver('old'), isOver('uuid')]).toEqual([true, false]);
  });
});
