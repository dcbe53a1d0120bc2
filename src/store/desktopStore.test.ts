import { describe, expect, it, vi } from 'vitest';
import type { Call } from '../model/call.ts';
import type { ReportedRecordingState } from '../model/recording.ts';
import { receiveCall, unknownCall } from './callEntry.ts';
import { createDesktopStore as createStoreOf, type DesktopStore } from './desktopStore.ts';

const createDesktopStore = (): DesktopStore =>
  createStoreOf((cause) => {
    throw cause;
  });

function call(id: string, recordingState: ReportedRecordingState, ids: Partial<Call> = {}): Call {
  return {
    id,
    state: 'Established',
    recordingState,
    capabilities: [],
    participants: [],
    userData: {},
    ...ids,
  };
}

let order = 0;
function hear(store: DesktopStore, said: Call): void {
  order += 1;
  const callId = store.identify(said);
  const message = { callId, call: said, order, at: order, saidBy: 'event' } as const;
  store.learnIds(callId, [said.id, said.connId, said.callUuid]);
  store.update(callId, (entry) => receiveCall(entry, message));
}

const stateOf = (store: DesktopStore, id: string): ReportedRecordingState =>
  store.call(id).getState().recording.state;

describe('the store of a desktop', () => {
  it('lists the calls in the order of their first reports, and calls its subscribers once per call', () => {
    const store = createDesktopStore();
    const heard = vi.fn();
    store.callIds.subscribe(heard);
    hear(store, call('a', 'Recording'));
    hear(store, call('b', 'Paused'));
    hear(store, call('a', 'Stopped'));
    expect(store.callIds.getState()).toEqual(['a', 'b']);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('lists many new calls together where that is asked for, whatever happens meanwhile', () => {
    const store = createDesktopStore();
    const heard = vi.fn();
    store.callIds.subscribe(heard);
    hear(store, call('a', 'Recording'));
    store.listTogether(() => {
      for (const id of ['b', 'a', 'c']) hear(store, call(id, 'Recording'));
    });
    expect(store.callIds.getState()).toEqual(['a', 'b', 'c']);
    expect(heard).toHaveBeenCalledTimes(2);
    store.listTogether(() => hear(store, call('a', 'Paused')));
    expect(heard).toHaveBeenCalledTimes(2);
    const fails = (): void => {
      hear(store, call('d', 'Recording'));
      throw new Error('Failed by the test.');
    };
    expect(() => store.listTogether(fails)).toThrow('Failed by the test.');
    hear(store, call('e', 'Recording'));
    expect(store.callIds.getState()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('does not list a call that the server has not reported', () => {
    const store = createDesktopStore();
    store.call('wished-for').subscribe(() => undefined);
    expect(store.callIds.getState()).toEqual([]);
    expect(store.call('wished-for').getState()).toBe(unknownCall);
  });

  it('calls only the subscribers of a call when an event about it comes', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording'));
    hear(store, call('b', 'Recording'));
    const watchers = [vi.fn(), vi.fn()] as const;
    store.call('a').subscribe(watchers[0]);
    store.call('b').subscribe(watchers[1]);
    hear(store, call('a', 'Paused'));
    expect(watchers[0]).toHaveBeenCalledTimes(1);
    expect(watchers[1]).not.toHaveBeenCalled();
  });

  it('calls no subscriber when a transition changes nothing', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording'));
    const watcher = vi.fn();
    store.call('a').subscribe(watcher);
    store.update('a', (entry) => entry);
    expect(watcher).not.toHaveBeenCalled();
  });
});

describe('a call known by several ids', () => {
  const ids = { connId: 'conn', callUuid: 'uuid' };

  it('is one call under each of them', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording', ids));
    for (const id of ['a', 'conn', 'uuid']) {
      expect(store.call(id).getState()).toBe(store.entry('a'));
      expect(store.resolve(id)).toBe('a');
    }
    expect(store.callIds.getState()).toEqual(['a']);
  });

  it('reaches a widget that was mounted under connId before the call was known', () => {
    const store = createDesktopStore();
    const early = store.call('conn');
    const watcher = vi.fn();
    early.subscribe(watcher);
    hear(store, call('a', 'Recording', ids));
    expect(early.getState().recording.state).toBe('Recording');
    hear(store, call('a', 'Paused', ids));
    expect(early.getState()).toBe(store.call('a').getState());
    expect(watcher).toHaveBeenLastCalledWith(early.getState(), expect.anything());
  });

  it('reaches two widgets under two keys', () => {
    const store = createDesktopStore();
    const [byConn, byUuid] = [store.call('conn'), store.call('uuid')];
    const watchers = [vi.fn(), vi.fn()] as const;
    byConn.subscribe(watchers[0]);
    byUuid.subscribe(watchers[1]);
    hear(store, call('a', 'Recording', ids));
    hear(store, call('a', 'Stopped', ids));
    expect(byConn.getState().recording.state).toBe('Stopped');
    expect(byUuid.getState().recording.state).toBe('Stopped');
    for (const watcher of watchers) expect(watcher).toHaveBeenCalledTimes(2);
  });

  it('keeps its own id when another call has it as an alias', () => {
    // After a transfer the new call also has the uuid of the old one.
    const store = createDesktopStore();
    hear(store, call('old', 'Recording'));
    hear(store, call('new', 'Paused', { callUuid: 'old' }));
    expect(stateOf(store, 'old')).toBe('Recording');
    expect(stateOf(store, 'new')).toBe('Paused');
  });

  it('is one call although two nodes of the server spell the id differently', () => {
    const store = createDesktopStore();
    hear(store, call('conn', 'Recording', ids));
    hear(store, call('uuid', 'Paused', ids));
    expect(store.callIds.getState()).toEqual(['conn']);
    expect(stateOf(store, 'uuid')).toBe('Paused');
    expect(store.entry('conn').call?.id).toBe('uuid');
  });

  it('is another call if only the uuid is the same, as a consult call of the same conversation', () => {
    const store = createDesktopStore();
    hear(store, call('main', 'Recording', { connId: 'one', callUuid: 'uuid' }));
    hear(store, call('uuid', 'Paused', { connId: 'two', callUuid: 'uuid' }));
    expect(store.callIds.getState()).toEqual(['main', 'uuid']);
  });
});

describe('an id that several calls share', () => {
  const over = { state: 'Released', callUuid: 'shared' };
  const sharing = { callUuid: 'shared' };

  // An agent who watched a call by its uuid saw the widget jump to the consult call and back with
  // every message, and a press went to the call of the last message.
  it('shows one of them, and does not change to another one with each message', () => {
    const store = createDesktopStore();
    const seen = new Set<string | undefined>();
    const shown = store.call('shared');
    shown.subscribe(({ recording }) => seen.add(recording.callId));
    for (let round = 0; round < 3; round += 1) {
      hear(store, call('main', round % 2 ? 'Paused' : 'Recording', sharing));
      hear(store, call('consult', round % 2 ? 'Recording' : 'Paused', sharing));
    }
    expect([...seen]).toEqual(['main']);
    expect(store.resolve('shared')).toBe('main');
  });

  it.each(['watched', 'not watched'])('%s, shows the call that goes on when one ends', (how) => {
    const store = createDesktopStore();
    const shown = store.call('shared');
    const watcher = vi.fn();
    if (how === 'watched') shown.subscribe(watcher);
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Paused', sharing));
    hear(store, call('main', 'Stopped', over));
    expect(shown.getState().recording).toMatchObject({ callId: 'consult', state: 'Paused' });
    expect(store.resolve('shared')).toBe('consult');
    // A later message about the call that is over changes nothing.
    hear(store, call('main', 'Recording', over));
    expect(shown.getState().recording.callId).toBe('consult');
    expect(watcher).toHaveBeenCalledTimes(how === 'watched' ? 3 : 0);
  });

  it('shows a call that is reported only after the other one was over', () => {
    const store = createDesktopStore();
    const shown = store.call('shared');
    shown.subscribe(() => undefined);
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('main', 'Stopped', over));
    expect(shown.getState().recording.callId).toBe('main');
    hear(store, call('consult', 'Recording', sharing));
    expect(shown.getState().recording.callId).toBe('consult');
  });

  it('shows the end of the last of them, also after the store has forgotten it', () => {
    const store = createDesktopStore();
    const shown = store.call('shared');
    shown.subscribe(() => undefined);
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('main', 'Stopped', over));
    store.forget('main');
    expect(shown.getState().recording.ended).toBeDefined();
    expect(store.resolve('shared')).toBe('main');
  });

  it('keeps no call in memory once it has no subscriber', async () => {
    const store = createDesktopStore();
    hear(store, call('main', 'Recording', sharing));
    const watcher = vi.fn();
    store.call('shared').subscribe(watcher)();
    hear(store, call('main', 'Paused', sharing));
    expect(watcher).not.toHaveBeenCalled();
    store.forget('main');
    await Promise.resolve();
    expect(store.call('shared').getState()).toBe(unknownCall);
  });
});

