import type { Page } from 'playwright-core';
import { createMockServer } from '../src/mock-server/createMockServer.ts';
import { simulatedCall, simulatedCallId } from '../src/testing/simulatedCalls.ts';
import type { Samples } from './page/measure.ts';

/**
 * Measures the time from the moment when a real Bayeux server publishes until the DOM has changed,
 * in ms, over long-polling. It compares the whole library with a bare CometD callback, and with the
 * twin behind such a callback. Each shows the call in turn, several times.
 */
export async function wholeWire(
  page: Page,
  { blocks, events }: { readonly blocks: number; readonly events: number },
): Promise<Samples> {
  const callId = simulatedCallId(1);
  const calls = [simulatedCall({ id: callId, recordingState: 'Recording' })];
  const mock = createMockServer({ calls, allowedOrigins: [new URL(page.url()).origin] });
  const { url } = await mock.listen();
  const names = ['tallylight', 'twin', 'callback'] as const;
  const samples: Record<(typeof names)[number], number[]> = {
    tallylight: [],
    twin: [],
    callback: [],
  };
  try {
    for (let block = 0; block < blocks; block += 1) {
      for (const name of names) {
        const watch = await page.evaluateHandle(
          ([candidate, base, id]) => bench.watches[candidate](base, id),
          [name, url, callId] as const,
        );
        const ahead = await clockDifference(page);
        const published: number[] = [];
        for (let event = 0; event < events; event += 1) {
          // The next long-poll needs this time to reach the server. Real events are further apart.
          await pause(40);
          published.push(performance.now());
          const verb = event % 2 === 0 ? 'supervisorPause' : 'supervisorResume';
          await mock.control({ verb, callId });
          await pause(20);
          while ((await watch.evaluate((watching) => watching.seen())) <= event) await pause(20);
        }
        const changes = await watch.evaluate((watching) => watching.end());
        changes.forEach((at, index) =>
          samples[name].push(at - ahead - (published[index] ?? Number.NaN)),
        );
      }
    }
  } finally {
    await mock.close();
  }
  return samples;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Measures how far the page's clock is ahead of this one, by the quickest of many questions. In ms. */
async function clockDifference(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let best = { took: Infinity, ahead: 0 };
    for (let question = 0; question < 60; question += 1) {
      const asked = performance.now();
      const answer = await fetch('/clock');
      const took = performance.now() - asked;
      const ahead = asked + took / 2 - Number(await answer.text());
      if (took < best.took) best = { took, ahead };
    }
    return best.ahead;
  });
}
