import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentDesktopError } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import {
  accepted,
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
} from '../doubles/fakeWire.ts';
import { beAnotherPage, openDesktop, type OpenDesktop } from '../doubles/openDesktop.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import type { LinkListener } from '../transport/notificationLink.ts';
import type { Wire } from '../transport/wire.ts';

// The first tests have one tab, and the test itself sends the messages of the other tabs. The tests
// at the end of the file have two tabs.

const confirmationTimeout = 10_000;
const recording = wireCall({ id: 'a' });
const paused = wireCall({ id: 'a', recordingState: 'Paused' });
const stopped = wireCall({ id: 'a', recordingState: 'Stopped' });
const released = wireCall({ id: 'a', state: 'Released' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A lock that a tab has asked for. The test gives or refuses it. */
interface AskedLock {
  readonly callId: string;
  readonly patience: number;
  readonly give: () => void;
  readonly refuse: () => void;
  readonly isReleased: () => boolean;
  /** How often it was released. */
  readonly releases: () => number;
}

/** One of the tabs of an agent. The test itself sends the messages of the other tabs. */
interface Tab extends OpenDesktop {
  /** The messages that this tab has sent to the others. */
  readonly sent: OperationMessage[];
  readonly locks: AskedLock[];
  readonly hear: (message: OperationMessage) => void;
}

async function openTab(locking: 'given at once' | 'by the test' = 'given at once'): Promise<Tab> {
  const fake = createFakeWire();
  fake.answerBy(({ kind }) => {
    if (kind === 'operation') return undefined;
    return kind === 'calls' ? callsAnswer(recording) : callAnswer(recording);
  });
  const sent: OperationMessage[] = [];
  const locks: AskedLock[] = [];
  let listener: LinkListener | undefined;
  const { link } = fake.wire;
  const wire: Wire = {
    ...fake.wire,
    link: {
      ...link,
      open: (opened) => {
        listener = opened;
        link.open(opened);
      },
      operations: {
        tell: (message) => sent.push(message),
        lock: (callId, patience) =>
          new Promise((resolve) => {
            let releases = 0;
            const give = (): void =>
              resolve(() => {
                releases += 1;
              });
            const refuse = (): void => resolve(undefined);
            locks.push({
              callId,
              patience,
              give,
              refuse,
              isReleased: () => releases > 0,
              releases: () => releases,
            });
            if (locking === 'given at once') give();
          }),
      },
    },
  };
  return {
    ...(await openDesktop(fake, { wire, confirmationTimeout })),
    sent,
    locks,
    hear: (message) => listener?.onOperation?.(message),
  };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const after = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const types = ({ sent }: Tab): string[] => sent.map(({ type }) => type);
const asked = (
  key: string,
  operationName: RecordingOperationName = 'PauseCallRecording',
  callId = 'a',
): OperationMessage => ({ type: 'requested', key, callId, operationName, cause: 'button' });

describe('the messages of a tab about its own operation', () => {
  it('are `requested` in the tick of the press, and `accepted`', async () => {
    const tab = await openTab();
    tab.press();
    expect(tab.sent).toEqual([
      {
        type: 'requested',
        key: expect.stringMatching(/./),
        callId: 'a',
        operationName: 'PauseCallRecording',
        cause: 'host',
      },
    ]);
    await settle();
    tab.lastPost().answer(accepted);
    await settle();
    expect(types(tab)).toEqual(['requested', 'accepted']);
    expect(new Set(tab.sent.map(({ key }) => key)).size).toBe(1);
  });

  it.each<[string, string, (tab: Tab) => unknown]>([
    [
      'confirmed',
      'ended',
      async ({ fake }) => {
        fake.posts()[0]?.answer({ statusCode: 0 });
        await settle();
        fake.link.say(eventOf(paused));
      },
    ],
    ['over with the call', 'ended', ({ fake }) => fake.link.say(eventOf(released))],
    ['superseded', 'overtaken', ({ fake }) => fake.link.say(eventOf(stopped))],
    ['given up', 'unconfirmed', () => after(confirmationTimeout)],
  ])('when it is %s are `%s`, once, and then the lock is released', async (_, type, end) => {
    const tab = await openTab();
    tab.press();
    await settle();
    expect(tab.locks.map(({ callId, patience }) => [callId, patience])).toEqual([['a', 150]]);
    expect(tab.locks[0]?.isReleased()).toBe(false);
    await end(tab);
    const sent = (): readonly string[] => types(tab).filter((each) => each !== 'accepted');
    expect(sent()).toEqual(['requested', type]);
    // The other tabs learn of its end before one of them can send its own operation.
    await after(99);
    expect(tab.locks[0]?.isReleased()).toBe(false);
    await after(1);
    expect(tab.locks[0]?.isReleased()).toBe(true);
    tab.fake.link.say(eventOf(recording));
    tab.fake.link.say(eventOf(stopped));
    expect(sent()).toEqual(['requested', type]);
    expect(tab.sent.at(-1)?.key).toBe(tab.sent[0]?.key);
  });

  it.each([undefined, 7])(
    'contain why the server refused it, with the status code %s',
    async (statusCode) => {
      const tab = await openTab();
      tab.fake.answerBy(({ kind }) =>
        kind === 'operation'
          ? new AgentDesktopError('no-permission', 'No.', { statusCode })
          : callsAnswer(recording),
      );
      tab.press();
      await settle();
      expect(tab.sent[1]).toStrictEqual({
        type: 'failed',
        key: tab.sent[0]?.key,
        code: 'no-permission',
        ...(statusCode !== undefined && { statusCode }),
      });
    },
  );

  it('have another key for each press, whatever other tabs did in between', async () => {
    const tab = await openTab();
    tab.press();
    await settle();
    tab.fake.link.say(eventOf(paused));
    tab.hear(asked('other 1', 'ResumeCallRecording'));
    tab.fake.link.say(eventOf(recording));
    tab.press();
    const keys = tab.sent.filter(({ type }) => type === 'requested').map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe('a press while another tab has an operation on the same call', () => {
  it('is not sent, and the operation of the other tab is shown instead', async () => {
    const tab = await openTab('by the test');
    const { ending } = tab.press('StopCallRecording');
    const own = tab.now().pending;
    // The agent pressed in the other tab in the same moment.
    tab.hear(asked('other 1'));
    expect(tab.now().pending).toBe(own);
    tab.locks[0]?.refuse();
    await settle();
    expect(ending()).toBe('operation-pending');
    expect(tab.fake.posts()).toEqual([]);
    expect(tab.now().pending).toMatchObject({
      operationName: 'PauseCallRecording',
      cause: 'other-tab',
    });
    // The agent who pressed Stop in this tab is told that it did not happen.
    expect(tab.now().outcome).toMatchObject({
      operationName: 'StopCallRecording',
      ending: 'rejected',
    });
  });

  it('is not sent either if no message has reported the other operation', async () => {
    const tab = await openTab('by the test');
    const { ending } = tab.press();
    tab.locks[0]?.refuse();
    await settle();
    expect(ending()).toBe('operation-pending');
    expect(tab.now()).toMatchObject({
      pending: undefined,
      outcome: { ending: 'rejected', reread: true, error: { code: 'operation-pending' } },
    });
  });

  it('has an outcome which says that the state may be out of date while the connection is lost', async () => {
    const tab = await openTab('by the test');
    tab.fake.answerBy(undefined);
    tab.fake.link.down('network');
    tab.press();
    tab.locks[0]?.refuse();
    await settle();
    expect(tab.now().outcome).toMatchObject({ ending: 'rejected', reread: false });
  });

  it('waits longer if it overtakes the other operation, because the other tab has to be told', async () => {
    const tab = await openTab();
    tab.hear(asked('other 1'));
    tab.hear({ type: 'accepted', key: 'other 1' });
    await after(1_000);
    tab.press('StopCallRecording');
    expect(tab.sent[0]).toEqual({ type: 'overtaken', key: 'other 1' });
    expect(tab.sent[1]).toMatchObject({ type: 'requested', operationName: 'StopCallRecording' });
    expect(tab.locks.map(({ patience }) => patience)).toEqual([1_000]);
  });

  it('tells the other tab nothing about an operation that has ended here', async () => {
    const tab = await openTab();
    tab.hear(asked('other 1'));
    tab.fake.link.say(eventOf(paused));
    // The other tab has not yet reported that it has ended.
    tab.press('ResumeCallRecording');
    expect(types(tab)).toEqual(['requested']);
  });

  it('that ended while it waited is not sent, and the lock is released', async () => {
    const tab = await openTab('by the test');
    const { ending } = tab.press();
    tab.fake.link.say(eventOf(paused));
    tab.fake.link.say(eventOf(recording));
    expect(tab.now()).toMatchObject({ pending: undefined, outcome: { ending: 'superseded' } });
    tab.locks[0]?.give();
    await settle();
    expect(ending()).toBe('aborted');
    expect(tab.fake.posts()).toEqual([]);
    await after(100);
    expect(tab.locks[0]?.isReleased()).toBe(true);
    expect(types(tab)).toEqual(['requested', 'overtaken']);
  });

  it('is not taken for the cause if the call reached the state while the press waited', async () => {
    const tab = await openTab('by the test');
    tab.press();
    tab.fake.answerBy(() => callAnswer(paused));
    tab.fake.link.say(eventOf(paused));
    tab.locks[0]?.give();
    await settle();
    expect(tab.fake.posts()).toEqual([]);
    expect(tab.now()).toMatchObject({
      outcome: { ending: 'rejected', reread: true },
      change: { by: 'someone-else' },
    });
  });

  it('releases the lock once, although its answer comes after the call has changed', async () => {
    const tab = await openTab();
    tab.press();
    await settle();
    tab.fake.link.say(eventOf(paused));
    tab.lastPost().answer(accepted);
    await after(1_000);
    expect(tab.locks[0]?.releases()).toBe(1);
  });

  it('that ended while it waited is reported as ended, although a later one is not certain yet', async () => {
    const tab = await openTab('by the test');
    tab.press();
    tab.fake.link.say(eventOf(paused));
    tab.press('StopCallRecording');
    tab.fake.link.say(eventOf(stopped));
    expect(tab.now().outcome).toMatchObject({ requestId: 2, ending: 'confirmed' });
    // From now on only the lock is answered.
    tab.fake.answerBy(undefined);
    tab.locks[0]?.give();
    await settle();
    expect(tab.sent.at(-1)).toEqual({ type: 'ended', key: tab.sent[0]?.key });
  });

  it('that ended while it waited is reported as ended, although a later one is pending', async () => {
    const tab = await openTab('by the test');
    tab.press();
    tab.fake.link.say(eventOf(stopped));
    tab.fake.link.say(eventOf(recording));
    tab.press();
    expect(tab.now()).toMatchObject({ pending: { requestId: 2 }, outcome: undefined });
    tab.locks[0]?.give();
    await settle();
    expect(tab.sent.at(-1)).toEqual({ type: 'ended', key: tab.sent[0]?.key });
  });

  it('that ended while it waited is not reported with the ending of a later one', async () => {
    const tab = await openTab('by the test');
    tab.press();
    tab.fake.link.say(eventOf(paused));
    tab.press('StopCallRecording');
    tab.fake.link.say(eventOf(recording));
    expect(tab.now().outcome).toMatchObject({ requestId: 2, ending: 'superseded' });
    tab.locks[0]?.give();
    await settle();
    expect(tab.sent.at(-1)).toEqual({ type: 'ended', key: tab.sent[0]?.key });
  });
});

describe('an operation of another tab', () => {
  it('is shown as pending, and nothing is sent', async () => {
    const tab = await openTab();
    tab.hear(asked('other 1'));
    expect(tab.now()).toMatchObject({
      state: 'Recording',
      pending: { operationName: 'PauseCallRecording', cause: 'other-tab', progress: 'requested' },
    });
    await after(1_000);
    expect(tab.now().pending).toBeDefined();
    expect([tab.sent, tab.fake.posts()]).toEqual([[], []]);
  });

  it('is shown once it was accepted, and is overdue a second later', async () => {
    const tab = await openTab();
    tab.hear(asked('other 1'));
    tab.hear({ type: 'accepted', key: 'other 1' });
    expect(tab.now().pending?.progress).toBe('accepted');
    await after(999);
    expect(tab.now().pending?.progress).toBe('accepted');
    await after(1);
    expect(tab.now().pending?.progress).toBe('overdue');
    // After that the other tab can still tell how it ended.
    tab.hear({ type: 'unconfirmed', key: 'other 1' });
    expect(tab.now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
  });

  it('that failed there is rejected here for the same reason', async () => {
    for (const connection of ['live', 'lost']) {
      const tab = await openTab();
      tab.fake.answerBy(undefined);
      if (connection === 'lost') tab.fake.link.down('network');
      tab.hear(asked('other 1'));
      tab.hear({ type: 'failed', key: 'other 1', code: 'no-permission', statusCode: 7 });
      const { outcome, pending } = tab.now();
      expect(pending).toBeUndefined();
      expect(outcome).toMatchObject({
        ending: 'rejected',
        reread: connection === 'live',
        error: { code: 'no-permission', statusCode: 7 },
      });
      const said = outcome?.ending === 'rejected' ? outcome.error.message : '';
      expect(said).toContain('another tab');
    }
  });

  // A Stop took place without an event. The tab that had asked read the call and said "Stopped". The
  // other tab had not read the call and said "Could not stop. Still recording."
  it('that was refused there causes a read of the call here before it ends', async () => {
    const tab = await openTab();
    tab.fake.answerBy(() => callAnswer(paused));
    tab.hear(asked('other 1'));
    tab.hear({ type: 'failed', key: 'other 1', code: 'not-allowed-now', statusCode: 2 });
    expect(tab.now()).toMatchObject({ state: 'Recording', pending: { progress: 'refused' } });
    await settle();
    expect(tab.now()).toMatchObject({
      state: 'Paused',
      pending: undefined,
      outcome: { ending: 'rejected', reread: true },
      change: { by: 'someone-else' },
    });
  });

  it('whose outcome is unknown there is confirmed by the read of the call here', async () => {
    const tab = await openTab();
    tab.fake.answerBy(() => callAnswer(paused));
    tab.hear(asked('other 1'));
    tab.hear({ type: 'failed', key: 'other 1', code: 'timeout' });
    await settle();
    expect(tab.now()).toMatchObject({
      state: 'Paused',
      pending: undefined,
      outcome: { ending: 'confirmed' },
      change: { by: 'agent', cause: 'other-tab' },
    });
  });

  it('of this tab that was refused is reported as failed when the time is over, although the reads hang', async () => {
    // The other tab had seen the call reach the state, and recorded that the agent had done it.
    const tab = await openTab();
    tab.fake.answerBy(undefined);
    tab.press();
    await settle();
    tab.lastPost().fail('not-allowed-now');
    await after(confirmationTimeout);
    expect(tab.sent.at(-1)).toMatchObject({ type: 'failed', code: 'not-allowed-now' });
  });

  it('that was overtaken there is superseded here', async () => {
    const tab = await openTab();
    tab.hear(asked('other 1'));
    tab.hear({ type: 'overtaken', key: 'other 1' });
    expect(tab.now()).toMatchObject({ pending: undefined, outcome: { ending: 'superseded' } });
  });

  it('that ended there causes a read of the call here, unless it has ended here as well', async () => {
    const tab = await openTab();
    const reads = (): number => tab.fake.reads().length;
    tab.hear(asked('other 1'));
    const before = reads();
    tab.hear({ type: 'ended', key: 'other 1' });
    expect(reads()).toBe(before + 1);
    expect(tab.fake.reads().at(-1)).toMatchObject({ kind: 'call', callId: 'a' });

    const other = await openTab();
    other.hear(asked('other 1'));
    other.fake.link.say(eventOf(paused));
    const readsOfOther = other.fake.reads().length;
    other.hear({ type: 'ended', key: 'other 1' });
    expect(other.fake.reads()).toHaveLength(readsOfOther);
  });

  it('is not changed by messages that come after its end', async () => {
    const tab = await openTab();
    tab.hear(asked('other 1'));
    tab.fake.link.say(eventOf(paused));
    tab.hear({ type: 'ended', key: 'other 1' });
    const { recording: confirmed } = tab.desktop.call('a').getState();
    tab.hear({ type: 'failed', key: 'other 1', code: 'no-permission' });
    expect(tab.now()).toBe(confirmed);
  });

  it('ends after this tab’s own time when the other tab was closed', async () => {
    const tab = await openTab();
    tab.hear(asked('other 1'));
    const before = tab.fake.reads().length;
    await after(confirmationTimeout - 1);
    expect(tab.now().pending).toBeDefined();
    // This tab reads the call once, in case the other tab was closed.
    expect(tab.fake.reads().length - before).toBe(1);
    await after(1);
    expect(tab.now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
  });

  it('is not shown for a call that is over or that the server has not reported', async () => {
    const tab = await openTab();
    tab.hear(asked('other 1', 'PauseCallRecording', 'nobody'));
    expect(tab.desktop.call('nobody').getState().recording.pending).toBeUndefined();
    tab.fake.link.say(eventOf(released));
    tab.hear(asked('other 2'));
    expect(tab.now().pending).toBeUndefined();
  });

  it('that was never shown here changes nothing when it ends', async () => {
    const tab = await openTab();
    const before = tab.now();
    for (const type of ['accepted', 'unconfirmed', 'overtaken', 'ended'] as const)
      tab.hear({ type, key: 'never heard of 1' });
    expect(tab.now()).toBe(before);
  });
});

describe('an operation of this tab', () => {
  it('is superseded when another tab has overtaken it, and is changed by no other message', async () => {
    const tab = await openTab();
    tab.press();
    const key = tab.sent[0]?.key ?? '';
    const { pending } = tab.now();
    for (const type of ['accepted', 'unconfirmed', 'ended'] as const) tab.hear({ type, key });
    expect(tab.now().pending).toBe(pending);
    tab.hear({ type: 'overtaken', key });
    expect(tab.now()).toMatchObject({ pending: undefined, outcome: { ending: 'superseded' } });
  });
});

// Two tabs of one agent. A message between them takes one millisecond, and for each call only one tab
// can have an operation under way, as with `createSharedLink`.

interface OneOfTwo extends OpenDesktop {
  /** The tab crashes and sends nothing more. */
  readonly crash: () => void;
}

async function openTabs(
  server: { call: WireCall } = { call: recording },
  where: 'in two pages' | 'on one page' = 'in two pages',
): Promise<[OneOfTwo, OneOfTwo]> {
  const listeners = new Set<LinkListener>();
  const locks = new Map<string, object>();

  const openOne = async (): Promise<OneOfTwo> => {
    const fake = createFakeWire();
    fake.answerBy(({ kind }) =>
      kind === 'operation'
        ? undefined
        : kind === 'calls'
          ? callsAnswer(server.call)
          : callAnswer(server.call),
    );
    // Each tab is a page of its own.
    if (where === 'in two pages') beAnotherPage();
    let own: LinkListener | undefined;
    let hasCrashed = false;
    const wire: Wire = {
      ...fake.wire,
      link: {
        ...fake.wire.link,
        open: (listener) => {
          own = listener;
          listeners.add(listener);
          fake.wire.link.open(listener);
        },
        operations: {
          tell: (message: OperationMessage) => {
            if (hasCrashed) return;
            for (const other of listeners)
              if (other !== own) setTimeout(() => other.onOperation?.(message), 1);
          },
          lock: async (callId, patience) => {
            const deadline = performance.now() + patience;
            while (locks.has(callId)) {
              if (performance.now() >= deadline) return undefined;
              await new Promise((resolve) => setTimeout(resolve, 1));
            }
            const held = {};
            locks.set(callId, held);
            return () => {
              if (locks.get(callId) === held) locks.delete(callId);
            };
          },
        },
      },
    };
    return {
      ...(await openDesktop(fake, { wire })),
      crash: () => {
        hasCrashed = true;
        locks.clear();
      },
    };
  };
  return [await openOne(), await openOne()];
}

const posts = (tabs: readonly OneOfTwo[]): number =>
  tabs.reduce((sum, { fake }) => sum + fake.posts().length, 0);

describe('an operation that was asked for in one tab', () => {
  it('is pending in the other, until the server confirms it', async () => {
    const [one, other] = await openTabs();
    one.press('PauseCallRecording');
    await after(10);
    expect(other.now().pending).toMatchObject({
      operationName: 'PauseCallRecording',
      cause: 'other-tab',
      progress: 'requested',
    });
    const stop = other.press('StopCallRecording');
    await settle();
    expect(stop.ending()).toBe('operation-pending');
    one.fake.posts()[0]?.answer(accepted);
    await after(10);
    expect(other.now().pending?.progress).toBe('accepted');
    for (const { fake } of [one, other]) fake.link.say(eventOf(paused));
    await after(10);
    expect(one.now()).toMatchObject({ pending: undefined, change: { cause: 'host' } });
    expect(other.now()).toMatchObject({
      pending: undefined,
      change: { by: 'agent', cause: 'other-tab' },
    });
    expect(posts([one, other])).toBe(1);
  });

  it('fails in the other when it fails in the one', async () => {
    const [one, other] = await openTabs();
    one.press('PauseCallRecording');
    await after(10);
    one.fake.posts()[0]?.fail('no-permission');
    await after(10);
    expect(other.now()).toMatchObject({
      pending: undefined,
      outcome: { ending: 'rejected', error: { code: 'no-permission' } },
    });
  });

  it('is not confirmed in the other when it is not confirmed in the one', async () => {
    const [one, other] = await openTabs();
    one.press('PauseCallRecording');
    await after(10);
    one.fake.posts()[0]?.answer(accepted);
    await after(10_100);
    for (const { now } of [one, other])
      expect(now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
  });

  it('ends in the other after the other’s own time when the one has crashed', async () => {
    const [one, other] = await openTabs();
    one.press('PauseCallRecording');
    await after(10);
    one.crash();
    await after(10_100);
    expect(other.now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
  });

  // A supervisor paused first, and the server refused the agent's Pause: the other tab went on saying
  // that the agent had paused.
  it('is not taken for the cause in the other when the server refuses it after all', async () => {
    const tabs = await openTabs();
    const [one, other] = tabs;
    one.press('PauseCallRecording');
    await after(10);
    for (const { fake } of tabs) fake.link.say(eventOf(paused));
    await after(10);
    one.fake.posts()[0]?.fail('not-allowed-now');
    await after(3_000);
    for (const { now } of tabs)
      expect(now()).toMatchObject({ state: 'Paused', change: { by: 'someone-else' } });
    expect(other.now().outcome?.ending).toBe('rejected');
  });

  it('of another copy of this library on the same page keeps its own cause', async () => {
    const [one, other] = await openTabs({ call: recording }, 'on one page');
    const request = one.desktop.requestOperation('a', 'PauseCallRecording', 'shortcut');
    void one.desktop.sendOperation(request).catch(() => undefined);
    await after(10);
    expect(other.now().pending?.cause).toBe('shortcut');
  });

  it('can be overtaken by a Stop in the other once it hangs', async () => {
    const [one, other] = await openTabs();
    one.press('PauseCallRecording');
    await after(10);
    one.fake.posts()[0]?.answer(accepted);
    await after(1_100);
    other.press('StopCallRecording');
    await after(150);
    expect(other.fake.posts()).toMatchObject([{ operationName: 'StopCallRecording' }]);
    expect(one.now()).toMatchObject({
      pending: { operationName: 'StopCallRecording', cause: 'other-tab' },
    });
  });
});

describe('two tabs that are pressed at once', () => {
  it('send one request, and both show what was sent', async () => {
    const tabs = await openTabs();
    const [one, other] = tabs;
    one.press('PauseCallRecording');
    const second = other.press('StopCallRecording');
    await after(200);
    expect(posts(tabs)).toBe(1);
    expect(second.ending()).toBe('operation-pending');
    for (const { now } of tabs) expect(now().pending?.operationName).toBe('PauseCallRecording');
    one.fake.posts()[0]?.answer(accepted);
    for (const { fake } of tabs) fake.link.say(eventOf(paused));
    await after(10);
    for (const { now } of tabs)
      expect(now()).toMatchObject({ state: 'Paused', pending: undefined, change: { by: 'agent' } });
    expect(posts(tabs)).toBe(1);
  });

  it('send one request also if the server is quick, because the second one is done already', async () => {
    const server = { call: recording };
    const tabs = await openTabs(server);
    const [one, other] = tabs;
    one.press('PauseCallRecording');
    const second = other.press('PauseCallRecording');
    await after(5);
    one.fake.posts()[0]?.answer(accepted);
    server.call = paused;
    for (const { fake } of tabs) fake.link.say(eventOf(paused));
    await after(200);
    expect(posts(tabs)).toBe(1);
    expect(second.ending()).toBe('aborted');
    for (const { now } of tabs)
      expect(now()).toMatchObject({ state: 'Paused', pending: undefined });
  });
});