describe('a subscriber that throws', () => {
  it('is reported, and the other subscribers are called nevertheless', () => {
    const failures: unknown[] = [];
    const store = createStoreOf((cause) => failures.push(cause));
    const broken = (): void => {
      throw new Error('The host is not well.');
    };
    const heard: string[] = [];
    store.call('a').subscribe(broken);
    store.call('a').subscribe(() => heard.push('call'));
    store.callIds.subscribe(broken);
    store.callIds.subscribe(() => heard.push('callIds'));
    store.connection.subscribe(broken);
    store.connection.subscribe(() => heard.push('connection'));
    hear(store, call('a', 'Recording'));
    store.setConnection({ phase: 'live' });
    expect(heard).toEqual(['call', 'callIds', 'connection']);
    expect(failures).toHaveLength(3);
  });

  // A host wrote each change into its own store in an async function. When that failed, the page had an
  // unhandled rejection, which ends a Node process, and no diagnostic.
  it('is reported also if it is an async function', async () => {
    const failures: unknown[] = [];
    const store = createStoreOf((cause) => failures.push(cause));
    const cause = new Error('The host is not well.');
    const broken = (): Promise<never> => Promise.reject(cause);
    store.call('a').subscribe(broken);
    store.callIds.subscribe(broken);
    store.connection.subscribe(broken);
    hear(store, call('a', 'Recording'));
    store.setConnection({ phase: 'live' });
    await Promise.resolve();
    expect(failures).toEqual([cause, cause, cause]);
  });
});

