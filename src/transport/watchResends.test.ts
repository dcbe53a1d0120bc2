import { afterEach, expect, it, vi } from 'vitest';
import { watchResends } from './watchResends.ts';

// What it sees of a real browser is in e2e/element.spec.ts.

afterEach(() => {
  vi.unstubAllGlobals();
});

it('a page without PerformanceObserver, as in jsdom, hears its notifications all the same', () => {
  vi.stubGlobal('PerformanceObserver', undefined);
  expect(watchResends('/api/v2/notifications/', () => undefined)).toBeUndefined();
});

/** A browser that tells the times of requests as the test has it. */
function fakeTimes(): (waited: number, took: number) => void {
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
  return (waited, took) =>
    tell([
      {
        name: 'https://gws.example/api/v2/notifications/connect',
        fetchStart: 0,
        connectStart: 0,
        connectEnd: 0,
        requestStart: waited || 0.1,
        responseStart: waited + 1,
        responseEnd: waited + 1 + took,
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
