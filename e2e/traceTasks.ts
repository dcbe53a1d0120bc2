import type { Page } from '@playwright/test';

/** An event of Chromium's trace. Times in μs; `tdur` is the time on the processor. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly tdur?: number;
}

/**
 * Begins to trace the tasks of the page's main thread. The returned function ends that, and returns
 * how long each of them took since the page made this mark, in ms of the processor.
 */
export async function traceTasks(
  page: Page,
  beginMark: string,
): Promise<() => Promise<readonly number[]>> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  // Chromium sends the events as it has recorded them.
  session.on('Tracing.dataCollected', ({ value }) =>
    events.push(...(value as unknown as TraceEvent[])),
  );
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'] },
  });
  return async () => {
    const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await ended;
    const begin = events.find(({ name }) => name === beginMark);
    if (!begin) throw new Error(`The trace does not have the mark ${beginMark}.`);
    return events
      .filter(
        ({ name, ph, pid, tid, ts }) =>
          ph === 'X' &&
          /RunTask/.test(name) &&
          pid === begin.pid &&
          tid === begin.tid &&
          ts >= begin.ts,
      )
      .map(({ tdur = 0 }) => tdur / 1_000);
  };
}
