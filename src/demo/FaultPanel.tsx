import { useId, useState, type ReactElement } from 'react';
import { useCall, useCalls } from '../index.ts';
import { callerOf } from './caller.ts';
import { actionGroups, tellMock, type Action, type ActionGroup } from './mockActions.ts';

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
      {actionGroups.map((group) => (
        <Actions key={group.title} {...group} onAct={act} />
      ))}
      <output className="answer">{answer}</output>
    </section>
  );
}

function Actions({
  title,
  isOpen,
  actions,
  onAct,
}: ActionGroup & { readonly onAct: (action: Action) => Promise<void> }): ReactElement {
  const id = useId();
  return (
    <details className="actions" open={isOpen}>
      <summary>{title}</summary>
      <ul>
        {actions.map((action, index) => (
          <li key={action.label}>
            <button
              type="button"
              aria-labelledby={`${id}${index}label`}
              aria-describedby={`${id}${index}about`}
              onClick={() => void onAct(action)}
            >
              <span id={`${id}${index}label`}>{action.label}</span>
              <span id={`${id}${index}about`} className="quiet">
                {action.about}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function CallOption({ callId }: { readonly callId: string }): ReactElement {
  return <option value={callId}>{callerOf(useCall(callId))}</option>;
}
