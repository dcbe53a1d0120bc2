import { describe, expect, it, vi } from 'vitest';
import type { Call } from '../model/call.ts';
import type { ReportedRecordingState } from '../model/recording.ts';
import { receiveCall, unknownCall } from './callEntry.ts';
import { createDesktopStore, type DesktopStore } from './desktopStore.ts';

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
  const message = { call: said, order, at: order, saidBy: 'event' } as const;
  store.learnAliases(said);
  store.update(said.id, (entry) => receiveCall(entry, message));
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
    expect(store.call('conn')).toBe(store.call('a'));
    expect(store.call('uuid')).toBe(store.call('a'));
    store.update('uuid', (entry) => ({ ...entry, order: 99 }));
    expect(store.call('a').getState().order).toBe(99);
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

  it('lets an alias that two calls share lead to the newer', () => {
    const store = createDesktopStore();
    hear(store, call('old', 'Recording', { callUuid: 'shared' }));
    hear(store, call('new', 'Paused', { callUuid: 'shared' }));
    expect(stateOf(store, 'shared')).toBe('Paused');
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

  it('stays for whoever still watches it, until the last one looks away', () => {
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
