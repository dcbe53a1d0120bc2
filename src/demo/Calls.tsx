import { useCallback, type ReactElement } from 'react';
import { CallList } from '../index.ts';
import { Caller } from './Caller.tsx';
import { callerOf } from './caller.ts';
import { Choice } from './Choice.tsx';
import { stopRules } from './rules.tsx';
import { changeSetting, useSettings } from './settings.ts';

export interface CallsProps {
  /** The call whose details are open. */
  readonly selected: string | undefined;
  readonly onSelect: (callId: string) => void;
}

/** Every call that the server reports: the library's list, and in it what this desktop shows. */
export function Calls({ selected, onSelect }: CallsProps): ReactElement {
  const { order, stop } = useSettings();
  const show = useCallback(
    (callId: string) => (
      <Caller
        callId={callId}
        detailsButtonId={detailsButtonId(callId)}
        isSelected={callId === selected}
        onSelect={onSelect}
      />
    ),
    [selected, onSelect],
  );

  return (
    <section className="calls" aria-labelledby="calls-title">
      <header>
        <h2 id="calls-title">Calls</h2>
        <Choice
          label="Sort"
          value={order}
          options={{ arrival: 'As they came', 'paused-longest-first': 'Paused longest first' }}
          onChange={(value) => {
            changeSetting('order', value);
          }}
        />
      </header>
      <CallList order={order} callLabel={callerOf} controls={stopRules[stop]}>
        {show}
      </CallList>
    </section>
  );
}

/** Where focus goes back to when the details are closed. */
export function detailsButtonId(callId: string): string {
  return `details-of-${callId}`;
}
