import { useCallback, type ReactElement } from 'react';
import { CallList, type Call } from '../index.ts';
import { Caller } from './Caller.tsx';
import { callerOf, nextCustomer } from './caller.ts';
import { Choice } from './Choice.tsx';
import { sendToMock } from './mock.ts';
import { stopRules } from './rules.tsx';
import { changeSetting, useSettings } from './settings.ts';
import { useWords } from './words/useWords.ts';

export interface CallsProps {
  /** The call whose details are open. */
  readonly selected: string | undefined;
  readonly onSelect: (callId: string) => void;
  /** Whether calls can be answered and held here: a mock server does what a phone would do. */
  readonly hasPhone: boolean;
}

/** Every call that the server reports: the library's list, and in it what this desktop shows. */
export function Calls({ selected, onSelect, hasPhone }: CallsProps): ReactElement {
  const { calls } = useWords();
  const { unknownCaller } = calls;
  const { order, stop } = useSettings();
  const callLabel = useCallback((call: Call) => callerOf(call, unknownCaller), [unknownCaller]);
  const show = useCallback(
    (callId: string) => (
      <Caller
        callId={callId}
        detailsButtonId={detailsButtonId(callId)}
        isSelected={callId === selected}
        onSelect={onSelect}
        hasPhone={hasPhone}
      />
    ),
    [selected, onSelect, hasPhone],
  );

  return (
    <section className="calls" aria-labelledby="calls-title">
      <header>
        <h2 id="calls-title">{calls.title}</h2>
        <Choice
          label={calls.sort}
          value={order}
          options={{
            arrival: calls.asTheyCame,
            'paused-longest-first': calls.pausedLongestFirst,
          }}
          onChange={(value) => {
            changeSetting('order', value);
          }}
        />
        {hasPhone && (
          <button
            type="button"
            className="plain-button"
            onClick={() => {
              const { otherParty, CustomerName } = nextCustomer();
              void sendToMock({
                verb: 'ring',
                otherParty,
                recordedByRule: true,
                userData: { CustomerName, Topic: calls.topic },
              });
            }}
          >
            {calls.ringNext}
          </button>
        )}
      </header>
      <CallList order={order} callLabel={callLabel} controls={stopRules[stop]}>
        {show}
      </CallList>
    </section>
  );
}

/** The id of the button that gets the focus when the details are closed. */
export function detailsButtonId(callId: string): string {
  return `details-of-${callId}`;
}