describe('a call that the store forgets', () => {
  it('is no longer listed, nor found by its aliases', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording', { connId: 'conn' }));
    store.forget('a');
    expect(store.callIds.getState()).toEqual([]);
    expect(store.call('a').getState()).toBe(unknownCall);
    expect(store.call('conn').getState()).toBe(unknownCall);
  });

  it('stays for its subscribers until the last one unsubscribes', async () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Paused'));
    const watched = store.call('a');
    const unsubscribe = [watched.subscribe(() => undefined), watched.subscribe(() => undefined)];
    store.forget('a');
    expect(store.call('a')).toBe(watched);
    expect(stateOf(store, 'a')).toBe('Paused');
    unsubscribe[0]?.();
    // Unsubscribing twice does not end the subscription of the other one.
    unsubscribe[0]?.();
    expect(store.call('a')).toBe(watched);
    unsubscribe[1]?.();
    await Promise.resolve();
    expect(store.call('a').getState()).toBe(unknownCall);
  });

  it('is not kept because somebody asks for it afterwards', async () => {
    // Regression: a widget that was being unmounted read the call once more, and 1 kB of every call
    // stayed in memory for ever.
    const store = createDesktopStore();
    const asked = store.call('a');
    expect(store.call('a')).toBe(asked);
    await Promise.resolve();
    expect(store.call('a')).not.toBe(asked);

    const watched = store.call('a');
    watched.subscribe(() => undefined);
    await Promise.resolve();
    expect(store.call('a')).toBe(watched);
  });

  it('is shown to its subscribers again when the server reports it again', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Paused'));
    const watched = store.call('a');
    watched.subscribe(() => undefined);
    store.forget('a');
    hear(store, call('a', 'Recording'));
    expect(watched.getState().recording.state).toBe('Recording');
    expect(store.callIds.getState()).toEqual(['a']);
  });

  it('changes nothing when a call that is not listed is forgotten', () => {
    const store = createDesktopStore();
    const heard = vi.fn();
    store.callIds.subscribe(heard);
    store.forget('never-heard-of');
    expect(heard).not.toHaveBeenCalled();
  });
});

