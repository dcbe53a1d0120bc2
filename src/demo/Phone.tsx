import type { ReactElement } from 'react';
import { askMock } from './mock.ts';
import { useWords } from './words/useWords.ts';

/** What a phone does with a call, by the mock's names for it. */
export type PhoneVerb = 'answer' | 'hold' | 'retrieve' | 'release';

export interface PhoneProps {
  readonly callId: string;
  readonly caller: string;
  readonly verbs: readonly PhoneVerb[];
  readonly onAnswered?: (callId: string) => void;
}

/** The buttons of the phone. They are the host's and not the library's, and work on the mock only. */
export function Phone({ callId, caller, verbs, onAnswered }: PhoneProps): ReactElement {
  const { calls } = useWords();
  const labels: Readonly<Record<PhoneVerb, string>> = {
    answer: calls.answer,
    hold: calls.hold,
    retrieve: calls.retrieve,
    release: calls.hangUp,
  };
  return (
    <div className="phone">
      {verbs.map((verb) => (
        <button
          key={verb}
          type="button"
          className={verb === 'answer' ? 'strong plain-button' : 'plain-button'}
          aria-label={verb === 'answer' ? calls.answerOf(caller) : undefined}
          onClick={() => {
            void askMock({ verb, callId });
            if (verb === 'answer') onAnswered?.(callId);
          }}
        >
          {labels[verb]}
        </button>
      ))}
    </div>
  );
}
