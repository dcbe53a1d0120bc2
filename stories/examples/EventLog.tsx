import { useState, type ReactElement } from 'react';
import {
  recordingEventsToCsv,
  recordingEventsToJson,
  type RecordingEvent,
} from '../../src/index.ts';

/** The events of `watchRecordingEvents`, and the files that can be made of them. */
export function EventLog({ events }: { readonly events: readonly RecordingEvent[] }): ReactElement {
  const [isCsv, setCsv] = useState(true);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Asked</th>
            <th scope="col">By</th>
            <th scope="col">Result</th>
            <th scope="col">Recording</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {events.map(({ operationName, origin, result, from, to, latencyMs, atClient }) => (
            <tr key={atClient}>
              <td>{operationName ?? '–'}</td>
              <td>{origin}</td>
              <td>{result}</td>
              <td>
                {from} → {to}
              </td>
              <td>{latencyMs === undefined ? '–' : `${latencyMs} ms`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" onClick={() => setCsv(!isCsv)}>
        {isCsv ? 'Show JSON' : 'Show CSV'}
      </button>
      {/* The table is wider than most pages, so it can be scrolled with the keyboard, too. */}
      <section aria-label="The file">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre tabIndex={0}>
          {isCsv ? recordingEventsToCsv(events) : recordingEventsToJson(events)}
        </pre>
      </section>
    </>
  );
}
