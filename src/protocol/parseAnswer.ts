import type { Call } from '../model/call.ts';
import { fieldsOf, integer, list, optionalFields, text, type Refused } from './fields.ts';
import { notACall, parseCall } from './parseCall.ts';

export interface ParsedAnswer {
  readonly statusCode: number;
  readonly statusMessage?: string;
}

/**
 * Reads what every answer has: `{"statusCode":0}`, or a code and perhaps a message when the
 * server says no. Undefined for what is no answer.
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

export type ParsedCallsAnswer =
  | {
      readonly ok: true;
      readonly calls: readonly Call[];
      /**
       * Whether these are all the calls there are, so that one missing from them has ended. Not so
       * after an entry that could not be read: it may be the missing one.
       */
      readonly isComplete: boolean;
      /**
       * The server said itself that it gives only a part of the calls: by this answer what is shown
       * is not all there is, and must not be called live.
       */
      readonly lacks?: 'calls';
      /** What was wrong with each entry that could not be read. */
      readonly problems: readonly string[];
    }
  | RefusedCallsAnswer;

interface RefusedCallsAnswer extends Refused {
  /**
   * The server said that all is well, and nothing of calls: `{"statusCode":0}`. So some servers say
   * that there are none. It proves nothing where a call is known; where none is, it may be taken for
   * an empty list.
   */
  readonly lacks?: 'list';
}

/**
 * Reads the answers to `GET /me/calls?fields=*` and to `GET /me/calls/{id}`. One unreadable call
 * does not cost the others; an answer with neither a list nor a call is refused, for an empty list
 * would end every call.
 *
 * @see "Web Services API Reference": the call resource
 */
export function parseCallsAnswer(body: unknown): ParsedCallsAnswer {
  const said = fieldsOf(body);
  const listed = list(said.calls);
  // `from` fills the holes in a list, so that they are told.
  const read = Array.from(listed ?? [said.call], parseCall);
  const calls = read.filter((call) => call !== undefined);
  if (said.statusCode !== 0 || !(listed || calls.length)) {
    const refused = { ok: false, problem: 'answer: expected statusCode 0 and calls' } as const;
    return said.statusCode === 0 && namesNoCall(said) ? { ...refused, lacks: 'list' } : refused;
  }

  const problems = read.flatMap((call, index) => (call ? [] : `calls[${index}]${notACall}`));
  return { ok: true, calls, isComplete: !!listed && !problems.length, problems };
}

/** A server that gives addresses, although it was asked for all fields, may have any calls. */
function namesNoCall({ calls, call, uris }: Readonly<Record<string, unknown>>): boolean {
  const hasNoUris = (uris ?? undefined) === undefined || list(uris)?.length === 0;
  return (calls ?? call ?? undefined) === undefined && hasNoUris;
}
