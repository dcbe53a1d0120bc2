import type { ReactElement } from 'react';
import { PauseLimit, useCall, useCallRecording } from '../index.ts';
import { CallDuration } from './CallDuration.tsx';
import { callerOf, numbersOf } from './caller.ts';
import { pauseLimits } from './rules.tsx';
import { useSettings } from './settings.ts';

export interface CallerProps {
  readonly callId: string;
  readonly detailsButtonId: string;
  readonly isSelected: boolean;
  readonly onSelect: (callId: string) => void;
}

/** What this desktop shows of a call above its recording: who, where, and for how long. */
export function Caller(props: CallerProps): ReactElement {
  const { callId, detailsButtonId, isSelected, onSelect } = props;
  const call = useCall(callId);
  const { ended } = useCallRecording(callId);
  const pauseLimit = pauseLimits[useSettings().pauseLimit];
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
    <div className="caller" data-ended={ended && ''} data-selected={isSelected || undefined}>
      <header>
        <h3>{caller}</h3>
        {call && <CallDuration call={call} endedAt={ended?.at} />}
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
      </header>
      <p className="quiet">{facts.join(' · ')}</p>
      {pauseLimit && <PauseLimit callId={callId} {...pauseLimit} />}
    </div>
  );
}
