import type { Page } from 'playwright-core';

/**
 * The bytes that a mounted widget keeps on the heap, DOM included, measured several times with
 * many.
 */
export async function memoryPerWidget(
  page: Page,
  name: string,
  { count, rounds }: { readonly count: number; readonly rounds: number },
): Promise<number[]> {
  const devtools = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    for (let time = 0; time < 3; time += 1) await devtools.send('HeapProfiler.collectGarbage');
    // Playwright's types describe an older protocol, which did not have the heap of Blink with the
    // DOM.
    const { usedSize, embedderHeapUsedSize = 0 } = (await devtools.send(
      'Runtime.getHeapUsage',
    )) as {
      usedSize: number;
      embedderHeapUsedSize?: number;
    };
    return usedSize + embedderHeapUsedSize;
  };
  const candidate = await page.evaluateHandle(
    ([armName, callCount]) => bench.weigh(armName, callCount),
    [name, count] as const,
  );
  const show = async (shown: number): Promise<void> => {
    await candidate.evaluate(async ({ show: showNow }, shownNow) => {
      showNow(shownNow);
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }, shown);
  };
  // The first time also includes what stays in memory for ever, so it is not counted.
  await show(count);
  await show(0);
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await heap();
    await show(count);
    samples.push(((await heap()) - before) / count);
    await show(0);
  }
  await candidate.evaluate(({ end }) => {
    end();
  });
  await candidate.dispose();
  await devtools.detach();
  return samples;
}
