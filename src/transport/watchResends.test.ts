import { afterEach, expect, it, vi } from 'vitest';
import { watchResends } from './watchResends.ts';

// What it sees of a real browser is in e2e/element.spec.ts.

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a page without PerformanceObserver, as in jsdom, hears its notifications all the same', () => {
  vi.stubGlobal('PerformanceObserver', undefined);
  expect(watchResends('/api/v2/notifications/', () => undefined)).toBeUndefined();
});

/** A browser that tells the times of requests as the test has it. */
function fakeTimes(): (waited: number, took: number, size?: number) => void {
  let tell = (_entries: readonly object[]): void => undefined;
  vi.stubGlobal(
    'PerformanceObserver',
    class {
      constructor(callback: (list: { readonly getEntries: () => readonly object[] }) => void) {
        tell = (entries) => callback({ getEntries: () => entries });
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
  return (waited, took, size = 0) =>
    tell([
      {
        name: 'https://gws.example/api/v2/notifications/connect',
        fetchStart: 0,
        connectStart: 0,
        connectEnd: 0,
        requestStart: waited || 0.1,
        responseStart: waited + 1,
        responseEnd: waited + 1 + took,
        encodedBodySize: size,
      },
    ]);
}

it('a request that begins late was sent once more by the browser', () => {
  const tell = fakeTimes();
  const onResent = vi.fn();
  watchResends('/api/v2/notifications/', onResent);
  for (let times = 0; times < 5; times += 1) tell(0, 1);
  expect(onResent).not.toHaveBeenCalled();
  tell(60, 1);
  expect(onResent).toHaveBeenCalledOnce();
});

// On a VPN of 320 kbit/s every answer took 100 ms to come in, and each of 40 events cost a read.
it('a slow line is no reason to read after each answer', () => {
  const tell = fakeTimes();
  const onResent = vi.fn();
  watchResends('/api/v2/notifications/', onResent);
  for (let times = 0; times < 40; times += 1) tell(0, 80 + (times % 5) * 20);
  expect(onResent.mock.calls.length).toBeLessThanOrEqual(2);
  tell(900, 100);
  expect(onResent.mock.calls.length).toBeGreaterThanOrEqual(2);
});

it('a long answer that takes its time on a slow line is none either', () => {
  const tell = fakeTimes();
  const onResent = vi.fn();
  watchResends('/api/v2/notifications/', onResent);
  // Short ones come at once; what a CRM attaches to a call is 6 kB, and comes in five pieces.
  for (let times = 0; times < 40; times += 1) {
    tell(0, 1, 200);
    tell(0, 140, 6_500);
  }
  expect(onResent).not.toHaveBeenCalled();
});

// Mobile lines: each time a slow spell began the calls were read, several times in ten seconds.
it('a line that is now fast and now slow costs two reads in 20 s, and the last slow answer is not forgotten', () => {
  vi.useFakeTimers();
  const tell = fakeTimes();
  const onResent = vi.fn();
  const watching = watchResends('/api/v2/notifications/', onResent);
  for (let times = 0; times < 60; times += 1) {
    tell(0, times % 10 === 9 ? 2_000 : 1);
    vi.advanceTimersByTime(100);
  }
  expect(onResent).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(20_000);
  expect(onResent).toHaveBeenCalledTimes(3);
  tell(0, 2_000);
  tell(0, 2_000);
  watching?.disconnect();
  expect(vi.getTimerCount()).toBe(0);
});
