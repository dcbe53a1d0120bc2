import type { ReactElement } from 'react';
import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import { callName } from './callName.ts';
import { describeState } from './describeState.ts';
import { Part } from './Part.tsx';

/** How many calls are drawn. The report has all. */
const mostCalls = 50;

/** The calls, with the short names that all lines and the report use for them. */
export function CallsView({
  calls,
}: {
  readonly calls: ReadonlyMap<CallId, CallRecording>;
}): ReactElement {
  return (
    <Part title="Calls">
      {calls.size === 0 ? (
        <p data-part="none">None is known.</p>
      ) : (
        <ul>
          {[...calls].slice(0, mostCalls).map(([callId, recording]) => (
            <li key={callId}>
              <code>{callName(callId)}</code> {describeState(recording)}
              <span data-part="aside">{callId}</span>
            </li>
          ))}
          {calls.size > mostCalls && (
            <li data-part="none">And {calls.size - mostCalls} more, which the report has.</li>
          )}
        </ul>
      )}
    </Part>
  );
}
