import type { WallPhase } from '../model/wallReport.ts';
import { isDoubtful, knownFor, type WallRow } from '../model/wallRow.ts';
import type { RecordingLook } from './describeRecording.ts';
import { ago, rightNow } from './duration.ts';
import type { BaseMessages } from './messages.ts';
import { sentences } from './sentences.ts';
import { shortDuration } from './shortDuration.ts';
import type { WallWords } from './wallWords.ts';

/** The row of a wall in words. */
export interface WallRowDescription {
  readonly look: RecordingLook;
  readonly word: string;
  readonly detail: string | undefined;
  /** For how long it is known to have been in its state: "2 min 10 sec", "at least 2 min 10 sec". */
  readonly time: string | undefined;
  /** When it was last heard: "now", "18 seconds ago". */
  readonly heard: string | undefined;
}

/** @param now steady clock, epoch ms */
export function describeWallRow(
  row: WallRow,
  messages: BaseMessages,
  { inDoubtDetail, gone }: WallWords,
  now: number,
): WallRowDescription {
  const { presence, recordingState, beginning, unheardSince } = row;
  if (presence === 'gone')
    return { look: 'unknown', word: gone, detail: undefined, time: undefined, heard: undefined };
  if (presence === 'ended') {
    const detail = recordingState === 'Paused' ? messages.callEndedWhilePaused : undefined;
    return { look: 'ended', word: messages.callEnded, detail, time: undefined, heard: undefined };
  }
  const length = shortDuration(wholeSeconds(knownFor(row, now)), messages.locale);
  const isWhole = beginning === 'seen' && unheardSince === undefined;
  return {
    // All that the compiler knows of it is that it is a string.
    look: recordingState.toLowerCase() as Lowercase<typeof recordingState>,
    word: messages.states[recordingState],
    detail:
      recordingState === 'Unknown'
        ? undefined
        : unheardSince !== undefined
          ? messages.lastKnown
          : isDoubtful(row)
            ? inDoubtDetail
            : undefined,
    time: isWhole ? length : messages.atLeast(length),
    heard:
      unheardSince === undefined
        ? rightNow(messages.locale)
        : ago(now - unheardSince, messages.locale),
  };
}

/** A time that goes on is rounded down, so that it never says more than has passed. */
function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000) * 1_000;
}

/** What the state of the source means for the rows. */
export function sourceSentence(phase: WallPhase, messages: BaseMessages, silent: string): string {
  switch (phase) {
    case 'waiting':
      return messages.checking;
    case 'heard':
      return messages.spoken.connected;
    case 'silent':
      return sentences(messages, silent, messages.stale);
    case 'lost':
      return sentences(messages, messages.connection.lost + messages.fullStop, messages.stale);
    default:
      return phase satisfies never;
  }
}
