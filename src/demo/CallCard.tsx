import type { ReactElement } from 'react';
import { RecordingControls, useCall, useCallRecording } from '../index.ts';
import { CallDuration } from './CallDuration.tsx';
import { callerOf, numbersOf } from './caller.ts';

export interface CallCardProps {
  readonly callId: string;
  readonly detailsButtonId: string;
  readonly isSelected: boolean;
  readonly onSelect: (callId: string) => void;
}

/** One call: who, where, for how long, and its recording. */
export function CallCard(props: CallCardProps): ReactElement {
  const { callId, detailsButtonId, isSelected, onSelect } = props;
  const call = useCall(callId);
  const { ended } = useCallRecording(callId);
  const caller = callerOf(call);
  const numbers = call && numbersOf(call);
  const { ani, dnis } = call ?? {};
  const facts = [
    call?.callType,
    ended ? 'Ended' : call?.state,
    numbers !== caller && numbers,
    // Often the same number, and once is enough.
    ani && ani !== numbers && `from ${ani}`,
    dnis && dnis !== numbers && `to ${dnis}`,
  ].filter(Boolean);

  return (
    <article className="card" data-ended={ended && ''} data-selected={isSelected || undefined}>
      <header>
        <h3>{caller}</h3>
        {call && <CallDuration call={call} endedAt={ended?.at} />}
        <p className="quiet facts">
          {facts.map((fact) => (
            <span key={String(fact)}>{fact}</span>
          ))}
        </p>
      </header>
      <RecordingControls callId={callId} callLabel={caller} />
      <footer>
        <code>{callId}</code>
        <button
          type="button"
          id={detailsButtonId}
          className="link"
          aria-current={isSelected || undefined}
          aria-label={`Details of ${caller}`}
          onClick={() => {
            onSelect(callId);
          }}
        >
          Details
        </button>
      </footer>
    </article>
  );
}
