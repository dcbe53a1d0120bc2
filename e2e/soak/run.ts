/*
 * Simulates a long shift in a few minutes: `npm run soak`. 10,000 calls ring, are answered, recorded,
 * sometimes stopped by the agent, and end, with a widget mounted for each, over real HTTP. After
 * that the page may hold nothing of them: its memory is within 2 MB of the start, and there is no
 * additional timer, listener or subscription. When the widgets are unmounted, there is none at all.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';
import { createMockServer, type MockServer } from '../../src/mock-server/createMockServer.ts';
import { buildLibrary, buildPage, servePage } from '../truth/buildPage.ts';
import { openNetworkProxy } from '../truth/networkProxy.ts';
import { defectPlugin, expectDefectsFit, type Defect } from '../truth/defects.ts';
import { countHeld, type Held } from './counting.ts';
import type { Soak } from './page/main.tsx';

const allowedGrowth = 2_000_000; // bytes
const callsAtOnce = 50; // calls at a time
const warmUp = 200; // calls: code that is compiled and data that is cached once are no leak

/**
 * Leaks that the soak test has to notice. They are put into the library as in
 * `../truth/defects.ts`.
 */
const leaks: Readonly<Record<string, Defect>> = {
  'never-forgets': {
    description: 'an ended call is never removed from the store',
    file: 'store/desktopStore.js',
    find: 'if (!entries.delete(callId)) return;',
    replace: 'return;',
  },
  'keeps-its-timers': {
    description: 'a settled operation keeps a timer',
    file: 'client/operations.js',
    find: 'watch(request, shares);',
    replace: 'watch(request, shares); setInterval(() => request, 5_000);',
  },
};