describe('a widget under StrictMode', () => {
  it('subscribes, unsubscribes, subscribes again, and gets the later changes', () => {
    const store = createDesktopStore();
    // The widget is rendered before the server has reported the call.
    const held = store.call('a');
    held.subscribe(() => undefined)();
    const watcher = vi.fn();
    held.subscribe(watcher);
    hear(store, call('a', 'Recording'));
    expect(held.getState().recording.state).toBe('Recording');
    expect(watcher).toHaveBeenCalledTimes(1);
  });

  it('gets each change once, although it has subscribed twice to a known call', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording'));
    const held = store.call('a');
    held.subscribe(() => undefined)();
    const watcher = vi.fn();
    held.subscribe(watcher);
    hear(store, call('a', 'Paused'));
    expect(watcher).toHaveBeenCalledTimes(1);
  });

  it('shows what was said between unsubscribing and subscribing again', () => {
    const store = createDesktopStore();
    const held = store.call('a');
    held.subscribe(() => undefined)();
    hear(store, call('a', 'Recording'));
    held.subscribe(() => undefined);
    expect(held.getState().recording.state).toBe('Recording');
    hear(store, call('a', 'Paused'));
    expect(held.getState().recording.state).toBe('Paused');
  });
});

describe('the call that a description belongs to', () => {
  const identified = (known: Call, said: Call): string => {
    const store = createDesktopStore();
    hear(store, known);
    return store.identify(said);
  };

  it('is found by connId as well as by callUuid', () => {
    const known = call('a', 'Recording', { connId: 'conn', callUuid: 'uuid' });
    expect(identified(known, call('conn', 'Paused'))).toBe('a');
    expect(identified(known, call('uuid', 'Paused'))).toBe('a');
    expect(identified(known, call('other', 'Paused'))).toBe('other');
  });

  it('is found although only one of the two descriptions has a connId', () => {
    const [short, long] = [{ callUuid: 'uuid' }, { callUuid: 'uuid', connId: 'conn' }];
    expect(identified(call('a', 'Recording', short), call('uuid', 'Paused', long))).toBe('a');
    expect(identified(call('a', 'Recording', long), call('uuid', 'Paused', short))).toBe('a');
  });

  it('is the call with that id, where one is known, also when another call has the id as an alias', () => {
    // After a transfer the new call went by the old one's uuid, and what was said of the old call was
    // then shown as said of the new one.
    const store = createDesktopStore();
    hear(store, call('old', 'Recording'));
    hear(store, call('new', 'Paused', { callUuid: 'old' }));
    hear(store, call('old', 'Stopped'));
    expect([stateOf(store, 'old'), stateOf(store, 'new')]).toEqual(['Stopped', 'Paused']);
  });

  it('is not a call that had this id only before a transfer', () => {
    const store = createDesktopStore();
    hear(store, call('new', 'Recording'));
    store.learnIds('new', ['before']);
    expect(store.resolve('before')).toBe('new');
    expect(store.identify(call('before', 'Recording'))).toBe('before');
  });

  it('is a new call while nothing but an id is known of the other one', () => {
    const store = createDesktopStore();
    store.learnIds('new', ['id']);
    expect(store.identify(call('id', 'Recording'))).toBe('id');
  });
});

describe('what the store holds', () => {
  it('is the result of a transition, and nothing of the entry before it', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording'));
    const made = { ...store.entry('a') };
    store.update('a', () => made);
    expect(store.entry('a')).toBe(made);
    store.setConnection({ phase: 'lost', asOf: 1, reason: 'network' });
    store.setConnection({ phase: 'live' });
    expect(store.connection.getState()).toEqual({ phase: 'live' });
  });

  it('is no new call when a transition returns the entry of an unknown call as it was', () => {
    const store = createDesktopStore();
    store.update('a', (entry) => entry);
    expect(store.callIds.getState()).toEqual([]);
  });

  it('is empty at first, as on a page that was rendered on a server', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording'));
    expect(store.call('a').getInitialState()).toBe(unknownCall);
  });

  it('has no call under an empty id', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording', { callUuid: '' }));
    expect(store.resolve('')).toBe('');
    expect(store.call('').getState()).toBe(unknownCall);
  });

  it('loses only the call that is forgotten', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording'));
    hear(store, call('b', 'Recording'));
    store.forget('a');
    expect(store.callIds.getState()).toEqual(['b']);
  });
});

