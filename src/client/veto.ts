import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { AgentDesktopOptions, OperationRequest } from './agentDesktop.ts';

/**
 * Calls the host's `onBeforeOperation`. If it throws, or returns something that is no text, such as a
 * promise, there is no veto and the mistake is reported to the host.
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
      // A host that does not use TypeScript may return anything.
      const answer: unknown = onBeforeOperation?.(request);
      if (typeof answer === 'string') return answer || undefined;
      if (answer === undefined || answer === null) return undefined;
      report(
        new AgentDesktopError(
          'invalid-option',
          'onBeforeOperation answered with something else than a text, so the operation was sent. Answer at once, with the reason or with undefined.',
        ),
      );
      // If the host returned a promise that rejects, the rejection would otherwise be unhandled.
      Promise.resolve(answer).catch(() => undefined);
    } catch (cause) {
      report(cause);
    }
    return undefined;
  };
}
