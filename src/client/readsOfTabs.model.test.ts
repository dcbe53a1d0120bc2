import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeTabs, type FakeTabs } from '../doubles/fakeTabs.ts';
import { callAnswer, callsAnswer, createFakeWire, eventOf, wireCall } from '../doubles/fakeWire.ts';
import { beAnotherPage, openDesktop, type OpenDesktop } from '../doubles/openDesktop.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import { createSharedLink } from '../transport/sharedLink.ts';

// These tests run random sequences of events in three tabs that share their reads: changes with and
// without a message, reads of all calls and of one call in any tab, slow answers, a connection that
// opens again, pages that are frozen and continue, and a clock that somebody sets. A tab must never
// show an older state than before, at most one read of all calls may be in flight, and at the end
// each tab must show the state at the server.

beforeEach(() => {
  vi.useFakeTimers();
  // Without the desktop's jitter a failure can be reproduced by its seed alone.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

type Step =
  | { readonly do: 'change'; readonly isTold: boolean }
  | { readonly do: 'refresh' | 'check' | 'freeze' | 'thaw'; readonly tab: number }
  | { readonly do: 'reopen' }
  | { readonly do: 'set clock'; readonly ms: number }
  | { readonly do: 'pass'; readonly ms: number };

const anyTab = fc.nat(2);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const), isTold: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('refresh', 'check'), tab: anyTab }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('freeze', 'thaw'), tab: anyTab }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('set clock' as const),
      ms: fc.constantFrom(-3_600_000, -50, 50, 3_600_000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 3, 10, 30, 100, 400, 3_000),
    }),
  },
);

interface Tab extends OpenDesktop {
  readonly channel: ReturnType<FakeTabs['channels']>[number] | undefined;
  shown: number;
  isFrozen: boolean;
}

interface Run {
  readonly tabs: readonly Tab[];
  readonly happened: () => number;
  readonly change: (isTold: boolean) => void;
  /**
   * The highest number of reads of all calls that were in flight at once while no page was frozen.
   */
  readonly mostAtOnce: () => number;
}

async function begin(takes: number, latency: number): Promise<Run> {
  vi.clearAllTimers(); // of a run that failed
  const browser = createFakeTabs(latency);
  vi.stubGlobal('navigator', { locks: browser.locks });
  vi.stubGlobal('BroadcastChannel', browser.BroadcastChannel);
  const begun = performance.now();
  let happened = 0;
  let underWay = 0;
  let most = 0;
  const tabs: Tab[] = [];
  const held = (): WireCall =>
    wireCall({
      id: 'a',
      recordingState: happened % 2 ? 'Paused' : 'Recording',
      userData: { happened },
      seconds: Math.floor((performance.now() - begun) / 1_000),
    });
  for (let index = 0; index < 3; index += 1) {
    // Each tab is a separate page.
    beAnotherPage();
    const fake = createFakeWire();
    fake.answerBy(({ kind, answer }) => {
      // The server takes the state at the moment when it is asked.
      const body = kind === 'call' ? callAnswer(held()) : callsAnswer(held());
      if (kind === 'calls') underWay += 1;
      if (tabs.every(({ isFrozen }) => !isFrozen)) most = Math.max(most, underWay);
      setTimeout(() => {
        if (kind === 'calls') underWay -= 1;
        answer(body);
      }, takes);
      return undefined;
    });
    const link = createSharedLink({
      link: fake.wire.link,
      identify: () => Promise.resolve('ada'),
      heartbeat: { hold: 600_000, grace: 3_000 },
    });
    const opened = await openDesktop(fake, { wire: { ...fake.wire, link }, untilOpen: 2_000 });
    const channel = browser.channels().at(-1);
    tabs.push({ ...opened, channel, shown: 0, isFrozen: false });
  }
  return {
    tabs,
    happened: () => happened,
    change: (isTold) => {
      happened += 1;
      if (!isTold) return;
      for (const { fake } of tabs) fake.link.say(eventOf(held()));
    },
    mostAtOnce: () => most,
  };
}

async function perform({ tabs, change }: Run, step: Step): Promise<void> {
  switch (step.do) {
    case 'change':
      change(step.isTold);
      return;
    case 'refresh':
      void tabs[step.tab]?.desktop.refresh();
      return;
    case 'check':
      tabs[step.tab]?.desktop.checkAgain('a').catch(() => undefined);
      return;
    case 'freeze':
    case 'thaw': {
      const tab = tabs[step.tab];
      if (!tab) return;
      tab.isFrozen = step.do === 'freeze';
      if (tab.isFrozen) tab.channel?.freeze();
      else tab.channel?.thaw();
      return;
    }
    case 'reopen':
      for (const { fake } of tabs) fake.link.up();
      return;
    case 'set clock':
      vi.setSystemTime(Date.now() + step.ms);
      return;
    case 'pass':
      await vi.advanceTimersByTimeAsync(step.ms);
      return;
    default:
      step satisfies never;
  }
}

function checkShown(tabs: readonly Tab[]): void {
  for (const tab of tabs) {
    const { call } = tab.desktop.call('a').getState();
    const shown = Number(call?.userData['happened'] ?? 0);
    expect(shown).toBeGreaterThanOrEqual(tab.shown);
    tab.shown = shown;
  }
}

it(
  'no tab ever shows an older state than before, and at the end each shows the state at the server',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { maxLength: 40 }),
        fc.constantFrom(2, 20, 200, 1_500),
        fc.integer({ min: 1, max: 30 }),
        async (steps, takes, latency) => {
          const run = await begin(takes, latency);
          const { tabs } = run;
          for (const step of steps) {
            await perform(run, step);
            checkShown(tabs);
          }
          for (const tab of tabs) {
            tab.isFrozen = false;
            tab.channel?.thaw();
          }
          // Within this time each tab has made a routine read.
          for (let second = 0; second < 90; second += 1) {
            await vi.advanceTimersByTimeAsync(1_000);
            checkShown(tabs);
          }
          for (const { desktop, shown } of tabs) {
            expect(shown).toBe(run.happened());
            expect(desktop.call('a').getState().recording.doubt).toBeUndefined();
          }
          for (const { disconnect } of tabs) disconnect();
          await vi.advanceTimersByTimeAsync(5_000);
          expect(vi.getTimerCount()).toBe(0);
          // The other tabs do not wait for a tab that is frozen, so two reads may be in flight
          // then.
          const isAnyFrozen = steps.some((step) => step.do === 'freeze');
          expect(isAnyFrozen ? 1 : run.mostAtOnce()).toBe(1);
        },
      ),
      { numRuns: 150, verbose: 1 },
    );
  },
);
