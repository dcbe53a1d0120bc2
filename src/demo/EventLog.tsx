import { memo, useSyncExternalStore, type ReactElement } from 'react';
import { recordingEventsToCsv, recordingEventsToJson, type RecordingEvent } from '../index.ts';
import type { Log } from './log.ts';

export interface LoggedEvent {
  readonly event: RecordingEvent;
  /** Shown on this page only, and not written into a file. */
  readonly caller: string;
}

/** How many are kept, so that a page that is open for a whole shift does not grow. */
export const mostEvents = 200;

/**
 * Everything that happened to the recordings since the page was opened, for a supervisor or an
 * audit. New entries are not announced, because the widgets announce the changes.
 */
export function EventLog({ log }: { readonly log: Log<LoggedEvent> }): ReactElement {
  const entries = useSyncExternalStore(log.subscribe, log.entries);
  // The table has the newest event first, a file the oldest.
  const events = (): RecordingEvent[] => entries.map(({ event }) => event).reverse();
  // Reached by the Tab key, so that the arrow keys can scroll it.
  const scrolls = { role: 'group', 'aria-label': 'Events, newest first', tabIndex: 0 };

  return (
    <section className="events panel" aria-labelledby="events-title">
      <header>
        <h2 id="events-title">Recording events</h2>
        {entries.length > 0 && (
          <div className="downloads">
            <button
              type="button"
              onClick={() => {
                download('json', 'application/json', recordingEventsToJson(events()));
              }}
            >
              Download JSON
            </button>
            <button
              type="button"
              onClick={() => {
                download('csv', 'text/csv;charset=utf-8', recordingEventsToCsv(events()));
              }}
            >
              Download CSV
            </button>
          </div>
        )}
      </header>
      {entries.length === 0 ? (
        <p className="quiet">
          What happens to a recording from now on is written down here: who asked, what came of it,
          and how long that took.
        </p>
      ) : (
        <div {...scrolls} className="scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Call</th>
                <th scope="col">Operation</th>
                <th scope="col">By</th>
                <th scope="col">Result</th>
                <th scope="col">Took</th>
                <th scope="col">Error</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ key, event, caller }) => (
                <Row key={key} event={event} caller={caller} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {entries.length === mostEvents && (
        <p className="quiet">The latest {mostEvents}; what was before is gone.</p>
      )}
    </section>
  );
}

const Row = memo(function Row({ event, caller }: LoggedEvent): ReactElement {
  const { atClient, operationName, origin, from, to, latencyMs, errorCode } = event;
  const at = new Date(atClient);
  return (
    <tr data-result={event.result}>
      <td>
        <time dateTime={at.toISOString()}>{at.toLocaleTimeString()}</time>
      </td>
      <td>{caller}</td>
      <td>{operationName?.replace('CallRecording', '')}</td>
      <td>{origins[origin]}</td>
      <td>
        {resultOf(event)}{' '}
        {from !== to && (
          <span className="quiet">
            {from} → {to}
          </span>
        )}
      </td>
      <td>{latencyMs !== undefined && `${latencyMs.toLocaleString()} ms`}</td>
      <td>{errorCode && <code>{errorCode}</code>}</td>
    </tr>
  );
});

const origins: Readonly<Record<RecordingEvent['origin'], string>> = {
  'this-agent': 'This agent',
  'someone-else': 'Not known',
  automatic: 'Automatic',
};

function resultOf({ result, operationName, saidBy }: RecordingEvent): string {
  switch (result) {
    case 'requested':
      return 'Asked for';
    case 'confirmed':
      return 'Confirmed';
    case 'superseded':
      return 'Something else happened';
    case 'rejected':
      return 'Refused';
    case 'unconfirmed':
      return 'Not confirmed';
    case 'ended':
      return operationName ? 'The call ended first' : 'Call ended';
    case 'changed':
      return saidBy === 'snapshot' ? 'Found changed' : 'Changed';
    default:
      return result satisfies never;
  }
}

/** Offers a file for download that is made in the page. Nothing is sent to a server. */
function download(ending: 'json' | 'csv', type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  // No colons: not every system has them in a file's name.
  link.download = `recording-events-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${ending}`;
  link.click();
  // The browser has to begin reading first.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
