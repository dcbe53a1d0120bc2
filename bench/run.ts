/*
 * Measures the speed beside the same markup written by hand: `npm run bench`.
 *
 * It uses production builds in a real Chromium. Tallylight, the hand-written twin (`page/Twin.tsx`)
 * and a bare button (`page/Bare.tsx`) are on one page and are measured in turn, so that a busy
 * machine slows all of them. A figure is the *ratio* to the twin. The markup of the two is compared
 * before anything is measured.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { formatted } from '../scripts/format.mjs';
import { buildPage } from './buildPage.ts';
import { publishedRun, withRun, type PublishedRun } from './history.ts';
import { measureAlone, measureBesideTwin } from './measurements.ts';
import { measurePeers, peerVersions } from './peers.ts';
import { withSpeed } from './readmeTable.ts';
import { howToRead, say, type Report } from './report.ts';
import type { Listening } from '../src/doubles/listen.ts';
import { serve } from './serve.ts';

const latest = 'bench/results/latest.json';
const history = 'bench/results/history.json';
const help = `How fast, beside the same markup written by hand. Some five minutes.

  npm run bench -- [--quick] [--out FILE]

--quick measures a tenth as often, to see that everything works; it is written down only to FILE.
The peers are measured too once they are installed: npm ci --prefix bench/peers`;

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(help);
    return 0;
  }
  // Vite and React read this variable. What is measured is what a host ships.
  process.env['NODE_ENV'] = 'production';
  const started = performance.now();
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...chromiumFlags, '--js-flags=--expose-gc'],
    // Without this, Playwright would end the browser at once on SIGINT, and the bench would wait
    // for an answer of the browser for ever.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const served: Listening[] = [];
  const close = async (): Promise<void> => {
    for (const each of served) await each.close();
    await browser.close();
  };
  let isStopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      isStopped = true;
      void close().finally(() => process.exit(130));
    });

  try {
    const machine = {
      date: new Date().toISOString().slice(0, 10),
      cores: availableParallelism(),
      chromium: browser.version(),
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    };
    say(`${machine.cores} cores, Chromium ${machine.chromium}, Node ${machine.node}`);
    say(`${howToRead}\n`);

    const server = await serve(await buildPage('bench/page'));
    served.push(server);
    const open = (prepare?: (page: Page) => Promise<void>): Promise<Page> =>
      openPage(browser, server.url, prepare);
    const share = values.quick ? 0.1 : 1;
    const besideTwin = await measureBesideTwin(open, share);
    const alone = await measureAlone(open, share);
    const peers = await measurePeers(async (folder) => {
      const peerServer = await serve(folder);
      served.push(peerServer);
      return openPage(browser, peerServer.url);
    }, share);

    const seconds = Math.round((performance.now() - started) / 1000);
    const out = values.out ?? (values.quick ? undefined : latest);
    if (out !== undefined) {
      mkdirSync('bench/results', { recursive: true });
      const report = {
        machine,
        ...besideTwin,
        ...alone,
        peers,
        peerVersions: peerVersions(),
        seconds,
      };
      const text = `${JSON.stringify(report, rounded, 2)}\n`;
      writeFileSync(out, text);
      if (out === latest) await publish(text);
    }
    say(`\n${seconds} s. ${out ? `Written to ${out}.` : 'A quick run is not written down.'}`);
    return 0;
  } catch (error) {
    // Everything that was under way when the browser ended has failed, and has reported it.
    if (isStopped) return 130;
    throw error;
  } finally {
    await close();
  }
}

async function openPage(
  browser: Browser,
  url: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => {
    console.error(error);
  });
  // Some peers send requests to their makers, which nothing here needs.
  await page.route(
    (asked) => asked.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await prepare?.(page);
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in globalThis);
  return page;
}

/** Writes the figures into the README, and keeps the earlier ones in the history. */
async function publish(text: string): Promise<void> {
  const report = JSON.parse(text) as Report;
  const before = JSON.parse(readFileSync(history, 'utf8')) as readonly PublishedRun[];
  const runs = withRun(before, publishedRun(report));
  writeFileSync(history, `${JSON.stringify(runs, rounded, 2)}\n`);
  const readme = withSpeed(readFileSync('README.md', 'utf8'), report);
  writeFileSync('README.md', await formatted('README.md', readme));
}

/** Rounds a figure, because more digits than these are noise. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
