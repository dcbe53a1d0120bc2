import { inTime } from '../client/shownWindows.ts';
import type { Announcement } from '../i18n/announceRecording.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { sentences } from '../i18n/sentences.ts';
import { lastRightAt, type ConnectionState } from '../model/connection.ts';
import type { ReportedRecordingState } from '../model/recording.ts';
import type { ReadableStore } from '../store/readableStore.ts';

/** What the announcements of a connection need to know of the announcer that makes them. */
export interface ConnectionAnnouncer {
  /** Whether this announcer speaks for all announcers of the desktop. */
  readonly isFirst: () => boolean;
  readonly say: (announcement: Announcement) => void;
  /** The recording state of the call, if exactly one is watched. */
  readonly stateOfOnlyCall: () => ReportedRecordingState | undefined;
}

/**
 * The loss of the connection is announced only after this time, because a short loss would be over
 * before the screen reader has read the sentence. In ms.
 */
const announceAfter = 1_000;

/**
 * Announces that the connection is lost, and that it is back.
 *
 * @returns a function that stops it
 */
export function announceConnection(
  connection: ReadableStore<ConnectionState>,
  messages: () => BaseMessages,
  { isFirst, say, stateOfOnlyCall }: ConnectionAnnouncer,
): () => void {
  /** The problem that the first announcer of the desktop has announced last. */
  let lastAnnounced: ConnectionState['phase'] | undefined;
  let isAnyStateShown = isAnyStateKnown(connection.getState());
  let clearTimer = (): void => undefined;

  /** The phase is read only now, because a lost connection often turns out to be a lost sign-in. */
  const announceProblem = (): void => {
    const { phase } = connection.getState();
    if (phase === lastAnnounced) return;
    lastAnnounced = phase;
    if (isFirst()) say(describeProblem(phase, isAnyStateShown, messages()));
  };
  const unsubscribe = connection.subscribe(({ phase }, before) => {
    if (phase === before.phase) return;
    clearTimer();
    if (phase === 'live') {
      if (lastAnnounced && isFirst()) say(connectedAgain(stateOfOnlyCall(), messages()));
      lastAnnounced = undefined;
      isAnyStateShown = true;
    } else if (isAnyStateShown || phase === 'signed-out') {
      clearTimer = inTime(announceProblem, announceAfter);
    }
  });
  return () => {
    clearTimer();
    unsubscribe();
  };
}

function isAnyStateKnown(status: ConnectionState): boolean {
  return status.phase === 'live' || lastRightAt(status) !== undefined;
}

/** The announcement of a problem with the connection: "Signed out. May be out of date." */
function describeProblem(
  phase: ConnectionState['phase'],
  isAnyStateShown: boolean,
  messages: BaseMessages,
): Announcement {
  return {
    text:
      phase === 'lost'
        ? messages.spoken.connectionLost
        : sentences(
            messages,
            messages.connection[phase] + messages.fullStop,
            isAnyStateShown && messages.stale,
          ),
    politeness: 'assertive',
  };
}

/**
 * "Connected. Recording.": the state is added only when one call is watched, because it would not be
 * clear of which call it is.
 */
function connectedAgain(
  state: ReportedRecordingState | undefined,
  messages: BaseMessages,
): Announcement {
  return {
    text: sentences(
      messages,
      messages.spoken.connected,
      state && messages.states[state] + messages.fullStop,
    ),
  };
}
