import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from '../model/diagnostic.ts';
import { createDesktopStore, type DesktopStore } from '../store/desktopStore.ts';
import { callAnswer, callsAnswer, eventOf, wireCall } from '../testing/fakeWire.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import { createReconciler, type Reconciler } from './reconcile.ts';

interface Desk {
  readonly store: DesktopStore;
  readonly reconciler: Reconciler;
  readonly diagnostics: Diagnostic[];
  readonly onDoubt: ReturnType<typeof vi.fn<() => void>>;
  readonly hear: (call: WireCall, serverTime?: number) => void;
  /** A read that is asked and answered in one go. */
  readonly read: (...calls: readonly unknown[]) => void;
  readonly stateOf: (id: string) => string;
  readonly isOver: (id: string) => boolean;
}

function createDesk(): Desk {
  const store = createDesktopStore();
  const diagnostics: Diagnostic[] = [];
  const onDoubt = vi.fn<() => void>();
  const reconciler = createReconciler({
    store,
    onDoubt,
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    onErrorMessage: () => false,
  });
  return {
    store,
    reconciler,
    diagnostics,
    onDoubt,
    hear: (call, serverTime) => {
      reconciler.receiveMessage(eventOf(call, serverTime));
    },
    read: (...calls) => {
      reconciler.receiveCallsAnswer(callsAnswer(...calls), reconciler.nextOrder());
    },
    stateOf: (id) => store.call(id).getState().recording.state,
    isOver: (id) => store.call(id).getState().recording.ended !== undefined,
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

describe('one order for what is heard and what is read', () => {
  it('an event that came after the asking wins over the answer', () => {
    const { reconciler, hear, stateOf } = createDesk();
    hear(recording);
    const asked = reconciler.nextOrder();
    hear(paused);
    reconciler.receiveCallsAnswer(callsAnswer(recording), asked);
    expect(stateOf('a')).toBe('Paused');
    reconciler.receiveCallAnswer(callAnswer(recording), asked);
    expect(stateOf('a')).toBe('Paused');
  });

  it('an event that came before the asking does not', () => {
    const { hear, read, stateOf } = createDesk();
    hear(paused);
    read(recording);
    expect(stateOf('a')).toBe('Recording');
  });

  it('the read that was asked last wins, whichever is answered last', () => {
    const { reconciler, stateOf } = createDesk();
    const [first, second] = [reconciler.nextOrder(), reconciler.nextOrder()];
    reconciler.receiveCallAnswer(callAnswer(stopped), second);
    reconciler.receiveCallsAnswer(callsAnswer(recording), first);
    expect(stateOf('a')).toBe('Stopped');
  });

  it('a read of all keeps the order for each call by itself', () => {
    const { reconciler, hear, stateOf } = createDesk();
    const asked = reconciler.nextOrder();
    hear(paused);
    const other = wireCall({ id: 'b', recordingState: 'Stopped' });
    reconciler.receiveCallsAnswer(callsAnswer(recording, other), asked);
    expect([stateOf('a'), stateOf('b')]).toEqual(['Paused', 'Stopped']);
  });

  it('says of a change whether it was heard or read', () => {
    const { store, hear, read } = createDesk();
    hear(recording);
    read(paused);
    expect(store.call('a').getState().recording.change?.saidBy).toBe('snapshot');
    hear(stopped);
    expect(store.call('a').getState().recording.change?.saidBy).toBe('event');
  });
});

describe('a call that is missing from a read of all', () => {
  it('has ended, in the state it was last said to be in', () => {
    const { store, hear, read } = createDesk();
    hear(paused);
    read();
    expect(store.call('a').getState().recording).toMatchObject({
      ended: { state: 'Paused' },
      allowed: [],
    });
  });

  it('has not, when an event of it came after the asking', () => {
    const { reconciler, hear, isOver } = createDesk();
    const asked = reconciler.nextOrder();
    hear(recording);
    reconciler.receiveCallsAnswer(callsAnswer(), asked);
    expect(isOver('a')).toBe(false);
  });

  it('nor when the read holds an entry that cannot be read: it may be that one', () => {
    const { hear, read, isOver, diagnostics } = createDesk();
    hear(recording);
    read({ state: 'Established', recordingState: 'Paused' });
    expect(isOver('a')).toBe(false);
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'refused-at-the-door', source: 'calls' }),
    ]);
    read();
    expect(isOver('a')).toBe(true);
  });

  it('nor by an answer that is refused', () => {
    const { reconciler, hear, isOver } = createDesk();
    hear(recording);
    for (const answer of [
      { statusCode: 0 },
      { statusCode: 0, uris: [] },
      { statusCode: 4, calls: [] },
      '<html>',
    ])
      expect(reconciler.receiveCallsAnswer(answer, reconciler.nextOrder())).toBe(false);
    expect(isOver('a')).toBe(false);
  });

  it('is the same call when another node of the server spells its id differently', () => {
    // Regression: during an upgrade one node says id = connId, the other id = callUuid. The call
    // was taken in under its new id, and ended in the same breath because the old one was missing.
    const { hear, read, isOver, stateOf } = createDesk();
    hear(wireCall({ id: 'conn' }, { connId: 'conn', callUuid: 'uuid' }));
    read(wireCall({ id: 'uuid', recordingState: 'Paused' }, { connId: 'conn', callUuid: 'uuid' }));
    expect([stateOf('conn'), isOver('conn')]).toEqual(['Paused', false]);
    read();
    expect(isOver('conn')).toBe(true);
  });
});

