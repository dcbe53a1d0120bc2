import type { CallRecording } from '../model/callRecording.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { describeEnding, shortName } from './describeOperation.ts';

/**
 * What a message or a read has changed in what is shown of a call. It is empty if nothing has
 * changed.
 */
export function describeChange(before: CallRecording, after: CallRecording): readonly string[] {
  if (before === after) return [];
  const changes: string[] = [];
  if (!before.isKnown) changes.push(`first heard of: ${after.state}`);
  else if (before.state !== after.state)
    changes.push(`${before.state} → ${after.state}${authorOf(before, after)}`);
  if (before.allowed !== after.allowed) changes.push(describeAllowed(after.allowed));
  if (before.doubt !== after.doubt)
    changes.push(after.doubt ? `doubt: ${after.doubt}` : 'no doubt any more');
  if (!before.ended && after.ended) changes.push('the call is over');
  if (before.ended && !after.ended) changes.push('the call goes on');
  if (after.outcome && after.outcome !== before.outcome)
    changes.push(
      `${shortName(after.outcome.operationName)} #${after.outcome.requestId}: ${describeEnding(after.outcome)}`,
    );
  return changes;
}

export function describeAllowed(allowed: readonly RecordingOperationName[]): string {
  return allowed.length === 0 ? 'allows nothing' : `allows ${allowed.map(shortName).join(', ')}`;
}

/** A message that names no state makes the state unknown, and nobody has made that change. */
function authorOf({ change: known }: CallRecording, { change }: CallRecording): string {
  if (!change || change === known) return '';
  return change.by === 'agent' ? ', by this agent' : ', by someone else';
}
