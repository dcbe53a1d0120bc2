import { useSyncExternalStore, type ReactElement } from 'react';
import type { Diagnostic } from '../index.ts';
import type { Log } from './log.ts';
import { useLocale, useWords } from './words/useWords.ts';

/** The latest diagnostics as codes, without data of calls or persons. */
export interface DiagnosticLine {
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
}

export function lineOf(diagnostic: Diagnostic): DiagnosticLine {
  return { at: Date.now(), text: codesOf(diagnostic) };
}

/** What a support desk would be sent. */
export function DiagnosticsLog({ log }: { readonly log: Log<DiagnosticLine> }): ReactElement {
  const { diagnostics } = useWords();
  const locale = useLocale();
  const lines = useSyncExternalStore(log.subscribe, log.entries);
  return (
    <details className="diagnostics">
      <summary>
        <h3>{diagnostics.title}</h3>{' '}
        <span className="quiet">{lines.length.toLocaleString(locale)}</span>
      </summary>
      {lines.length === 0 ? (
        <p className="quiet">{diagnostics.none}</p>
      ) : (
        <ol>
          {lines.map(({ key, at, text }) => (
            <li key={key}>
              <time>{new Date(at).toLocaleTimeString(locale)}</time> <code>{text}</code>
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
    case 'sound-blocked':
      return `${diagnostic.code} ${diagnostic.reason}`;
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
    case 'server-unreachable':
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
