/*
 * Plays a long shift in a few minutes: `npm run soak`. 10,000 calls ring, are answered, recorded,
 * sometimes stopped by the agent, and end, with a widget mounted on each, over real HTTP. After
 * that nothing of them may be left: the memory is within 2 MB of the start, and there is not one
 * timer, listener or subscription more. When the widgets are unmounted, there is none at all.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';
import { createMockServer, type MockServer } from '../../src/mock-server/createMockServer.ts';
import { buildLibrary, buildPage, servePage } from '../truth/buildPage.ts';
import { openNetworkProxy } from '../truth/networkProxy.ts';
import { defectPlugin, type Defect } from '../truth/defects.ts';
import { countHeld, type Held } from './counting.ts';
import type { Soak } from './page/main.tsx';

const allowedGrowth = 2_000_000; // bytes
const wave = 50; // calls at a time
const warmUp = 200; // calls: what is compiled and cached once is no leak

/** Ways to leak that have to be noticed, as in `../truth/defects.ts`. */
const leaks: Readonly<Record<string, Defect>> = {
  'never-forgets': {
    says: 'an ended call is never let go of',
    file: 'store/desktopStore.js',
    find: 'if (!listed.delete(id)) return;',
    replace: 'return;',
  },
  'keeps-its-timers': {
    says: 'a settled operation keeps its deadline',
    file: 'client/operations.js',
    find: 'clearTimeout(deadline);',
    replace: 'setInterval(() => request, 5_000);',
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
  const total = Math.ceil(Number(values.calls) / wave) * wave;
  const leak = values.leak === undefined ? undefined : leaks[values.leak];
  if (!(total > 0) || (values.leak !== undefined && !leak)) {
    console.error(`npm run soak -- [--calls N] [--leak ${Object.keys(leaks).join('|')}]`);
    return 2;
  }

  console.log('Building the library and the page …');
  const library = await buildLibrary('soak');
  const plugins = leak ? [defectPlugin(String(values.leak), leak)] : [];
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
    const offences: string[] = [];
    page.on('pageerror', (error) => offences.push(String(error)));
    await page.addInitScript(countHeld);
    await page.goto(`${proxy.url}/truth/index.html`);
    const devTools = await page.context().newCDPSession(page);

    // The driver's own listeners come with the first wait, and are none of the library's.
    await until(page, () => true, undefined);
    const before = await measure(page, devTools);
    await inPage(page, (soak) => soak.mount());
    await live(page, mock, warmUp, () => undefined);
    const start = await measure(page, devTools);
    console.log(`${'calls'.padStart(7)}   memory   of it since the start   timers  subscriptions`);
    tell(0, start, start);
    const startedAt = performance.now();
    await live(page, mock, total, async (done) => {
      if (done % Math.max(wave, total / 10) === 0)
        tell(done, await measure(page, devTools, 'now'), start);
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const end = await measure(page, devTools);
    tell(total, end, start);
    await inPage(page, (soak) => soak.unmount());
    const after = await measure(page, devTools);

    const left = after.listeners
      .filter((each) => !before.listeners.includes(each))
      // React's own, once for each document.
      .filter((each) => !each.startsWith('selectionchange '));

    const verdicts = [
      ['no error in the page', offences.length === 0, offences.join('; ')],
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
    for (const [promise, isKept, figures] of verdicts)
      console.log(`${isKept ? '✓' : '✗'} ${promise}  (${figures})`);
    const broken = verdicts.filter(([, isKept]) => !isKept);
    const kept = verdicts.length - broken.length;
    console.log(`${kept} promises kept, ${broken.length} broken`);
    if (values.report !== undefined) {
      // For `npm test`, which counts.
      const failures = broken.map(([promise, , figures]) => `${promise}: ${figures}`);
      writeFileSync(values.report, JSON.stringify({ passed: kept, failures, skipped: [] }));
    }
    return broken.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await mock.close();
    await proxy.close();
    pages.close();
  }
}

/** Lets calls come and go, a wave at a time. */
async function live(
  page: Page,
  mock: MockServer,
  total: number,
  onProgress: (done: number) => unknown,
): Promise<void> {
  await page.waitForFunction(() => document.querySelector('#root')?.childElementCount !== 0);
  for (let done = 0; done < total; done += wave) {
    const callIds: string[] = [];
    for (let call = 0; call < wave; call += 1) {
      const { callId = '' } = await mock.control({ verb: 'ring', recordedByRule: true });
      callIds.push(callId);
    }
    for (const callId of callIds) await mock.control({ verb: 'answer', callId });
    await until(page, (soak, many) => soak.showing('recording') === many, wave);
    const stopped = await inPage(page, (soak) => soak.stopSome());
    await until(page, (soak, many) => soak.showing('stopped') === many, stopped);
    for (const callId of callIds) await mock.control({ verb: 'complete', callId });
    await until(
      page,
      (soak) => soak.showing('recording') + soak.showing('stopped') === 0,
      undefined,
    );
    await onProgress(done + wave);
  }
}

/**
 * When what was shortened has run out, and the collector has been round; `now`: the latter only.
 */
async function measure(page: Page, devTools: CDPSession, when?: 'now'): Promise<Measured> {
  let timers = Infinity;
  if (when !== 'now') {
    // The longest wait of all is a settled mutation's, five minutes: five seconds here. The
    // heartbeat and the link have timers of their own, which come and go: the fewest count.
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
  // Put there by `countHeld`.
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

function tell(done: number, now: Measured, start: Measured): void {
  const growth = now.bytes - start.bytes;
  console.log(
    `${String(done).padStart(7)}  ${megabytes(now.bytes)}  ${(growth < 0 ? '' : '+') + megabytes(growth)}  ${String(now.timers).padStart(18)}  ${String(now.subscriptions).padStart(13)}`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