describe('a message that is older than what is shown', () => {
  it('by the server’s own clock is dropped, and told', () => {
    const { hear, stateOf, diagnostics, onDoubt } = createDesk();
    hear(paused, 2_000);
    hear(recording, 1_000);
    expect(stateOf('a')).toBe('Paused');
    expect(diagnostics).toEqual([{ code: 'stale-message', callId: 'a', by: 'serverTime' }]);
    expect(onDoubt).not.toHaveBeenCalled();
  });

  it('of the same millisecond is taken in: the order of arrival decides', () => {
    const { hear, stateOf, diagnostics } = createDesk();
    hear(recording, 1_000);
    hear(paused, 1_000);
    expect([stateOf('a'), diagnostics.length]).toEqual(['Paused', 0]);
  });

  it('is still known by the clock after a read, which has none', () => {
    const { hear, read, stateOf } = createDesk();
    hear(paused, 2_000);
    read(paused);
    hear(recording, 1_000);
    expect(stateOf('a')).toBe('Paused');
  });

  it('by its duration is not applied, and the calls are read', () => {
    const { hear, stateOf, diagnostics, onDoubt } = createDesk();
    hear(wireCall({ id: 'a', recordingState: 'Paused', seconds: 100 }));
    hear(wireCall({ id: 'a', recordingState: 'Recording', seconds: 90 }));
    expect(stateOf('a')).toBe('Paused');
    expect(diagnostics).toEqual([{ code: 'stale-message', callId: 'a', by: 'duration' }]);
    expect(onDoubt).toHaveBeenCalledTimes(1);
  });

  it('by a duration within the tolerance is taken in: two nodes count apart', () => {
    const { hear, stateOf, onDoubt } = createDesk();
    hear(wireCall({ id: 'a', recordingState: 'Paused', seconds: 100 }));
    hear(wireCall({ id: 'a', recordingState: 'Recording', seconds: 98 }));
    expect(stateOf('a')).toBe('Recording');
    expect(onDoubt).not.toHaveBeenCalled();
  });

  it('is not recognised by the clock alone when a read overtook it: the duration tells', () => {
    // Regression: the pause and the resume after it were both held up. The read said Recording;
    // then the pause came, newer than any *event* so far, and was shown.
    const { hear, read, stateOf, onDoubt } = createDesk();
    hear(wireCall({ id: 'a', seconds: 10 }), 1_000);
    read(wireCall({ id: 'a', seconds: 60 }));
    hear(wireCall({ id: 'a', recordingState: 'Paused', seconds: 20 }), 11_000);
    expect(stateOf('a')).toBe('Recording');
    expect(onDoubt).toHaveBeenCalledTimes(1);
  });

  it('does not bring an ended call back: the calls are read, and they can', () => {
    const { hear, read, isOver, onDoubt, diagnostics } = createDesk();
    hear(wireCall({ id: 'a', state: 'Released' }));
    hear(recording);
    expect(isOver('a')).toBe(true);
    expect(onDoubt).toHaveBeenCalledTimes(1);
    expect(diagnostics).toEqual([{ code: 'stale-message', callId: 'a', by: 'ended' }]);
    read(recording);
    expect(isOver('a')).toBe(false);
  });

  it('does no harm when it is said twice', () => {
    const { store, hear, diagnostics } = createDesk();
    hear(paused, 1_000);
    const { recording: before } = store.call('a').getState();
    hear(paused, 1_000);
    expect(store.call('a').getState().recording).toBe(before);
    expect(diagnostics).toEqual([]);
  });
});

