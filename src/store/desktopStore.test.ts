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
  it('lists the calls in the order they were heard of, and tells once per call', () => {
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

  it('lists no call that the server has not spoken of', () => {
    const store = createDesktopStore();
    store.call('wished-for').subscribe(() => undefined);
    expect(store.callIds.getState()).toEqual([]);
    expect(store.call('wished-for').getState()).toBe(unknownCall);
  });

  it('an event costs only those who watch its call', () => {
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

  it('a transition that changes nothing wakes nobody', () => {
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

  it('is one call by each of them', () => {
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

  it('does not lose its own id to another call that carries it as an alias', () => {
    // A transfer: the new call goes by the old one's uuid too.
    const store = createDesktopStore();
    hear(store, call('old', 'Recording'));
    hear(store, call('new', 'Paused', { callUuid: 'old' }));
    expect(stateOf(store, 'old')).toBe('Recording');
    expect(stateOf(store, 'new')).toBe('Paused');
  });

  it('spelled differently by two nodes of a server, is one call all the same', () => {
    const store = createDesktopStore();
    hear(store, call('conn', 'Recording', ids));
    hear(store, call('uuid', 'Paused', ids));
    expect(store.callIds.getState()).toEqual(['conn']);
    expect(stateOf(store, 'uuid')).toBe('Paused');
    expect(store.entry('conn').call?.id).toBe('uuid');
  });

  it('is another call where only the uuid is the same: a consult call of the same conversation', () => {
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
  // every message, and a press went to whichever had spoken last.
  it('shows one of them, and never changes with each message', () => {
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

  it.each(['watched', 'not watched'])('%s, goes on with the call that goes on', (how) => {
    const store = createDesktopStore();
    const shown = store.call('shared');
    const watcher = vi.fn();
    if (how === 'watched') shown.subscribe(watcher);
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Paused', sharing));
    hear(store, call('main', 'Stopped', over));
    expect(shown.getState().recording).toMatchObject({ callId: 'consult', state: 'Paused' });
    expect(store.resolve('shared')).toBe('consult');
    // What is still said of the one that is over changes nothing.
    hear(store, call('main', 'Recording', over));
    expect(shown.getState().recording.callId).toBe('consult');
    expect(watcher).toHaveBeenCalledTimes(how === 'watched' ? 3 : 0);
  });

  it('goes on with a call that is heard of only after the other was over', () => {
    const store = createDesktopStore();
    const shown = store.call('shared');
    shown.subscribe(() => undefined);
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('main', 'Stopped', over));
    expect(shown.getState().recording.callId).toBe('main');
    hear(store, call('consult', 'Recording', sharing));
    expect(shown.getState().recording.callId).toBe('consult');
  });

  it('shows the end of the last of them, also after that was let go of', () => {
    const store = createDesktopStore();
    const shown = store.call('shared');
    shown.subscribe(() => undefined);
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('main', 'Stopped', over));
    store.forget('main');
    expect(shown.getState().recording.ended).toBeDefined();
    expect(store.resolve('shared')).toBe('main');
  });

  it('holds on to no call once nobody watches', async () => {
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
  it('costs nobody else the change, and is told of', () => {
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
});

describe('a call that is let go', () => {
  it('is no longer listed, nor found by its aliases', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording', { connId: 'conn' }));
    store.forget('a');
    expect(store.callIds.getState()).toEqual([]);
    expect(store.call('a').getState()).toBe(unknownCall);
    expect(store.call('conn').getState()).toBe(unknownCall);
  });

  it('stays for whoever still watches it, until the last one looks away', async () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Paused'));
    const watched = store.call('a');
    const unsubscribe = [watched.subscribe(() => undefined), watched.subscribe(() => undefined)];
    store.forget('a');
    expect(store.call('a')).toBe(watched);
    expect(stateOf(store, 'a')).toBe('Paused');
    unsubscribe[0]?.();
    // Letting go twice is not letting go of the other's.
    unsubscribe[0]?.();
    expect(store.call('a')).toBe(watched);
    unsubscribe[1]?.();
    await Promise.resolve();
    expect(store.call('a').getState()).toBe(unknownCall);
  });

  it('is not kept because somebody asks for it afterwards', async () => {
    // Regression: a widget that was going asked once more, and 1 kB of every call stayed for good.
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

  it('comes back to whoever watches it', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Paused'));
    const watched = store.call('a');
    watched.subscribe(() => undefined);
    store.forget('a');
    hear(store, call('a', 'Recording'));
    expect(watched.getState().recording.state).toBe('Recording');
    expect(store.callIds.getState()).toEqual(['a']);
  });

  it('forgets only what it lists', () => {
    const store = createDesktopStore();
    const heard = vi.fn();
    store.callIds.subscribe(heard);
    store.forget('never-heard-of');
    expect(heard).not.toHaveBeenCalled();
  });
});

describe('a widget under StrictMode', () => {
  it('subscribes, lets go, subscribes again, and hears what follows', () => {
    const store = createDesktopStore();
    // Rendered first; nobody has heard of the call yet.
    const held = store.call('a');
    held.subscribe(() => undefined)();
    const watcher = vi.fn();
    held.subscribe(watcher);
    hear(store, call('a', 'Recording'));
    expect(held.getState().recording.state).toBe('Recording');
    expect(watcher).toHaveBeenCalledTimes(1);
  });

  it('shows what was said between letting go and subscribing again', () => {
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

describe('whose call a description is about', () => {
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

  it('is its own where a call of that id is known, whoever else has the id', () => {
    // After a transfer the new call went by the old one's uuid, and what was said of the old call was
    // then shown as said of the new one.
    const store = createDesktopStore();
    hear(store, call('old', 'Recording'));
    hear(store, call('new', 'Paused', { callUuid: 'old' }));
    hear(store, call('old', 'Stopped'));
    expect([stateOf(store, 'old'), stateOf(store, 'new')]).toEqual(['Stopped', 'Paused']);
  });

  it('is not another one’s that only had this id before a transfer', () => {
    const store = createDesktopStore();
    hear(store, call('new', 'Recording'));
    store.learnIds('new', ['before']);
    expect(store.resolve('before')).toBe('new');
    expect(store.identify(call('before', 'Recording'))).toBe('before');
  });

  it('is its own while nothing but an id is known of the other', () => {
    const store = createDesktopStore();
    store.learnIds('new', ['id']);
    expect(store.identify(call('id', 'Recording'))).toBe('id');
  });
});

describe('what the store holds', () => {
  it('is what a transition made, and nothing that was there before', () => {
    const store = createDesktopStore();
    hear(store, call('a', 'Recording'));
    const made = { ...store.entry('a') };
    store.update('a', () => made);
    expect(store.entry('a')).toBe(made);
    store.setConnection({ phase: 'lost', asOf: 1, reason: 'network' });
    store.setConnection({ phase: 'live' });
    expect(store.connection.getState()).toEqual({ phase: 'live' });
  });

  it('is no call, where a transition made nothing of one that is not known', () => {
    const store = createDesktopStore();
    store.update('a', (entry) => entry);
    expect(store.callIds.getState()).toEqual([]);
  });

  it('is nothing at first, for a page that was rendered on a server', () => {
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

  it('loses only the call that is let go', () => {
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

  it('one that was over already when it was first heard of', () => {
    const store = createDesktopStore();
    const waiting = store.call('shared');
    waiting.subscribe(() => undefined);
    hear(store, call('main', 'Stopped', over));
    expect(waiting.getState().recording).toMatchObject({ callId: 'main', state: 'Stopped' });
  });

  it('the other one, when one of them was let go of', () => {
    const store = createDesktopStore();
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Paused', sharing));
    store.forget('main');
    expect(shownBy(store)).toBe('consult');
  });

  it('the one that was known all the time, rather than one that was let go of and is back', () => {
    const store = createDesktopStore();
    hear(store, call('main', 'Recording', sharing));
    hear(store, call('consult', 'Paused', sharing));
    store.forget('main');
    hear(store, call('main', 'Recording', sharing));
    expect(shownBy(store)).toBe('consult');
  });
});

describe('several widgets that watch one id', () => {
  it('hear of each change once, and one that goes takes nothing from the other', () => {
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

  it('begin to watch while the call is known, and hear of each change once', () => {
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

  // Two widgets of a page: the first one's host looks up the other while it is told of the end.
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

describe('an id that nobody watches', () => {
  it('keeps no call that was let go of, although its store was asked for before', () => {
    const store = createDesktopStore();
    const early = store.call('uuid');
    hear(store, call('a', 'Recording', { callUuid: 'uuid' }));
    store.forget('a');
    expect(early.getState()).toBe(unknownCall);
  });
});
