import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

// An unexpected warning fails its test, because a warning of React is a bug, and the developers of
// a host read ours. A test that expects a warning replaces the console itself: `vi.spyOn(console,
// 'error').mockImplementation(() => {})`.
const unexpected: string[] = [];

for (const level of ['error', 'warn'] as const) {
  const print = console[level];
  console[level] = (...args: unknown[]): void => {
    unexpected.push(`console.${level}: ${format(...args)}`);
    print(...args);
  };
}

beforeEach(() => {
  unexpected.length = 0;
});

afterEach(() => {
  if (unexpected.length === 0) return;
  throw new Error(`The console was written to.\n${unexpected.splice(0).join('\n')}`);
});
