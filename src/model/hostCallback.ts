import type { OnDiagnostic } from './diagnostic.ts';

/**
 * The host's `onDiagnostic`, guarded so that it cannot throw. Its own errors are dropped, because
 * there is nobody to report them to.
 */
export function guardedDiagnostic(onDiagnostic: OnDiagnostic | undefined): OnDiagnostic {
  return (diagnostic) => {
    const ignore = (): void => undefined;
    callHost('onDiagnostic', ignore, () => onDiagnostic?.(diagnostic));
  };
}

/**
 * Calls a function of the host's. What it throws, or what the promise of an async function rejects
 * with, is reported as `host-callback-failed` and has no other effect.
 *
 * @param callback the name of the function, as the host knows it
 * @returns what the function returned, or undefined when it threw
 * @example callHost('announce', report, () => announce(text, 'polite'));
 */
export function callHost<Result>(
  callback: string,
  report: OnDiagnostic,
  call: () => Result,
): Result | undefined {
  const fail = (cause: unknown): void => {
    report({ code: 'host-callback-failed', callback, cause });
  };
  try {
    const result = call();
    if (result instanceof Promise) result.catch(fail);
    return result;
  } catch (cause) {
    fail(cause);
    return undefined;
  }
}
