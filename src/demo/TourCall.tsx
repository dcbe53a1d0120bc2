import type { ReactElement } from 'react';
import {
  RecordingControls,
  useCallRecording,
  type CallRecording,
  type ReportedRecordingState,
} from '../index.ts';
import { useNowWhile } from './callClock.ts';
import type { TrueState } from './mock.ts';
import { Strip } from './Strip.tsx';
import { useShown, type Certainty } from './useShown.ts';
import type { Truth } from './useTruth.ts';
import type { DemoMessages } from './words/english.ts';
import { useLocale, useWidgetWords, useWords } from './words/useWords.ts';

export interface TourCallProps {
  readonly callId: string;
  readonly caller: string;
  readonly truth: Truth;
}

/**
 * Shows the widget, beside it what is true at the server, and below them both over the last half
 * minute.
 */
export function TourCall({ callId, caller, truth }: TourCallProps): ReactElement {
  const { tour } = useWords();
  const { states: stateWords } = useWidgetWords();
  const locale = useLocale();
  const shown = useShown(callId);
  const { ended } = useCallRecording(callId);
  const now = useNowWhile(true);
  const window = { from: now - 30_000, until: now };
  const current = truth.states.at(-1);
  const verdict = verdictOn(shown.now, truth, ended);

  return (
    <div className="tour-call">
      <section aria-labelledby="agent-sees">
        <h4 id="agent-sees">{tour.agentSees}</h4>
        <RecordingControls callId={callId} callLabel={tour.label(caller)} />
      </section>
      <section aria-labelledby="server-knows">
        <h4 id="server-knows">{tour.serverKnows}</h4>
        <p className="truth" data-state={current && stateOf(current)}>
          {current && (
            <>
              <strong>{stateWords[stateOf(current)]}</strong>{' '}
              <time className="quiet" dateTime={new Date(current.at).toISOString()}>
                {new Date(current.at).toLocaleTimeString(locale)}
              </time>
            </>
          )}
        </p>
      </section>
      <p className="verdict" data-verdict={verdict}>
        {tour[verdict]}
      </p>
      <dl className="strips">
        <div>
          <dt>{tour.agentSees}</dt>
          <dd>
            <Strip states={shown.past.toReversed()} {...window} />
          </dd>
        </div>
        <div>
          <dt>{tour.serverKnows}</dt>
          <dd>
            <Strip states={truth.states.map(asStripState)} {...window} />
          </dd>
        </div>
      </dl>
      <p className="strips-scale quiet">
        <span>{tour.last30}</span>
        <span>{tour.now}</span>
      </p>
      <ul className="legend quiet" aria-hidden="true">
        {(['Recording', 'Paused', 'Stopped'] as const).map((state) => (
          <li key={state}>
            <Strip states={[{ at: 0, state, certainty: 'sure' }]} from={0} until={1} />
            {stateWords[state]}
          </li>
        ))}
        <li>
          <Strip states={[{ at: 0, state: 'Recording', certainty: 'asked' }]} from={0} until={1} />
          {tour.notSure}
        </li>
      </ul>
    </div>
  );
}

type Verdict = keyof DemoMessages['tour'] &
  ('unreachable' | 'over' | 'doubts' | 'pending' | 'agrees' | 'untold');

function verdictOn(
  shown: { readonly state: ReportedRecordingState; readonly certainty: Certainty },
  { states, isAnswered }: Truth,
  ended: CallRecording['ended'],
): Verdict {
  const current = states.at(-1);
  if (ended) return 'over';
  if (shown.certainty === 'inDoubt') return isAnswered ? 'doubts' : 'unreachable';
  if (shown.certainty === 'asked') return 'pending';
  return current && stateOf(current) === shown.state ? 'agrees' : 'untold';
}

function asStripState(state: TrueState): {
  readonly at: number;
  readonly state: ReportedRecordingState;
  readonly certainty: 'sure';
} {
  return { at: state.at, state: stateOf(state), certainty: 'sure' };
}

/** The state as the library would call it. */
function stateOf({ recordingState }: TrueState): ReportedRecordingState {
  switch (recordingState) {
    case 'Recording':
    case 'Paused':
    case 'Stopped':
      return recordingState;
    case null:
      return 'None';
    default:
      return 'Unknown';
  }
}
