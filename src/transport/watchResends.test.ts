import { afterEach, expect, it, vi } from 'vitest';
import { watchResends } from './watchResends.ts';

// e2e/element.spec.ts tests it in a real browser.

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const denied = function (): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};
it.each([
  ['has no PerformanceObserver, as jsdom', undefined],
  ['may not use PerformanceObserver', denied],
])('does nothing on a page that %s', (_, value) => {
  vi.stubGlobal('PerformanceObserver', value);
  expect(watchResends('/api/v2/notifications/', () => undefined)).toBeUndefined();
});

/** A browser in which the test decides how long each request has taken. */
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

it('reports a request that starts late, because the browser has sent it twice', () => {
  const tell = fakeTimes();
  const onResent = vi.fn();
  watchResends('/api/v2/notifications/', onResent);
  for (let times = 0; times < 5; times += 1) tell(0, 1);
  expect(onResent).not.toHaveBeenCalled();
  tell(60, 1);
  expect(onResent).toHaveBeenCalledOnce();
});

// On a slow network a connection broke when the next poll was sent. Chromium sent the poll again after
// one round trip. Every answer took about as long, so the second sending was not noticed.
it('reports a request that starts late on a slow network, where every answer takes long', () => {
  const tell = fakeTimes();
  const onResent = vi.fn();
  watchResends('/api/v2/notifications/', onResent);
  tell(0, 20);
  for (let times = 0; times < 5; times += 1) tell(0, 100);
  onResent.mockClear();
  tell(60, 100);
  expect(onResent).toHaveBeenCalledOnce();
});

// On a VPN with 320 kbit/s each answer took 100 ms, and each of 40 events caused a read.
it('does not report every answer on a slow network', () => {
  const tell = fakeTimes();
  const onResent = vi.fn();
  watchResends('/api/v2/notifications/', onResent);
  for (let times = 0; times < 40; times += 1) tell(0, 80 + (times % 5) * 20);
  expect(onResent.mock.calls.length).toBeLessThanOrEqual(2);
  tell(900, 100);
  expect(onResent.mock.calls.length).toBeGreaterThanOrEqual(2);
});

it('does not report a large answer on a slow network', () => {
  const tell = fakeTimes();
  const onResent = vi.fn();
  watchResends('/api/v2/notifications/', onResent);
  // Small answers arrive at once. An answer with 6 kB of attached data arrives in five pieces.
  for (let times = 0; times < 40; times += 1) {
    tell(0, 1, 200);
    tell(0, 140, 6_500);
  }
  expect(onResent).not.toHaveBeenCalled();
});

// On a mobile network the calls were read whenever it became slow, several times in ten seconds.
it('reports two slow answers within 20 s, and one more at the end of that time if there was any', () => {
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
