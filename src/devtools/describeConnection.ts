import { lastRightAt, type ConnectionState } from '../model/connection.ts';
import { wordOfError } from './describeOperation.ts';
import { timeOfDay } from './times.ts';

/** The phase of the connection, why it is not live, and since when what is shown may be out of date. */
export function describeConnection(state: ConnectionState): string {
  const reason = state.phase === 'lost' ? ` (${wordOfError(state.reason)})` : '';
  const rightAt = lastRightAt(state);
  const asOf = rightAt === undefined ? '' : `, right as of ${timeOfDay(rightAt)}`;
  return `${state.phase}${reason}${asOf}`;
}
