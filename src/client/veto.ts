import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { AgentDesktopOptions, OperationRequest } from './agentDesktop.ts';

/**
 * Asks the host's `onBeforeOperation`, which may be wrong: it may throw, or answer with something
 * that is no text, such as a promise. Then there is no veto, and the host is told of its mistake.
 *
 * @returns the reason why an operation must not be sent, or undefined
 */
export function createVeto(
  onBeforeOperation: AgentDesktopOptions['onBeforeOperation'],
  onDiagnostic: OnDiagnostic,
): (request: OperationRequest) => string | undefined {
  const report = (cause: unknown): void => {
    onDiagnostic({ code: 'host-callback-failed', callback: 'onBeforeOperation', cause });
  };
  return (request) => {
    try {
      // A host without types may answer with anything.
      const answer: unknown = onBeforeOperation?.(request);
      if (typeof answer === 'string') return answer || undefined;
      if (answer === undefined || answer === null) return undefined;
      report(
        new AgentDesktopError(
          'invalid-option',
          'onBeforeOperation answered with something else than a text, so the operation was sent. Answer at once, with the reason or with undefined.',
        ),
      );
      // The rejection of an async function would otherwise be one that nobody handles.
      Promise.resolve(answer).catch(() => undefined);
    } catch (cause) {
      report(cause);
    }
    return undefined;
  };
}
