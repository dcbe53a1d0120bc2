import type { CallRecording } from '../model/callRecording.ts';
import type { RecordingBlock } from '../model/recordingBlock.ts';
import type { RecordingDescription } from './describeRecording.ts';
import type { ProvidedMessages } from './messages.ts';
import { sentences } from './sentences.ts';
import { sensitiveEnglish } from './widgetEnglish.ts';

/**
 * Why something secret must not be said or typed now. While nothing is blocked, what the server says.
 *
 * @param isNeeded something that must not be recorded is on the screen
 */
export function describeBlock(
  block: RecordingBlock | undefined,
  isNeeded: boolean,
  { pending }: CallRecording,
  { word, notes }: RecordingDescription,
  messages: ProvidedMessages,
): string {
  const own = messages.wordsOf('sensitive', sensitiveEnglish);
  const pendingWord = pending ? messages.operations[pending.operationName].pending : '';
  const noteOf = (...keys: readonly string[]): string | undefined =>
    notes.find(({ key }) => keys.includes(key))?.text;
  switch (block) {
    case undefined:
      return word;
    case 'checking':
      return isNeeded ? own.waiting : messages.checking;
    case 'pausing':
      return isNeeded ? own.waiting : pendingWord;
    case 'resuming':
      return pendingWord;
    case 'refused':
      return noteOf('failure') ?? messages.operations.PauseCallRecording.failed;
    case 'not-confirmed':
      return sentences(messages, messages.unconfirmed + messages.fullStop, noteOf('failure'));
    case 'recording':
      return isNeeded ? own.recordingAgain : word;
    case 'not-allowed':
      return sentences(messages, own.pausingNotPossible, messages.still.Recording);
    case 'in-doubt':
      return messages.checking;
    case 'unknown':
      return noteOf('state', 'connection') ?? messages.still.Unknown;
    case 'out-of-date':
      return noteOf('connection') ?? messages.stale;
    case 'ended':
      return messages.callEnded + messages.fullStop;
    default:
      return block satisfies never;
  }
}
