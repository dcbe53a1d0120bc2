import { useId, useState, type ReactElement } from 'react';
import { sendToMock } from './mock.ts';
import { useWords } from './words/useWords.ts';

export interface WrapUpProps {
  readonly callId: string;
  readonly isMock: boolean;
  readonly isOver: boolean;
  readonly onFinished: () => void;
}

/** The last step of a call. The call can be finished once the server has said that it is over. */
export function WrapUp({ callId, isMock, isOver, onFinished }: WrapUpProps): ReactElement {
  const { wrapUp } = useWords();
  const [reason, setReason] = useState('paid');
  const id = useId();

  return (
    <section className="wrap-up" aria-labelledby={`${id}title`}>
      <h3 id={`${id}title`}>{wrapUp.title}</h3>
      <label>
        {wrapUp.reason}
        <select
          value={reason}
          onChange={({ target }) => {
            setReason(target.value);
          }}
        >
          <option value="paid">{wrapUp.paid}</option>
          <option value="question">{wrapUp.question}</option>
          <option value="callBack">{wrapUp.callBack}</option>
        </select>
      </label>
      <label>
        {wrapUp.note}
        <textarea rows={2} aria-describedby={`${id}hint`} />
      </label>
      <p id={`${id}hint`} className="quiet">
        {wrapUp.noCardNumbers}
      </p>
      {isOver && (
        <button
          type="button"
          className="strong plain-button"
          onClick={() => {
            // The mock forgets the call. A real server does so by itself.
            if (isMock) void sendToMock({ verb: 'complete', callId });
            onFinished();
          }}
        >
          {wrapUp.finish}
        </button>
      )}
    </section>
  );
}
