import type { ReactElement } from 'react';
import { sendToMock } from './mock.ts';
import { useWords } from './words/useWords.ts';

/** What a phone does with a call, by the mock's names for it. */
export type PhoneVerb = 'answer' | 'hold' | 'retrieve' | 'release';

export interface PhoneProps {
  readonly callId: string;
  readonly caller: string;
  readonly verbs: readonly PhoneVerb[];
  readonly onAnswered?: (callId: string) => void;
  readonly onHungUp?: () => void;
}

/** The buttons of the phone. They are the host's and not the library's, and work on the mock only. */
export function Phone(props: PhoneProps): ReactElement {
  const { callId, caller, verbs, onAnswered, onHungUp } = props;
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
          // Hold and Take back are one button, so that the focus stays when one becomes the other.
          key={verb === 'retrieve' ? 'hold' : verb}
          type="button"
          className={verb === 'answer' ? 'strong plain-button' : 'plain-button'}
          aria-label={verb === 'answer' ? calls.answerOf(caller) : undefined}
          onClick={() => {
            void sendToMock({ verb, callId });
            if (verb === 'answer') onAnswered?.(callId);
            if (verb === 'release') onHungUp?.();
          }}
        >
          {labels[verb]}
        </button>
      ))}
    </div>
  );
}
