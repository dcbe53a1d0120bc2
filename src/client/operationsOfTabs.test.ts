import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallRecording } from '../model/callRecording.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import {
  accepted,
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeWire,
} from '../testing/fakeWire.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import type { LinkListener } from '../transport/notificationLink.ts';
import type { AgentDesktop } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';

// Two tabs of one agent. What they tell each other takes a millisecond, and of each call one tab may
// have an operation under way, as `createSharedLink` has it.

const recording = wireCall({ id: 'a' });
const paused = wireCall({ id: 'a', recordingState: 'Paused' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Tab {
  readonly desktop: AgentDesktop;
  readonly fake: FakeWire;
  readonly now: () => CallRecording;
  readonly press: (operationName: 'PauseCallRecording' | 'StopCallRecording') => Promise<string>;
  /** The tab is closed, or crashes: it tells nothing more. */
  readonly crash: () => void;
}

async function openTabs(
  server: { call: WireCall } = { call: recording },
  where: 'in two pages' | 'on one page' = 'in two pages',
): Promise<[Tab, Tab]> {
  const listeners = new Set<LinkListener>();
  const locks = new Map<string, object>();

  const openTab = async (): Promise<Tab> => {
    const fake = createFakeWire();
    fake.answerBy(({ kind }) =>
      kind === 'operation'
        ? undefined
        : kind === 'calls'
          ? callsAnswer(server.call)
          : callAnswer(server.call),
    );
    // Each tab is a page of its own.
    if (where === 'in two pages')
      Reflect.deleteProperty(globalThis, Symbol.for('tallylight.page.1'));
    let own: LinkListener | undefined;
    let hasCrashed = false;
    const desktop = assembleDesktop({
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
    });
    desktop.connect();
    await vi.advanceTimersByTimeAsync(0);
    fake.link.up();
    await vi.advanceTimersByTimeAsync(0);
    return {
      desktop,
      fake,
      now: () => desktop.call('a').getState().recording,
      press: (operationName) =>
        desktop.performOperation('a', operationName).then(
          () => 'accepted',
          (error: unknown) => AgentDesktopError.from(error).code,
        ),
      crash: () => {
        hasCrashed = true;
        locks.clear();
      },
    };
  };
  return [await openTab(), await openTab()];
}

const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
const posts = (tabs: readonly Tab[]): number =>
  tabs.reduce((sum, { fake }) => sum + fake.posts().length, 0);

describe('an operation that was asked for in one tab', () => {
  it('is pending in the other, until the server says that it is done', async () => {
    const [one, other] = await openTabs();
    void one.press('PauseCallRecording');
    await pass(10);
    expect(other.now().pending).toMatchObject({
      operationName: 'PauseCallRecording',
      cause: 'other-tab',
      progress: 'requested',
    });
    expect(await other.press('StopCallRecording')).toBe('operation-pending');
    one.fake.posts()[0]?.answer(accepted);
    await pass(10);
    expect(other.now().pending?.progress).toBe('accepted');
    for (const { fake } of [one, other]) fake.link.say(eventOf(paused));
    await pass(10);
    expect(one.now()).toMatchObject({ pending: undefined, change: { cause: 'host' } });
    expect(other.now()).toMatchObject({
      pending: undefined,
      change: { by: 'agent', cause: 'other-tab' },
    });
    expect(posts([one, other])).toBe(1);
  });

  it('fails in the other when it fails in the one', async () => {
    const [one, other] = await openTabs();
    void one.press('PauseCallRecording');
    await pass(10);
    one.fake.posts()[0]?.fail('no-permission');
    await pass(10);
    expect(other.now()).toMatchObject({
      pending: undefined,
      outcome: { ending: 'rejected', error: { code: 'no-permission' } },
    });
  });

  it('is not confirmed in the other when it is not confirmed in the one', async () => {
    const [one, other] = await openTabs();
    void one.press('PauseCallRecording');
    await pass(10);
    one.fake.posts()[0]?.answer(accepted);
    await pass(10_100);
    for (const { now } of [one, other])
      expect(now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
  });

  it('ends in the other by its own clock when the one has crashed', async () => {
    const [one, other] = await openTabs();
    void one.press('PauseCallRecording');
    await pass(10);
    one.crash();
    await pass(10_100);
    expect(other.now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
  });

  // A supervisor paused first, and the server refused the agent's Pause: the other tab went on saying
  // that the agent had paused.
  it('is credited to nobody in the other when the server refuses it after all', async () => {
    const tabs = await openTabs();
    const [one, other] = tabs;
    void one.press('PauseCallRecording');
    await pass(10);
    for (const { fake } of tabs) fake.link.say(eventOf(paused));
    await pass(10);
    one.fake.posts()[0]?.fail('not-allowed-now');
    await pass(3_000);
    for (const { now } of tabs)
      expect(now()).toMatchObject({ state: 'Paused', change: { by: 'someone-else' } });
    expect(other.now().outcome?.ending).toBe('rejected');
  });

  it('of another copy of this library on the same page keeps its own cause', async () => {
    const [one, other] = await openTabs({ call: recording }, 'on one page');
    const request = one.desktop.requestOperation('a', 'PauseCallRecording', 'shortcut');
    void one.desktop.sendOperation(request).catch(() => undefined);
    await pass(10);
    expect(other.now().pending?.cause).toBe('shortcut');
  });

  it('can be overtaken by a Stop in the other once it hangs', async () => {
    const [one, other] = await openTabs();
    void one.press('PauseCallRecording');
    await pass(10);
    one.fake.posts()[0]?.answer(accepted);
    await pass(1_100);
    void other.press('StopCallRecording');
    await pass(150);
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
    const endings = [one.press('PauseCallRecording'), other.press('StopCallRecording')];
    await pass(200);
    expect(posts(tabs)).toBe(1);
    expect(await endings[1]).toBe('operation-pending');
    for (const { now } of tabs) expect(now().pending?.operationName).toBe('PauseCallRecording');
    one.fake.posts()[0]?.answer(accepted);
    for (const { fake } of tabs) fake.link.say(eventOf(paused));
    await pass(10);
    for (const { now } of tabs)
      expect(now()).toMatchObject({ state: 'Paused', pending: undefined, change: { by: 'agent' } });
    expect(posts(tabs)).toBe(1);
  });

  it('and a server that is quick: what the second wanted is done already, and is not sent', async () => {
    const server = { call: recording };
    const tabs = await openTabs(server);
    const [one, other] = tabs;
    void one.press('PauseCallRecording');
    const second = other.press('PauseCallRecording');
    await pass(5);
    one.fake.posts()[0]?.answer(accepted);
    server.call = paused;
    for (const { fake } of tabs) fake.link.say(eventOf(paused));
    await pass(200);
    expect(posts(tabs)).toBe(1);
    expect(await second).toBe('aborted');
    for (const { now } of tabs)
      expect(now()).toMatchObject({ state: 'Paused', pending: undefined });
  });
});
