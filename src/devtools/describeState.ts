import type { CallRecording } from '../model/callRecording.ts';
import { describeAllowed } from './describeChange.ts';
import { shortName } from './describeOperation.ts';

/** What is known of the recording of a call. */
export function describeState({ state, allowed, doubt, ended, pending }: CallRecording): string {
  return [
    ended ? `over (${ended.state} before)` : state,
    ...(ended ? [] : [describeAllowed(allowed)]),
    ...(doubt ? [`doubt: ${doubt}`] : []),
    ...(pending ? [`${shortName(pending.operationName)} #${pending.requestId} pending`] : []),
  ].join('; ');
}
