import { useState, type ReactElement } from 'react';
import { useCall, useCalls } from '../index.ts';
import { callerOf } from './caller.ts';
import { actionGroups, tellMock, type Action } from './mockActions.ts';

/** Makes things go wrong at the mock server, to see what the widgets say then. */
export function FaultPanel(): ReactElement {
  const callIds = useCalls();
  const [chosen, setChosen] = useState<string>();
  const [answer, setAnswer] = useState('');
  const callId = chosen !== undefined && callIds.includes(chosen) ? chosen : callIds[0];

  const act = async (action: Action): Promise<void> => {
    setAnswer(`${action.label}…`);
    setAnswer(await tellMock(action, callId));
  };

  return (
    <section className="faults panel" aria-labelledby="faults-title">
      <h2 id="faults-title">Make things happen</h2>
      <p className="quiet">This page talks to a mock server that does as it is told.</p>
      <label>
        On this call
        <select
          value={callId ?? ''}
          onChange={(event) => {
            setChosen(event.target.value);
          }}
        >
          {callIds.map((id) => (
            <CallOption key={id} callId={id} />
          ))}
        </select>
      </label>
      {actionGroups.map(({ title, actions }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          {actions.map((action) => (
            <button key={action.label} type="button" onClick={() => void act(action)}>
              {action.label}
            </button>
          ))}
        </fieldset>
      ))}
      <output className="answer">{answer}</output>
    </section>
  );
}

function CallOption({ callId }: { readonly callId: string }): ReactElement {
  return <option value={callId}>{callerOf(useCall(callId))}</option>;
}
