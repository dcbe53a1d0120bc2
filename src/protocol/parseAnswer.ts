import type { Call } from '../model/call.ts';
import { fieldsOf, integer, list, optionalFields, text, type Refused } from './fields.ts';
import { notACall, parseCall } from './parseCall.ts';

export interface ParsedAnswer {
  readonly statusCode: number;
  readonly statusMessage?: string;
}

/**
 * Reads what every answer has: `{"statusCode":0}`, or another code and perhaps a message when the
 * server refuses. Returns undefined when it is not an answer.
 *
 * @see "Web Services API Reference": PauseCallRecording, HTTP response
 */
export function parseAnswer(body: unknown): ParsedAnswer | undefined {
  const said = fieldsOf(body);
  const statusCode = integer(said.statusCode);
  return statusCode === undefined
    ? undefined
    : { statusCode, ...optionalFields(said, { statusMessage: text }) };
}

/** What was read from an answer to a request for calls, or why it cannot be read. */
export type ParsedCallsAnswer =
  | {
      readonly ok: true;
      readonly calls: readonly Call[];
      /**
       * Whether these are all the calls, so that a call that is missing here has ended. It is false
       * when an entry could not be read, because that entry may be the missing call.
       */
      readonly isComplete: boolean;
      /**
       * The server said itself that it gives only a part of the calls. Then what is shown is not
       * everything, and must not be called live.
       */
      readonly lacks?: 'calls' | undefined;
      /** What was wrong with each entry that could not be read. */
      readonly problems: readonly string[];
    }
  | RefusedCallsAnswer;

interface RefusedCallsAnswer extends Refused {
  /**
   * The server answered `{"statusCode":0}` without a list of calls. Some servers do so when there
   * are no calls. The answer counts as an empty list only while no call is known.
   */
  readonly lacks?: 'list' | undefined;
}

/**
 * Reads the answers to `GET /me/calls?fields=*` and to `GET /me/calls/{id}`. When one call cannot
 * be read, the others are read all the same. An answer with neither a list nor a call is refused,
 * because an empty list would end every call.
 *
 * @see "Web Services API Reference": the call resource
 */
export function parseCallsAnswer(body: unknown): ParsedCallsAnswer {
  const said = fieldsOf(body);
  const listed = list(said.calls);
  // `Array.from` fills the holes of a list, so that each hole is reported as a call without an id.
  const read = Array.from(listed ?? [said.call], parseCall);
  const calls = read.filter((call) => call !== undefined);
  if (said.statusCode !== 0 || !(listed || calls.length)) {
    const refused = { ok: false, problem: 'answer: expected statusCode 0 and calls' } as const;
    return said.statusCode === 0 && namesNoCall(said) ? { ...refused, lacks: 'list' } : refused;
  }

  const problems = read.flatMap((call, index) => (call ? [] : `calls[${index}]${notACall}`));
  return { ok: true, calls, isComplete: !!listed && !problems.length, problems };
}

/**
 * Whether an answer contains nothing about calls. An answer that lists `uris` says that there are
 * calls, and one with another list or object may say it in another way.
 */
function namesNoCall({ calls, call, uris, ...more }: Readonly<Record<string, unknown>>): boolean {
  const isEmpty = (value: unknown): boolean =>
    (value ?? undefined) === undefined || list(value)?.length === 0;
  const saysNothing = (value: unknown): boolean => typeof value !== 'object' || isEmpty(value);
  return (
    (calls ?? call ?? undefined) === undefined &&
    isEmpty(uris) &&
    Object.values(more).every(saysNothing)
  );
}
