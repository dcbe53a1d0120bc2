import type { ReactElement } from 'react';
import { useCalls, useConnectionStatus } from '../index.ts';
import { CallCard } from './CallCard.tsx';

export interface CallListProps {
  /** The call whose details are open. */
  readonly selected: string | undefined;
  readonly onSelect: (callId: string) => void;
}

/** Every call that the server reports. */
export function CallList({ selected, onSelect }: CallListProps): ReactElement {
  const callIds = useCalls();
  return (
    <section className="calls" aria-labelledby="calls-title">
      <h2 id="calls-title">Calls</h2>
      {callIds.length === 0 ? (
        <NoCalls />
      ) : (
        <ul>
          {callIds.map((callId) => (
            <li key={callId}>
              <CallCard
                callId={callId}
                detailsButtonId={detailsButtonId(callId)}
                isSelected={callId === selected}
                onSelect={onSelect}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Where focus goes back to when the details are closed. */
export function detailsButtonId(callId: string): string {
  return `details-of-${callId}`;
}

/** An empty list is a statement, too; it is made only when the server said so. */
function NoCalls(): ReactElement {
  const { phase } = useConnectionStatus();
  const isKnown = phase === 'live';
  const isComing = phase === 'idle' || phase === 'connecting';
  return (
    <div className="empty panel">
      <p className="empty-word">
        {isKnown ? 'No calls' : isComing ? 'Looking for calls…' : 'Calls unknown'}
      </p>
      <p className="quiet">
        {isKnown
          ? 'A call appears here as soon as the server reports it.'
          : isComing
            ? 'Waiting for the server.'
            : 'The server has not told of any call, and cannot be asked now.'}
      </p>
    </div>
  );
}