describe('which of the calls with one id is shown', () => {
  const sharing = { callUuid: 'shared' };
  const over = { ...sharing, state: 'Released' };
  const shownBy = (store: DesktopStore): string | undefined =>
    store.call('shared').getState().recording.callId;

  it('the one that was shown until now, although an earlier one comes back', () => {
    const store = createDesktopStore();
    store.call('shared').subscribe(() => undefined);
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Paused', sharing));
    hear(store, call('main', 'Stopped', over));
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Recording', sharing));
    expect(shownBy(store)).toBe('consult');
  });

  it('the one that comes back, when all of them were over', () => {
    const store = createDesktopStore();
    const watcher = vi.fn();
    store.call('shared').subscribe(watcher);
    for (const state of [sharing, over])
      for (const id of ['main', 'consult']) hear(store, call(id, 'Recording', state));
    expect(shownBy(store)).toBe('consult');
    hear(store, call('main', 'Recording', sharing));
    expect(shownBy(store)).toBe('main');
    expect(watcher).toHaveBeenLastCalledWith(store.entry('main'), store.entry('consult'));
  });

  it('one that was over already when it was first reported', () => {
    const store = createDesktopStore();
    const waiting = store.call('shared');
    waiting.subscribe(() => undefined);
    hear(store, call('main', 'Stopped', over));
    expect(waiting.getState().recording).toMatchObject({ callId: 'main', state: 'Stopped' });
  });

  it('the other one, when one of them was forgotten', () => {
    const store = createDesktopStore();
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Paused', sharing));
    store.forget('main');
    expect(shownBy(store)).toBe('consult');
  });

  it('the one that was known all the time, rather than one that was forgotten and reported again', () => {
    const store = createDesktopStore();
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Paused', sharing));
    store.forget('main');
    hear(store, call('main', 'Recording', sharing));
    expect(shownBy(store)).toBe('consult');
  });
});

describe('several widgets that watch one id', () => {
  it('get each change once, also after one of them was unmounted', () => {
    const store = createDesktopStore();
    const watched = store.call('a');
    const watchers = [vi.fn(), vi.fn()] as const;
    const leave = watched.subscribe(watchers[0]);
    watched.subscribe(watchers[1]);
    hear(store, call('a', 'Recording'));
    hear(store, call('a', 'Paused'));
    for (const watcher of watchers) expect(watcher).toHaveBeenCalledTimes(2);
    leave();
    hear(store, call('a', 'Recording'));
    expect(watchers[0]).toHaveBeenCalledTimes(2);
    expect(watchers[1]).toHaveBeenCalledTimes(3);
  });

  it('get each change once when they subscribe to a known call', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording'));
    const watchers = [vi.fn(), vi.fn()] as const;
    const leaves = watchers.map((watcher) => store.call('a').subscribe(watcher));
    hear(store, call('a', 'Paused'));
    for (const watcher of watchers) expect(watcher).toHaveBeenCalledTimes(1);
    for (const leave of leaves) leave();
    hear(store, call('a', 'Recording'));
    for (const watcher of watchers) expect(watcher).toHaveBeenCalledTimes(1);
  });

  // While the first of two widgets is told that the call has ended, its host reads the other one's call.
  it.each([
    ['reads', (store: DesktopStore) => store.call('shared').getState()],
    ['resolves', (store: DesktopStore) => store.resolve('shared')],
  ])('lose nothing when a listener %s the id while the call ends', (_, ask) => {
    const store = createDesktopStore();
    const sharing = { callUuid: 'shared' };
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Paused', sharing));
    store.call('main').subscribe(() => {
      ask(store);
    });
    const watcher = vi.fn();
    store.call('shared').subscribe(watcher);
    hear(store, call('main', 'Stopped', { ...sharing, state: 'Released' }));
    expect(watcher).toHaveBeenCalledTimes(2);
    expect(watcher).toHaveBeenLastCalledWith(store.entry('consult'), store.entry('main'));
  });
});

describe('an id without subscribers', () => {
  it('keeps no call that was forgotten, although its store was read before', () => {
    const store = createDesktopStore();
    const early = store.call('uuid');
    hear(store, call('a', 'Recording', { callUuid: 'uuid' }));
    store.forget('a');
    expect(early.getState()).toBe(unknownCall);
  });
});
