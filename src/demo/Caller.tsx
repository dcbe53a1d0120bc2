import { Fragment, type ReactElement } from 'react';
import { PauseLimit, useCall, useCallRecording } from '../index.ts';
import { Avatar } from './Avatar.tsx';
import { CallDuration } from './CallDuration.tsx';
import { callerOf, nameOf, numbersOf } from './caller.ts';
import { Phone } from './Phone.tsx';
import { pauseLimits } from './rules.tsx';
import { useSettings } from './settings.ts';
import { wordFor } from './words/wordFor.ts';
import { useWords } from './words/useWords.ts';

export interface CallerProps {
  readonly callId: string;
  readonly detailsButtonId: string;
  readonly isSelected: boolean;
  readonly onSelect: (callId: string) => void;
  readonly hasPhone: boolean;
}

/** What this desktop shows of a call above its recording: who, where, and for how long. */
export function Caller(props: CallerProps): ReactElement {
  const { callId, detailsButtonId, isSelected, onSelect, hasPhone } = props;
  const { calls } = useWords();
  const call = useCall(callId);
  const { ended } = useCallRecording(callId);
  const pauseLimit = pauseLimits[useSettings().pauseLimit];
  const caller = callerOf(call, calls.unknownCaller);
  const numbers = call && numbersOf(call);
  const { ani, dnis } = call ?? {};
  const facts = [
    wordFor(call?.callType, calls.types),
    ended ? calls.ended : wordFor(call?.state, calls.states),
    numbers !== caller && numbers && <bdi key="numbers">{numbers}</bdi>,
    // The number that was called is often the same number, and it is shown only once.
    ani && ani !== numbers && (
      <>
        {calls.from} <bdi>{ani}</bdi>
      </>
    ),
    dnis && dnis !== numbers && (
      <>
        {calls.to} <bdi>{dnis}</bdi>
      </>
    ),
  ].filter(Boolean);

  return (
    <div className="caller" data-ended={ended && ''} data-selected={isSelected || undefined}>
      <Avatar name={nameOf(call)} />
      <header>
        <h3>
          <bdi>{caller}</bdi>
        </h3>
        {call && <CallDuration call={call} endedAt={ended?.at} />}
        {hasPhone && call?.state === 'Ringing' && !ended && (
          <Phone callId={callId} caller={caller} verbs={['answer']} onAnswered={onSelect} />
        )}
        <button
          type="button"
          id={detailsButtonId}
          className="link"
          aria-current={isSelected || undefined}
          aria-label={calls.detailsOf(caller)}
          onClick={() => {
            onSelect(callId);
          }}
        >
          {calls.details}
        </button>
      </header>
      <p className="quiet">
        {facts.map((fact, index) => (
          // The order of the facts never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={index}>
            {index > 0 && ' · '}
            {fact}
          </Fragment>
        ))}
      </p>
      {pauseLimit && <PauseLimit callId={callId} {...pauseLimit} />}
    </div>
  );
}
