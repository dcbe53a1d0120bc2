import { useSyncExternalStore, type ReactElement } from 'react';
import type { Diagnostic } from '../index.ts';
import type { Log } from './log.ts';

/** The latest diagnostics as codes, without data of calls or persons. */
export interface DiagnosticLine {
  readonly at: string;
  readonly text: string;
}

export function lineOf(diagnostic: Diagnostic): DiagnosticLine {
  return { at: new Date().toLocaleTimeString(), text: codesOf(diagnostic) };
}

/** What a support desk would be sent. */
export function DiagnosticsLog({ log }: { readonly log: Log<DiagnosticLine> }): ReactElement {
  const lines = useSyncExternalStore(log.subscribe, log.entries);
  return (
    <details className="diagnostics panel">
      <summary>
        <h2>Diagnostics</h2> <span className="quiet">{lines.length}</span>
      </summary>
      {lines.length === 0 ? (
        <p className="quiet">Nothing to report.</p>
      ) : (
        <ol>
          {lines.map(({ key, at, text }) => (
            <li key={key}>
              <time>{at}</time> <code>{text}</code>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

function codesOf(diagnostic: Diagnostic): string {
  switch (diagnostic.code) {
    case 'unreadable-input':
      return `${diagnostic.code} ${diagnostic.source}`;
    case 'stale-message':
      return `${diagnostic.code} ${diagnostic.by}`;
    case 'connection-problem':
    case 'read-failed':
      return `${diagnostic.code} ${diagnostic.error.code}`;
    case 'contradiction':
      return `${diagnostic.code} ${diagnostic.recordingState}`;
    case 'doubtful-call':
      return `${diagnostic.code} ${diagnostic.doubt}`;
    case 'server-error-message':
      return `${diagnostic.code} ${diagnostic.errorCode ?? ''}`;
    case 'wrong-channel':
    case 'unknown-recording-state':
    case 'host-callback-failed':
    case 'widget-failed':
    case 'base-url-with-api-path':
    case 'no-api-on-own-origin':
    case 'no-api-at-base-url':
    case 'handshake-not-found':
    case 'cross-origin-refused':
    case 'mixed-content':
    case 'two-loopback-names':
    case 'no-headers':
    case 'no-stylesheet':
    case 'two-copies':
      return diagnostic.code;
    default:
      return diagnostic satisfies never;
  }
}
