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
