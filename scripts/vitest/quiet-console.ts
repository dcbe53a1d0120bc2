import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

// A warning nobody asked for fails the test it came from: React's warnings are bugs, and ours are
// read by a host's developers. A test that expects one says so by spying on the console itself:
// `vi.spyOn(console, 'error').mockImplementation(() => {})`.
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
