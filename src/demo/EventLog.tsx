import { memo, useSyncExternalStore, type ReactElement } from 'react';
import {
  recordingEventsToCsv,
  recordingEventsToJson,
  type Call,
  type RecordingEvent,
} from '../index.ts';
import { callerOf } from './caller.ts';
import type { Log } from './log.ts';
import type { DemoMessages } from './words/english.ts';
import { useLocale, useWidgetWords, useWords } from './words/useWords.ts';

export interface LoggedEvent {
  readonly event: RecordingEvent;
  /** Who calls is shown on this page only, and not written into a file. */
  readonly call: Call | undefined;
}

/** How many are kept, so that a page that is open for a whole shift does not grow. */
export const mostEvents = 200;

/**
 * Everything that happened to the recordings since the page was opened, for a supervisor or an
 * audit. New entries are not announced, because the widgets announce the changes.
 */
export function EventLog({ log }: { readonly log: Log<LoggedEvent> }): ReactElement {
  const own = useWords().events;
  const locale = useLocale();
  const entries = useSyncExternalStore(log.subscribe, log.entries);
  // The table has the newest event first, a file the oldest.
  const events = (): RecordingEvent[] => entries.map(({ event }) => event).reverse();
  // The Tab key reaches the list, so that the arrow keys can scroll it.
  const scrolls = { role: 'group', 'aria-label': own.newestFirst, tabIndex: 0 };

  return (
    <section className="events panel" aria-labelledby="events-title">
      <header>
        <h2 id="events-title">{own.title}</h2>
        {entries.length > 0 && (
          <div className="downloads">
            <button
              type="button"
              onClick={() => {
                download('json', 'application/json', recordingEventsToJson(events()));
              }}
            >
              {own.downloadJson}
            </button>
            <button
              type="button"
              onClick={() => {
                download('csv', 'text/csv;charset=utf-8', recordingEventsToCsv(events()));
              }}
            >
              {own.downloadCsv}
            </button>
          </div>
        )}
      </header>
      {entries.length === 0 ? (
        <p className="quiet">{own.none}</p>
      ) : (
        <div {...scrolls} className="scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">{own.time}</th>
                <th scope="col">{own.call}</th>
                <th scope="col">{own.operation}</th>
                <th scope="col">{own.by}</th>
                <th scope="col">{own.result}</th>
                <th scope="col">{own.took}</th>
                <th scope="col">{own.error}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ key, event, call }) => (
                <Row key={key} event={event} call={call} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {entries.length === mostEvents && (
        <p className="quiet">{own.latest(mostEvents.toLocaleString(locale))}</p>
      )}
    </section>
  );
}

const Row = memo(function Row({ event, call }: LoggedEvent): ReactElement {
  const { events, calls } = useWords();
  const { operations, states } = useWidgetWords();
  const locale = useLocale();
  const { atClient, operationName, origin, from, to, latencyMs, errorCode } = event;
  const at = new Date(atClient);
  return (
    <tr data-result={event.result}>
      <td>
        <time dateTime={at.toISOString()}>{at.toLocaleTimeString(locale)}</time>
      </td>
      <td>
        <bdi>{callerOf(call, calls.unknownCaller)}</bdi>
      </td>
      <td>{operationName && operations[operationName].label}</td>
      <td>{events[origins[origin]]}</td>
      <td>
        {events[resultOf(event)]}{' '}
        {from !== to && (
          <span className="quiet">
            {from && states[from]} <span className="arrow">→</span> {to && states[to]}
          </span>
        )}
      </td>
      <td>
        {latencyMs !== undefined &&
          latencyMs.toLocaleString(locale, { style: 'unit', unit: 'millisecond' })}
      </td>
      <td>{errorCode && <code>{errorCode}</code>}</td>
    </tr>
  );
});

type EventWord = keyof DemoMessages['events'];

const origins = {
  'this-agent': 'thisAgent',
  'someone-else': 'notKnown',
  automatic: 'automatic',
} as const satisfies Readonly<Record<RecordingEvent['origin'], EventWord>>;

function resultOf({ result, operationName, saidBy }: RecordingEvent): Exclude<EventWord, 'latest'> {
  switch (result) {
    case 'requested':
    case 'confirmed':
    case 'superseded':
    case 'rejected':
    case 'unconfirmed':
      return result;
    case 'ended':
      return operationName ? 'endedFirst' : 'callEnded';
    case 'changed':
      return saidBy === 'snapshot' ? 'foundChanged' : 'changed';
    default:
      return result satisfies never;
  }
}

/** Offers a file for download that is made in the page. Nothing is sent to a server. */
function download(ending: 'json' | 'csv', type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  // The name has no colons, because not every system allows them in a file's name.
  link.download = `recording-events-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${ending}`;
  link.click();
  // The address is released later, because the browser has to begin reading first.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
