import { useState, type ReactElement } from 'react';
import { useAgentDesktop, useRecordingOperation, type AgentDesktop } from '../index.ts';
import { nextCustomer } from './caller.ts';
import { sendToMock, readTruth } from './mock.ts';
import { TourCall } from './TourCall.tsx';
import { tourSteps } from './tourSteps.ts';
import { useTruth } from './useTruth.ts';
import { useLocale, useWords } from './words/useWords.ts';

/** The id of the heading that the introduction leads to. */
export const tourTitleId = 'tour-title';

/**
 * Six faults of a server, each with what the widget says and what is true at the server. The call
 * of the tour is rung for it, so that its history is known from the beginning.
 */
export function Tour(): ReactElement {
  const { calls, tour } = useWords();
  const locale = useLocale();
  const [call, setCall] = useState<{ readonly callId: string; readonly caller: string }>();
  const [problem, setProblem] = useState('');

  const start = async (): Promise<void> => {
    const { otherParty, CustomerName } = nextCustomer();
    const userData = { CustomerName, Topic: calls.topic };
    const { callId } = await sendToMock({
      verb: 'ring',
      otherParty,
      recordedByRule: true,
      userData,
    });
    if (callId !== undefined) await sendToMock({ verb: 'answer', callId });
    setProblem(callId === undefined ? tour.unreachable : '');
    setCall(callId === undefined ? undefined : { callId, caller: CustomerName });
    // The button that had the focus is no longer there.
    if (callId !== undefined) document.getElementById(tourTitleId)?.focus();
  };

  return (
    <section className="tour panel" aria-labelledby={tourTitleId}>
      <header>
        <h2 id={tourTitleId} tabIndex={-1}>
          {tour.title}
        </h2>
        {call && (
          <button
            type="button"
            className="link"
            onClick={() => {
              void removeCall(call.callId);
              setCall(undefined);
              document.getElementById(tourTitleId)?.focus();
            }}
          >
            {tour.end}
          </button>
        )}
      </header>
      {call ? (
        <Steps key={call.callId} {...call} onStartAgain={start} />
      ) : (
        <>
          <p className="quiet">{tour.about}</p>
          <ol className="steps">
            {tourSteps.map(({ name }, index) => (
              <li key={name}>
                <p>
                  <span className="number">{(index + 1).toLocaleString(locale)}</span>{' '}
                  <span>{tour.steps[name].title}</span>
                </p>
              </li>
            ))}
          </ol>
          <button type="button" className="strong plain-button" onClick={() => void start()}>
            {tour.start}
          </button>
        </>
      )}
      <output className="problem">{problem}</output>
    </section>
  );
}

interface StepsProps {
  readonly callId: string;
  readonly caller: string;
  /** Begins with a new call. */
  readonly onStartAgain: () => Promise<void>;
}

function Steps({ callId, caller, onStartAgain }: StepsProps): ReactElement {
  const { tour } = useWords();
  const locale = useLocale();
  const desktop = useAgentDesktop();
  const perform = useRecordingOperation(callId);
  const { truth, readNow } = useTruth(callId);
  const [index, setIndex] = useState(0);
  const [phase, setPhase] = useState<'ready' | 'preparing' | 'failed'>('ready');
  const [played, setPlayed] = useState<ReadonlySet<number>>(new Set());
  const step = tourSteps[index] ?? tourSteps[0];
  const words = tour.steps[step.name];

  const play = async (): Promise<void> => {
    if (phase === 'preparing') return;
    if (desktop.call(callId).getState().recording.ended) return onStartAgain();
    setPhase('preparing');
    const isPrepared = await bringToRecording(desktop, callId);
    let isDone = isPrepared;
    if (isPrepared) {
      for (const command of step.commands(callId)) {
        // The order matters: each command is sent after the one before it was carried out, and what
        // it did is read before the next one, which may take the server away.
        // oxlint-disable-next-line no-await-in-loop
        const { statusCode } = await sendToMock(command);
        isDone &&= statusCode === 0;
        // oxlint-disable-next-line no-await-in-loop
        if (command.verb !== 'restart') await readNow();
      }
      if (step.pauses === 'afterwards') perform('PauseCallRecording');
    }
    setPhase(isDone ? 'ready' : 'failed');
    setPlayed((before) => new Set(before).add(index));
    return undefined;
  };

  return (
    <>
      <ol className="steps">
        {tourSteps.map(({ name }, each) => (
          <li key={name}>
            <button
              type="button"
              aria-current={each === index ? 'step' : undefined}
              data-played={played.has(each) || undefined}
              onClick={() => {
                setIndex(each);
              }}
            >
              <span className="number">{(each + 1).toLocaleString(locale)}</span>{' '}
              <span>{tour.steps[name].title}</span>
            </button>
          </li>
        ))}
      </ol>
      <div className="step">
        <h3>{words.title}</h3>
        <dl>
          <div>
            <dt>{tour.happens}</dt>
            <dd>{words.happens}</dd>
          </div>
          <div>
            <dt>{tour.watch}</dt>
            <dd>{words.watch}</dd>
          </div>
        </dl>
        <p className="step-buttons">
          <button
            type="button"
            className="strong plain-button"
            aria-disabled={phase === 'preparing' || undefined}
            onClick={() => void play()}
          >
            {played.has(index) ? tour.again : tour.play}
          </button>
          {/* After the last fault the first one follows, so that the button stays and keeps the
              focus. */}
          <button
            type="button"
            className="plain-button"
            onClick={() => {
              setIndex((index + 1) % tourSteps.length);
            }}
          >
            {tour.next}
          </button>
        </p>
        <output className="problem">{phase === 'failed' && tour.unreachable}</output>
      </div>
      <TourCall callId={callId} caller={caller} truth={truth} />
    </>
  );
}

/**
 * Every fault begins with a recorded call. Waits until the page knows that it is recorded, and then
 * for a moment, so that a person sees what the fault changes.
 *
 * @returns false where that did not come about in ten seconds
 */
async function bringToRecording(desktop: AgentDesktop, callId: string): Promise<boolean> {
  const truth = (await readTruth(callId))?.at(-1)?.recordingState;
  if (truth === undefined) return false;
  if (truth === 'Paused') await sendToMock({ verb: 'supervisorResume', callId });
  else if (truth !== 'Recording') await sendToMock({ verb: 'supervisorStart', callId });

  const store = desktop.call(callId);
  const isRecording = (): boolean => {
    const { recording } = store.getState();
    return recording.state === 'Recording' && !recording.pending && !recording.doubt;
  };
  if (isRecording()) return true;
  return new Promise((resolve) => {
    const finish = (isPrepared: boolean): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(isPrepared);
    };
    let timer = setTimeout(finish, 10_000, false);
    const unsubscribe = store.subscribe(() => {
      if (!isRecording()) return;
      clearTimeout(timer);
      timer = setTimeout(finish, 1500, true);
    });
  });
}

/** The mock ends the call of the tour and forgets it. */
async function removeCall(callId: string): Promise<void> {
  await sendToMock({ verb: 'release', callId });
  await sendToMock({ verb: 'complete', callId });
}
