import { isLoopback } from '../transport/serverAddress.ts';

const said = new Set<string>();

/**
 * Writes a mistake in the set-up to the console, once, where a developer serves the page. A page
 * without a bundler has no development build.
 */
export function warnOnThisMachine(code: string, message: string): void {
  const text = `Tallylight, ${code}: ${message}`;
  if (said.has(text) || !isLoopback(location.hostname)) return;
  said.add(text);
  console.warn(text);
}
