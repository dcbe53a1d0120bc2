import type { OnDiagnostic, SetupMistake, SetupMistakeCode } from './diagnostic.ts';

const saidOnConsole = new Set<SetupMistakeCode>();

/** Tells the host of a mistake in how the page is set up. In a development build also the console. */
export function reportSetupMistake(onDiagnostic: OnDiagnostic, mistake: SetupMistake): void {
  onDiagnostic(mistake);
  if (!isDevelopment() || saidOnConsole.has(mistake.code)) return;
  saidOnConsole.add(mistake.code);
  console.warn(`Tallylight, ${mistake.code}: ${mistake.message}`);
}

/**
 * Whether the host's bundler builds for development. Bundlers replace these words as a whole; a page
 * without a bundler has no `process`, and counts as production.
 */
export function isDevelopment(): boolean {
  try {
    return process.env.NODE_ENV === 'development';
  } catch {
    return false;
  }
}