describe('an ended call', () => {
  it('is kept for a minute, then let go', () => {
    const { store, hear, isOver } = createDesk();
    hear(wireCall({ id: 'a', state: 'Released' }));
    vi.advanceTimersByTime(59_999);
    expect([store.callIds.getState(), isOver('a')]).toEqual([['a'], true]);
    vi.advanceTimersByTime(1);
    expect(store.callIds.getState()).toEqual([]);
  });

  it('is not let go when it came back meanwhile', () => {
    const { store, read } = createDesk();
    read(recording);
    read();
    read(recording);
    vi.advanceTimersByTime(120_000);
    expect(store.callIds.getState()).toEqual(['a']);
  });

  it('leaves no timer behind when the desktop stops', () => {
    const { hear, reconciler } = createDesk();
    hear(wireCall({ id: 'a', state: 'Released' }));
    expect(vi.getTimerCount()).toBe(1);
    reconciler.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a new id for a call that is known under another', () => {
  it('is a call of its own, and only a read tells whether the old one is over', () => {
    const { store, hear, read, onDoubt, isOver } = createDesk();
    hear(wireCall({ id: 'old' }, { callUuid: 'shared', connId: 'c1' }));
    expect(onDoubt).not.toHaveBeenCalled();
    const transferred = wireCall({ id: 'new' }, { callUuid: 'shared', connId: 'c2' });
    hear(transferred);
    expect(onDoubt).toHaveBeenCalledTimes(1);
    expect(store.callIds.getState()).toEqual(['old', 'new']);
    expect(isOver('old')).toBe(false);
    read(transferred);
    expect([isOver('old'), isOver('new')]).toEqual([true, false]);
  });

  it('raises the doubt once, not with every event', () => {
    const { hear, onDoubt } = createDesk();
    hear(wireCall({ id: 'old' }, { callUuid: 'shared', connId: 'c1' }));
    for (const recordingState of ['Recording', 'Paused', 'Recording'])
      hear(wireCall({ id: 'new', recordingState }, { callUuid: 'shared', connId: 'c2' }));
    expect(onDoubt).toHaveBeenCalledTimes(1);
  });
});

describe('what is told to a support desk', () => {
  const odd = (recordingState: string, ...capabilities: string[]): WireCall =>
    wireCall({ id: 'a', recordingState, capabilities });

  it('a contradiction, once for as long as it lasts', () => {
    const { hear, diagnostics, store } = createDesk();
    for (let times = 0; times < 3; times += 1) hear(odd('Stopped', 'PauseCallRecording'));
    expect(diagnostics).toEqual([
      {
        code: 'contradiction',
        callId: 'a',
        recordingState: 'Stopped',
        operations: ['PauseCallRecording'],
      },
    ]);
    // Both are shown as said.
    expect(store.call('a').getState().recording).toMatchObject({
      state: 'Stopped',
      allowed: ['PauseCallRecording'],
    });
  });

  it('a contradiction that came with the state, the capabilities being as they were', () => {
    // Regression: only new capabilities were looked at.
    const { hear, diagnostics } = createDesk();
    hear(odd('Recording', 'PauseCallRecording', 'StopCallRecording'));
    expect(diagnostics).toEqual([]);
    hear(odd('Stopped', 'PauseCallRecording', 'StopCallRecording'));
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'contradiction', recordingState: 'Stopped' }),
    ]);
  });

  it('a word for the recording state that nobody knows', () => {
    const { hear, read, diagnostics, stateOf } = createDesk();
    hear(odd('Recordingg'));
    read(odd('Pausing'));
    expect(stateOf('a')).toBe('Unknown');
    expect(diagnostics).toEqual([
      { code: 'unknown-recording-state', callId: 'a', value: 'Recordingg' },
      { code: 'unknown-recording-state', callId: 'a', value: 'Pausing' },
    ]);
  });

  it('a message that is refused, which changes nothing', () => {
    const { store, reconciler, hear, diagnostics, onDoubt } = createDesk();
    hear(paused);
    const before = store.call('a').getState();
    const refused = [
      undefined,
      'no json',
      [],
      { data: { messageType: 'CallStateChangeMessage', call: { recordingState: 'Recording' } } },
      { data: { messageType: 'CallStateChangeMessage', call: { id: 7 } } },
    ];
    for (const message of refused) reconciler.receiveMessage(message);
    expect(store.call('a').getState()).toBe(before);
    expect(store.callIds.getState()).toEqual(['a']);
    expect(diagnostics.map(({ code }) => code)).toEqual(refused.map(() => 'refused-at-the-door'));
    expect(onDoubt).not.toHaveBeenCalled();
  });

  it('an error message that belongs to nothing that is pending', () => {
    const { reconciler, diagnostics } = createDesk();
    reconciler.receiveMessage({
      data: { messageType: 'ErrorMessage', errorMessage: 'No', errorCode: 7, callUri: '/calls/a' },
    });
    expect(diagnostics).toEqual([
      { code: 'server-error-message', callId: 'a', errorCode: 7, errorMessage: 'No' },
    ]);
  });

  it('and never anything personal', () => {
    const { reconciler, hear, read, diagnostics } = createDesk();
    const secret = 'secret-4711';
    const personal = {
      otherParty: secret,
      ani: secret,
      dnis: secret,
      userData: { CustomerName: secret, nested: { card: secret } },
    };
    const call = (fields: object, wire: object = {}): WireCall =>
      wireCall({ id: 'a', ...personal, ...fields }, wire);
    hear(call({ seconds: 90, capabilities: ['ResumeCallRecording'] }), 5);
    hear(call({ recordingState: 'Odd', seconds: 90 }), 6);
    hear(call({ seconds: 1 }), 4);
    hear(call({ seconds: 1 }));
    hear(call({ state: 'Released', seconds: 91 }), 7);
    hear(call({ seconds: 92 }), 8);
    hear(call({}, { id: { secret } }));
    reconciler.receiveMessage(`{"data": "${secret}`);
    reconciler.receiveMessage({ data: { call: secret, phoneNumber: secret } });
    read({ ...call({}), id: '' }, secret, [secret]);
    reconciler.receiveCallsAnswer({ statusCode: 0, calls: secret }, reconciler.nextOrder());
    reconciler.receiveCallAnswer({ statusCode: secret }, reconciler.nextOrder());

    const codes = new Set(diagnostics.map(({ code }) => code));
    expect(codes).toEqual(
      new Set(['contradiction', 'unknown-recording-state', 'stale-message', 'refused-at-the-door']),
    );
    expect(JSON.stringify(diagnostics)).not.toContain(secret);
  });
});
