import { ago } from './duration.ts';
import type { BaseMessages } from './messages.ts';
import { sentences } from './sentences.ts';

/**
 * About the longest text that is shown below the state of a recording in this language: why an
 * operation failed, that it is not confirmed, or that the connection is lost. The stylesheet keeps
 * room for it, so that nothing moves when a note comes or goes. Put together once for each catalogue.
 */
export function noteRoom(messages: BaseMessages): string {
  const known =
    rooms.get(messages) ??
    longest([longestFailure(messages), longestDoubt(messages), longestLoss(messages)]);
  rooms.set(messages, known);
  return known;
}

const rooms = new WeakMap<BaseMessages, string>();

function longestFailure(messages: BaseMessages): string {
  const { operations, still, cautious, reasons, tryAgain } = messages;
  return sentences(
    messages,
    longest(Object.values(operations).map(({ failed }) => failed)),
    longest(Object.values({ ...still, ...cautious })),
    longest(Object.values(reasons)),
    tryAgain,
  );
}

function longestDoubt({ cautious, checkAgain, tryAgain }: BaseMessages): string {
  // The buttons have gaps before them.
  return [longest(Object.values(cautious)), checkAgain, tryAgain].join('\u2003');
}

function longestLoss(messages: BaseMessages): string {
  const { connection, fullStop, stale, lastHeard, locale } = messages;
  const age = ago(119_000, locale);
  const words = [connection.lost, connection['signed-out'], connection.closed];
  return sentences(messages, longest(words) + fullStop, stale, age !== undefined && lastHeard(age));
}

function longest(texts: readonly string[]): string {
  return texts.reduce((one, other) => (other.length > one.length ? other : one), '');
}
