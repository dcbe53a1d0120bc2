import { useState, type ReactElement } from 'react';
import { useRecordingPaused } from '../../src/index.ts';

/** A line of the agent's script: for a card number that is said aloud and typed somewhere else. */
export function AskForTheCard({ callId }: { readonly callId: string }): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const { block, words, remedies } = useRecordingPaused(callId, isAsking);
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={isAsking}
          onChange={({ target }) => setAsking(target.checked)}
        />{' '}
        The caller pays by card
      </label>
      {isAsking && (
        <p>
          {block === undefined ? `${words}. “May I have the number now?”` : `Wait. ${words}`}{' '}
          {remedies.map(({ key, label, buttonProps }) => (
            <button key={key} {...buttonProps}>
              {label}
            </button>
          ))}
        </p>
      )}
    </>
  );
}
