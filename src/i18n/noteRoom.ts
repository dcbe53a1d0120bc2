import type { BaseMessages } from './messages.ts';
import { sentences } from './sentences.ts';

/**
 * About the longest text that is shown below the state of a recording in this language: why an
 * operation failed. The stylesheet keeps room for it, so that nothing moves when a note comes or
 * goes. Put together once for each catalogue.
 */
export function noteRoom(messages: BaseMessages): string {
  const { operations, still, cautious, reasons, tryAgain } = messages;
  const known =
    rooms.get(messages) ??
    sentences(
      messages,
      longest(Object.values(operations).map(({ failed }) => failed)),
      longest(Object.values({ ...still, ...cautious })),
      longest(Object.values(reasons)),
      tryAgain,
    );
  rooms.set(messages, known);
  return known;
}

const rooms = new WeakMap<BaseMessages, string>();

function longest(texts: readonly string[]): string {
  return texts.reduce((one, other) => (other.length > one.length ? other : one), '');
}
