import { useId, useState, type ReactElement } from 'react';
import { useCall, useCalls } from '../index.ts';
import { callerOf } from './caller.ts';
import { actionGroups, sendAction, type Action, type ActionGroup } from './mockActions.ts';
import { useWords } from './words/useWords.ts';

/** Makes things go wrong at the mock server, to see what the widgets say then. */
export function FaultPanel(): ReactElement {
  const { faults } = useWords();
  const callIds = useCalls();
  const [chosen, setChosen] = useState<string>();
  const [answer, setAnswer] = useState('');
  const callId = chosen !== undefined && callIds.includes(chosen) ? chosen : callIds[0];

  const act = async (action: Action): Promise<void> => {
    setAnswer(faults.working(faults.actions[action.name].label));
    setAnswer(await sendAction(action, callId, faults));
  };

  return (
    <section className="faults" aria-labelledby="faults-title">
      <h3 id="faults-title">{faults.title}</h3>
      <p className="quiet">{faults.about}</p>
      <label>
        {faults.onThisCall}
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
        <Actions key={group.name} {...group} onAct={act} />
      ))}
      <output className="answer">{answer}</output>
    </section>
  );
}

function Actions({
  name,
  isOpen,
  actions,
  onAct,
}: ActionGroup & { readonly onAct: (action: Action) => Promise<void> }): ReactElement {
  const { faults } = useWords();
  const id = useId();
  return (
    <details className="actions" open={isOpen}>
      <summary>{faults.groups[name]}</summary>
      <ul>
        {actions.map((action) => {
          const { label, about } = faults.actions[action.name];
          return (
            <li key={action.name}>
              <button
                type="button"
                aria-labelledby={`${id}${action.name}label`}
                aria-describedby={`${id}${action.name}about`}
                onClick={() => void onAct(action)}
              >
                <span id={`${id}${action.name}label`}>{label}</span>
                <span id={`${id}${action.name}about`} className="quiet">
                  {about}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function CallOption({ callId }: { readonly callId: string }): ReactElement {
  const { unknownCaller } = useWords().calls;
  return <option value={callId}>{callerOf(useCall(callId), unknownCaller)}</option>;
}
