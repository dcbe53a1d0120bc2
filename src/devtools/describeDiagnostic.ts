import type { Diagnostic } from '../model/diagnostic.ts';
import { describeCode, describeError, shortName } from './describeOperation.ts';

/**
 * Describes a diagnostic by its code and numbers, without any text that a server, a host, or a
 * person may have written.
 */
export function describeDiagnostic(diagnostic: Diagnostic): string {
  const { code } = diagnostic;
  // A mistake in the set-up has a message, which may name an address.
  if ('message' in diagnostic) return code;
  switch (diagnostic.code) {
    case 'unreadable-input':
      return `${code}: ${diagnostic.source}`;
    case 'contradiction':
      return `${code}: ${diagnostic.recordingState} allows ${diagnostic.operations.map(shortName).join(', ')}`;
    case 'doubtful-call':
      return `${code}: ${diagnostic.doubt}`;
    case 'stale-message':
      return `${code}: by ${diagnostic.by}`;
    case 'server-error-message':
      return diagnostic.errorCode === undefined
        ? code
        : `${code}: errorCode ${describeCode(diagnostic.errorCode)}`;
    case 'connection-problem':
    case 'read-failed':
      return `${code}: ${describeError(diagnostic.error)}`;
    case 'sound-blocked':
      return `${code}: ${diagnostic.reason}`;
    case 'unknown-recording-state':
    case 'wrong-channel':
    case 'widget-failed':
    case 'host-callback-failed':
      return code;
    default:
      return diagnostic satisfies never;
  }
}

/**
 * The rest that there is to say. It is for the screen only, because it may contain addresses or
 * words of a server.
 */
export function explainDiagnostic(diagnostic: Diagnostic): string | undefined {
  switch (diagnostic.code) {
    case 'unreadable-input':
    case 'wrong-channel':
      return diagnostic.problem;
    case 'connection-problem':
    case 'read-failed':
      return diagnostic.error.message;
    case 'unknown-recording-state':
      return `The server's word is ${diagnostic.value}.`;
    case 'widget-failed':
      return `The widget is ${diagnostic.widget}.`;
    case 'host-callback-failed':
      return `The callback is ${diagnostic.callback}.`;
    default:
      return 'message' in diagnostic ? diagnostic.message : undefined;
  }
}
