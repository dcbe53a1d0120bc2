import { useEffect, useState, type Dispatch, type ReactElement, type SetStateAction } from 'react';

/** The input of the twin. It needs neither parser nor store, because it gets finished values. */
export interface TwinRecording {
  readonly state: 'Recording' | 'Paused' | 'Stopped';
  readonly pending?: 'Start' | 'Pause' | 'Resume' | 'Stop' | undefined;
  /** When the state began, epoch ms. Undefined: before the twin was there. */
  readonly since?: number | undefined;
  readonly note?: string | undefined;
}

const begin: TwinRecording = { state: 'Recording' };
const listeners = new Map<string, Dispatch<SetStateAction<TwinRecording>>>();
/** The last input of each twin. It is kept while the twin is not mounted. */
const last = new Map<string, TwinRecording>();

export function updateTwin(callId: string, recording: TwinRecording): void {
  last.set(callId, recording);
  listeners.get(callId)?.(recording);
}

/**
 * The same elements and attributes as those of `RecordingControls`, written by hand with
 * `useState`. The bench compares the HTML of the two before it measures anything.
 */
export function Twin({ callId }: { readonly callId: string }): ReactElement {
  const [recording, setRecording] = useState(() => last.get(callId) ?? begin);
  const [mountedAt] = useState(() => Date.now());
  useEffect(() => {
    listeners.set(callId, setRecording);
    return () => {
      listeners.delete(callId);
    };
  }, [callId]);

  const { state, pending, since, note } = recording;
  const primary = primaryOf[state];
  const press = (name: keyof typeof words): void => {
    if (!pending) setRecording({ state, pending: name, since });
  };
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as RecordingControls renders it
      role="group"
      aria-label="Call recording"
      lang="en"
      dir="ltr"
      data-recording-state={state}
      data-pending={pending && `${pending}CallRecording`}
      data-look={state.toLowerCase()}
      data-tallylight="recording-controls"
      data-call-id={callId}
    >
      <div data-part="status" data-look={state.toLowerCase()} tabIndex={-1}>
        <span data-part="glyph" data-glyph={looks[state]} />
        <span data-part="word">{state}</span>
        {!pending && state !== 'Stopped' && (
          <Elapsed since={since ?? mountedAt} isAtLeast={since === undefined} label={state} />
        )}
        {pending && <span data-part="detail">{words[pending].toLowerCase()}</span>}
      </div>
      <div data-part="actions">
        <span data-part="place" data-place="primary" data-labels={primaryLabels}>
          <button
            type="button"
            aria-label={pending === primary ? words[primary] : `${primary} recording`}
            aria-disabled={pending ? true : undefined}
            data-operation={`${primary}CallRecording`}
            data-pending={pending === primary ? '' : undefined}
            data-part="button"
            data-slot="primary"
            onClick={() => {
              press(primary);
            }}
          >
            <span data-part="glyph" />
            <span data-part="label">{pending === primary ? words[primary] : primary}</span>
          </button>
        </span>
        <span data-part="place" data-place="stop" data-labels={stopLabels}>
          {state !== 'Stopped' && (
            <button
              type="button"
              aria-label={pending === 'Stop' ? words.Stop : 'Stop recording'}
              aria-disabled={pending ? true : undefined}
              data-operation="StopCallRecording"
              data-pending={pending === 'Stop' ? '' : undefined}
              data-part="button"
              data-slot="stop"
              onClick={() => {
                press('Stop');
              }}
            >
              <span data-part="glyph" />
              <span data-part="label">{pending === 'Stop' ? words.Stop : 'Stop'}</span>
            </button>
          )}
        </span>
      </div>
      <div data-part="notes" data-room={noteRoom}>
        {note !== undefined && !pending && (
          <p data-part="note" data-note="change" data-tone="quiet">
            {note}
          </p>
        )}
      </div>
    </div>
  );
}

function Elapsed({
  since,
  isAtLeast,
  label,
}: {
  readonly since: number;
  readonly isAtLeast: boolean;
  readonly label: string;
}): ReactElement {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const seconds = Math.max(0, Math.floor((now - since) / 1_000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span data-part="time" role="timer" aria-label={label} dir={isAtLeast ? undefined : 'ltr'}>
      {isAtLeast ? `at least ${time}` : time}
    </span>
  );
}

const primaryOf = { Recording: 'Pause', Paused: 'Resume', Stopped: 'Start' } as const;
const words = { Start: 'Starting…', Pause: 'Pausing…', Resume: 'Resuming…', Stop: 'Stopping…' };
const primaryLabels = 'Start\nStarting…\nPause\nPausing…\nResume\nResuming…';
const stopLabels = 'Stop\nStopping…';
const noteRoom =
  'Could not resume. Recording may not be running. The server cannot be reached.\u2003\u2003Try\u00A0again';
const looks = { Recording: 'disc', Paused: 'bars', Stopped: 'crossed' };
