import { canBeRepeated, type AgentDesktopErrorCode } from '../model/errors.ts';
import { recordingOperationNames, recordingOperations } from '../model/recording.ts';
import { ago } from './duration.ts';
import type { BaseMessages } from './messages.ts';
import { sentences } from './sentences.ts';

/**
 * Returns about the longest text that is shown below the state of a recording in this language: why
 * an operation failed, that it is not confirmed, or that the connection is lost. The stylesheet
 * keeps room for it, so that nothing moves when a note comes or goes. The text is put together once
 * for each catalogue.
 */
export function noteRoom(messages: BaseMessages): string {
  const known = rooms.get(messages) ?? longestNote(messages);
  rooms.set(messages, known);
  return known;
}

const rooms = new WeakMap<BaseMessages, string>();

function longestNote(messages: BaseMessages): string {
  const note = longest([longestFailure(messages), longestDoubt(messages)]);
  // The age is put into words only where it can decide which text is the longest. The first use of
  // `Intl` on a page takes 15 ms, and this is called before the first widget is shown.
  if (roomOf(longestLoss(messages, '_'.repeat(lengthOfAge(messages)))) <= roomOf(note)) return note;
  return longest([note, longestLoss(messages, ago(119_000, messages.locale))]);
}

/** No language that browsers know has more characters than that for "119 seconds ago". */
function lengthOfAge({ locale }: BaseMessages): number {
  return /^(ja|zh)\b/.test(locale) ? 9 : 25;
}

function longestFailure(messages: BaseMessages): string {
  const { operations, still, cautious, reasons, tryAgain } = messages;
  const failure = longest(
    recordingOperationNames.map((name) => {
      const { from, ifUnconfirmed } = recordingOperations[name];
      const isNow = longest([...from.map((state) => still[state]), cautious[ifUnconfirmed]]);
      return sentences(messages, operations[name].failed, isNow);
    }),
  );
  return longest(
    Object.entries(reasons).map(([code, reason]) => {
      const words = sentences(messages, failure, reason);
      // The keys of the reasons are codes of errors, and `entries` makes strings of them.
      return canBeRepeated(code as AgentDesktopErrorCode) ? withButtons(words, tryAgain) : words;
    }),
  );
}

function longestDoubt(messages: BaseMessages): string {
  const { cautious, checkedAgain, checkAgain, tryAgain } = messages;
  const words = sentences(messages, cautious['treat-as-recording'], checkedAgain);
  return withButtons(words, checkAgain, tryAgain);
}

function longestLoss(messages: BaseMessages, age: string | undefined): string {
  const { connection, fullStop, stale, lastHeard } = messages;
  const words = [connection.lost, connection['signed-out'], connection.closed];
  return sentences(messages, longest(words) + fullStop, stale, age !== undefined && lastHeard(age));
}

const gap = '\u2003\u2003';

/** A button has a gap before it, and no line breaks inside of it. */
function withButtons(words: string, ...labels: readonly string[]): string {
  return [words, ...labels.map((label) => label.replaceAll(' ', '\u00A0'))].join(gap);
}

function longest(texts: readonly string[]): string {
  return texts.reduce((one, other) => (roomOf(other) > roomOf(one) ? other : one), '');
}

/**
 * The length of the text with an eighth more for each button, because a button often begins a line of
 * its own and leaves the line before it half empty.
 */
function roomOf(text: string): number {
  return text.length * (1 + (text.split(gap).length - 1) / 8);
}