interface Measured extends Held {
  readonly bytes: number;
  readonly nodes: number;
  readonly calls: number;
}

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      calls: { type: 'string', default: '10000' },
      leak: { type: 'string' },
      report: { type: 'string' },
    },
  });
  const total = Math.ceil(Number(values.calls) / callsAtOnce) * callsAtOnce;
  const leak = values.leak === undefined ? undefined : leaks[values.leak];
  if (!(total > 0) || (values.leak !== undefined && !leak)) {
    console.error(`npm run soak -- [--calls N] [--leak ${Object.keys(leaks).join('|')}]`);
    return 2;
  }

  console.log('Building the library and the page …');
  const library = await buildLibrary('soak');
  expectDefectsFit(leaks, library);
  const plugins = leak ? [defectPlugin(String(values.leak), leak, library)] : [];
  const pages = await servePage(await buildPage('e2e/soak/page', 'soak', library, plugins));
  const mock = createMockServer({ calls: [], eventDelay: 5 });
  const { port } = await mock.listen();
  const proxy = await openNetworkProxy({ port, pagePort: pages.port }, Math.random);
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: chromiumFlags,
    ...(executablePath && { executablePath }),
  });
  try {
    const page = await browser.newPage();
    const pageErrors: string[] = [];
    page.on('pageerror', (error) => pageErrors.push(String(error)));
    await page.addInitScript(countHeld);
    await page.goto(`${proxy.url}/truth/index.html`);
    const devTools = await page.context().newCDPSession(page);

    // The first wait adds listeners of Playwright, which do not count for the library.
    await until(page, () => true, undefined);
    const before = await measure(page, devTools);
    await inPage(page, (soak) => soak.mount());
    await simulateCalls(page, mock, warmUp, () => undefined);
    const start = await measure(page, devTools);
    console.log(`${'calls'.padStart(7)}   memory   of it since the start   timers  subscriptions`);
    printRow(0, start, start);
    const startedAt = performance.now();
    await simulateCalls(page, mock, total, async (done) => {
      if (done % Math.max(callsAtOnce, total / 10) === 0)
        printRow(done, await measure(page, devTools, 'now'), start);
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const end = await measure(page, devTools);
    printRow(total, end, start);
    await inPage(page, (soak) => soak.unmount());
    const after = await measure(page, devTools);

    const left = after.listeners
      .filter((each) => !before.listeners.includes(each))
      // React adds this listener once to each document.
      .filter((each) => !each.startsWith('selectionchange '));

    const verdicts = [
      ['no error in the page', pageErrors.length === 0, pageErrors.join('; ')],
      [
        'memory is back within 2 MB',
        end.bytes - start.bytes < allowedGrowth,
        `${megabytes(end.bytes - start.bytes)} more`,
      ],
      ['no call is left', end.calls === 0, `${end.calls}`],
      ['no element is left', end.nodes <= start.nodes, `${start.nodes} → ${end.nodes}`],
      ['no timer is left', end.timers <= start.timers, `${start.timers} → ${end.timers}`],
      [
        'no listener is left',
        end.listeners.length <= start.listeners.length,
        `${start.listeners.length} → ${end.listeners.length}`,
      ],
      [
        'no subscription is left',
        end.subscriptions <= start.subscriptions,
        `${start.subscriptions} → ${end.subscriptions}`,
      ],
      [
        'unmounted, nothing at all is held',
        after.timers <= before.timers &&
          after.subscriptions <= before.subscriptions &&
          left.length === 0,
        `timers ${after.timers}, subscriptions ${after.subscriptions}, listeners ${left.join(', ') || 'none'}`,
      ],
    ] as const;
    console.log(`\n${total} calls in ${seconds.toFixed(0)} s`);
    for (const [name, isPassed, figures] of verdicts)
      console.log(`${isPassed ? '✓' : '✗'} ${name}  (${figures})`);
    const failed = verdicts.filter(([, isPassed]) => !isPassed);
    const passed = verdicts.length - failed.length;
    console.log(`${passed} checks passed, ${failed.length} failed`);
    if (values.report !== undefined) {
      // `npm test` reads this report and counts the results.
      const failures = failed.map(([name, , figures]) => `${name}: ${figures}`);
      writeFileSync(values.report, JSON.stringify({ passed, failures, skipped: [] }));
    }
    return failed.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await mock.close();
    await proxy.close();
    await pages.close();
  }
}

/** Lets calls ring, be answered and end, fifty at a time. */
async function simulateCalls(
  page: Page,
  mock: MockServer,
  total: number,
  onProgress: (done: number) => unknown,
): Promise<void> {
  await page.waitForFunction(() => document.querySelector('#root')?.childElementCount !== 0);
  for (let done = 0; done < total; done += callsAtOnce) {
    const callIds: string[] = [];
    for (let call = 0; call < callsAtOnce; call += 1) {
      const { callId = '' } = await mock.control({ verb: 'ring', recordedByRule: true });
      callIds.push(callId);
    }
    for (const callId of callIds) await mock.control({ verb: 'answer', callId });
    await until(page, (soak, many) => soak.showing('recording') === many, callsAtOnce);
    const stopped = await inPage(page, (soak) => soak.stopSome());
    await until(page, (soak, many) => soak.showing('stopped') === many, stopped);
    for (const callId of callIds) await mock.control({ verb: 'complete', callId });
    await until(
      page,
      (soak) => soak.showing('recording') + soak.showing('stopped') === 0,
      undefined,
    );
    await onProgress(done + callsAtOnce);
  }
}

/**
 * Measures after the shortened timers have ended and the garbage collector has run. With `now` it
 * does not wait for the timers.
 */
async function measure(page: Page, devTools: CDPSession, when?: 'now'): Promise<Measured> {
  let timers = Infinity;
  if (when !== 'now') {
    // The longest timer belongs to a settled mutation: five minutes, which are shortened to five
    // seconds. The heartbeat and the connection start and stop timers all the time, so the lowest
    // count is used.
    const isMounted = await inPage(page, (soak) => soak.isMounted());
    const deadline = Date.now() + (isMounted ? 6_500 : 2_000);
    while (Date.now() < deadline) {
      timers = Math.min(timers, (await heldIn(page)).timers);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  for (let round = 0; round < 3; round += 1) await devTools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devTools.send('Runtime.getHeapUsage');
  const { nodes } = await devTools.send('Memory.getDOMCounters');
  const calls = await inPage(page, (soak) => soak.calls());
  const held = await heldIn(page);
  return { ...held, timers: Math.min(timers, held.timers), bytes: usedSize, nodes, calls };
}

function heldIn(page: Page): Promise<Held> {
  // `countHeld` has put it there.
  return page.evaluate(() => (window as unknown as { held: () => Held }).held());
}

function inPage<T>(page: Page, ask: (soak: Soak) => T): Promise<T> {
  return page.evaluate(`(${ask.toString()})(window.soak)`);
}

async function until<T>(
  page: Page,
  isSo: (soak: Soak, value: T) => boolean,
  value: T,
): Promise<void> {
  const question = `(${isSo.toString()})(window.soak, ${JSON.stringify(value)})`;
  await page.waitForFunction(question, undefined, { timeout: 60_000, polling: 20 });
}

function printRow(done: number, now: Measured, start: Measured): void {
  const growth = now.bytes - start.bytes;
  console.log(
    `${String(done).padStart(7)}  ${megabytes(now.bytes)}  ${(growth < 0 ? '' : '+') + megabytes(growth)}  ${String(now.timers).padStart(18)}  ${String(now.subscriptions).padStart(13)}`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
