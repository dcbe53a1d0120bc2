import type { Diagnostic, OnDiagnostic, SetupMistake } from './diagnostic.ts';

const saidOnConsole = new Set<Diagnostic['code']>();

/**
 * Tells the host of a mistake in how the page is set up. A development build also writes it to the
 * console.
 */
export function reportSetupMistake(onDiagnostic: OnDiagnostic, mistake: SetupMistake): void {
  onDiagnostic(mistake);
  warnDeveloper(mistake.code, mistake.message);
}

/** Says a mistake on the console of a development build, once. */
export function warnDeveloper(code: Diagnostic['code'], message: string): void {
  if (!isDevelopment() || saidOnConsole.has(code)) return;
  saidOnConsole.add(code);
  console.warn(`Tallylight, ${code}: ${message}`);
}

/**
 * Whether the host's bundler builds for development. Bundlers replace these words as a whole. A
 * page without a bundler has no `process`, and counts as production.
 */
export function isDevelopment(): boolean {
  try {
    return process.env.NODE_ENV === 'development';
  } catch {
    return false;
  }
}
