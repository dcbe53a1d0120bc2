import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import {
  RecordingControls,
  RecordingTimeline,
  useCall,
  useCallRecording,
  type Call,
} from '../index.ts';
import { Avatar } from './Avatar.tsx';
import { CallDuration } from './CallDuration.tsx';
import { callerOf, nameOf, numbersOf } from './caller.ts';
import { Conversation } from './Conversation.tsx';
import { Payment } from './Payment.tsx';
import { Phone, type PhoneVerb } from './Phone.tsx';
import { stopRules } from './rules.tsx';
import { useSettings } from './settings.ts';
import { wordFor } from './words/wordFor.ts';
import { useWords } from './words/useWords.ts';
import { WrapUp } from './WrapUp.tsx';

export interface CallDetailsProps {
  readonly callId: string;
  /** Whether the server is the mock, which does what a phone would do. */
  readonly hasPhone: boolean;
  readonly onClose: () => void;
}

/**
 * The work on one call: its recording with its history, the conversation, a payment, and the
 * wrap-up. The controls show the same as those in the list.
 */
export function CallDetails({ callId, hasPhone, onClose }: CallDetailsProps): ReactElement {
  const { calls, details, page } = useWords();
  const call = useCall(callId);
  const { ended } = useCallRecording(callId);
  const { stop } = useSettings();
  const title = useRef<HTMLHeadingElement>(null);
  const isHungUpHere = useRef(false);
  const caller = callerOf(call, calls.unknownCaller);
  const verbs = hasPhone && !ended ? phoneVerbs[call?.state ?? ''] : undefined;

  useEffect(() => {
    // On a narrow page the details are a long way below the button that opened them.
    title.current?.focus();
  }, []);

  const isOver = ended !== undefined;
  useEffect(() => {
    // The button that had the focus is no longer there.
    if (isOver && isHungUpHere.current && document.activeElement === document.body)
      title.current?.focus();
  }, [isOver]);

  return (
    <section className="details panel" aria-labelledby="details-title">
      <header>
        <Avatar name={nameOf(call)} />
        <div>
          <h2 id="details-title" ref={title} tabIndex={-1}>
            <bdi>{caller}</bdi>
          </h2>
          {call && (
            <p className="quiet">
              {ended ? calls.ended : wordFor(call.state, calls.states)}{' '}
              <CallDuration call={call} endedAt={ended?.at} />
            </p>
          )}
        </div>
        {verbs && (
          <Phone
            callId={callId}
            caller={caller}
            verbs={verbs}
            onHungUp={() => {
              isHungUpHere.current = true;
            }}
          />
        )}
        <button type="button" className="link" aria-label={details.closeDetails} onClick={onClose}>
          {page.close}
        </button>
      </header>
      <RecordingControls
        callId={callId}
        callLabel={details.selectedCall(caller)}
        {...stopRules[stop]}
      />
      <RecordingTimeline callId={callId} />
      <Payment callId={callId} />
      {hasPhone && call && <Conversation call={call} caller={caller} endedAt={ended?.at} />}
      {call && <CustomerFacts call={call} />}
      <WrapUp callId={callId} isMock={hasPhone} isOver={isOver} onFinished={onClose} />
      {call && <AsServerSays call={call} />}
    </section>
  );
}

/** Who is on the call, and what was attached to it by people and their desktops. */
function CustomerFacts({ call }: { readonly call: Call }): ReactElement {
  const { calls, details } = useWords();
  return (
    <section aria-labelledby="customer-title">
      <h3 id="customer-title">{details.customer}</h3>
      <dl>
        <Fact name={details.participants}>
          <bdi>{numbersOf(call)}</bdi>
        </Fact>
        <Fact name={details.type}>{wordFor(call.callType, calls.types)}</Fact>
        <Fact name={details.from}>{call.ani && <bdi>{call.ani}</bdi>}</Fact>
        <Fact name={details.to}>{call.dnis && <bdi>{call.dnis}</bdi>}</Fact>
        <UserData of={call} isOfServer={false} />
      </dl>
    </section>
  );
}

/** The call in the server's own words, for those who want to know exactly. */
function AsServerSays({ call }: { readonly call: Call }): ReactElement {
  const { details } = useWords();
  return (
    <details>
      <summary>{details.asServerSays}</summary>
      <dl>
        <Fact name={details.callId}>
          <code>{call.id}</code>
        </Fact>
        <Fact name={details.allowedNow}>
          {call.capabilities.length === 0 ? (
            details.nothing
          ) : (
            <ul className="capabilities" dir="ltr">
              {call.capabilities.map((capability) => (
                <li key={capability}>{capability}</li>
              ))}
            </ul>
          )}
        </Fact>
        <UserData of={call} isOfServer />
      </dl>
    </details>
  );
}

/** What the phone can do with a call, by the state of the call. */
const phoneVerbs: Readonly<Record<string, readonly PhoneVerb[]>> = {
  Ringing: ['answer'],
  Dialing: ['release'],
  Established: ['hold', 'release'],
  Held: ['retrieve', 'release'],
};

/** What was attached to the call: by people and their desktops, or by the recording server. */
function UserData({
  of: { userData },
  isOfServer,
}: {
  readonly of: Call;
  readonly isOfServer: boolean;
}): ReactElement[] {
  return Object.entries(userData)
    .filter(([name]) => name.startsWith('GSIP_') === isOfServer)
    .map(([name, value]) => (
      <Fact key={name} name={name}>
        <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
      </Fact>
    ));
}

/** A fact with its name. It is left out when there is nothing to say. */
function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): ReactElement | null {
  if (children === undefined || children === '' || children === false) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
