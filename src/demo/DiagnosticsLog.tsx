import { useSyncExternalStore, type ReactElement } from 'react';
import type { Diagnostic, OnDiagnostic } from '../index.ts';

interface Line {
  readonly key: number;
  readonly at: string;
  readonly text: string;
}

/** The latest diagnostics as codes: nothing of a call, nothing of a person. */
export interface DiagnosticsStore {
  readonly add: OnDiagnostic;
  readonly subscribe: (listener: () => void) => () => void;
  readonly lines: () => readonly Line[];
}

const mostLines = 20;

export function createDiagnosticsLog(): DiagnosticsStore {
  const listeners = new Set<() => void>();
  let lines: readonly Line[] = [];
  let count = 0;
  return {
    add: (diagnostic) => {
      const line = { key: count++, at: new Date().toLocaleTimeString(), text: codesOf(diagnostic) };
      lines = [line, ...lines].slice(0, mostLines);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lines: () => lines,
  };
}

/** What a support desk would be sent. */
export function DiagnosticsLog({ store }: { readonly store: DiagnosticsStore }): ReactElement {
  const lines = useSyncExternalStore(store.subscribe, store.lines);
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
    case 'refused-at-the-door':
      return `${diagnostic.code} ${diagnostic.source}`;
    case 'stale-message':
      return `${diagnostic.code} ${diagnostic.by}`;
    case 'connection-problem':
    case 'read-failed':
      return `${diagnostic.code} ${diagnostic.error.code}`;
    case 'contradiction':
      return `${diagnostic.code} ${diagnostic.recordingState}`;
    case 'server-error-message':
      return `${diagnostic.code} ${diagnostic.errorCode ?? ''}`;
    case 'unknown-recording-state':
    case 'host-callback-failed':
      return diagnostic.code;
    default:
      return diagnostic satisfies never;
  }
}
