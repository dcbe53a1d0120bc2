import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import {
  RecordingControls,
  RecordingTimeline,
  useCall,
  useCallRecording,
  type Call,
} from '../index.ts';
import { CallDuration } from './CallDuration.tsx';
import { callerOf, numbersOf } from './caller.ts';
import { Payment } from './Payment.tsx';
import { stopRules } from './rules.tsx';
import { useSettings } from './settings.ts';

export interface CallDetailsProps {
  readonly callId: string;
  readonly onClose: () => void;
}

/**
 * All that the server said of a call, with a second set of controls that shows the same as the
 * first.
 */
export function CallDetails({ callId, onClose }: CallDetailsProps): ReactElement {
  const call = useCall(callId);
  const { ended } = useCallRecording(callId);
  const { stop } = useSettings();
  const title = useRef<HTMLHeadingElement>(null);
  const caller = callerOf(call);

  useEffect(() => {
    // On a narrow page the details are a long way below the button that opened them.
    title.current?.focus();
  }, []);

  return (
    <section className="details panel" aria-labelledby="details-title">
      <header>
        <h2 id="details-title" ref={title} tabIndex={-1}>
          {caller}
        </h2>
        <button type="button" className="link" aria-label="Close details" onClick={onClose}>
          Close
        </button>
      </header>
      <RecordingControls
        callId={callId}
        callLabel={`${caller}, selected call`}
        {...stopRules[stop]}
      />
      <RecordingTimeline callId={callId} />
      <Payment callId={callId} />
      {call && (
        <>
          <dl>
            <Fact name="Participants">{numbersOf(call)}</Fact>
            <Fact name="Type">{call.callType}</Fact>
            <Fact name="State">{call.state}</Fact>
            <Fact name="Duration">
              {call.duration !== undefined && <CallDuration call={call} endedAt={ended?.at} />}
            </Fact>
            <Fact name="From">{call.ani}</Fact>
            <Fact name="To">{call.dnis}</Fact>
          </dl>
          <h3>Attached data</h3>
          <dl>
            <UserData of={call} isOfServer={false} />
          </dl>
          <details>
            <summary>As the server says it</summary>
            <dl>
              <Fact name="Call id">
                <code>{call.id}</code>
              </Fact>
              <Fact name="Allowed now">
                {call.capabilities.length === 0 ? (
                  'Nothing'
                ) : (
                  <ul className="capabilities">
                    {call.capabilities.map((capability) => (
                      <li key={capability}>{capability}</li>
                    ))}
                  </ul>
                )}
              </Fact>
              <UserData of={call} isOfServer />
            </dl>
          </details>
        </>
      )}
    </section>
  );
}

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
        {typeof value === 'string' ? value : JSON.stringify(value)}
      </Fact>
    ));
}

/** Left out when there is nothing to say. */
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
