import * as v from 'valibot';
import type { Call, CallId } from '../model/call.ts';
import { anything, lenient, list, present, refusal, text, type Refused } from './fields.ts';
import { parseCall, type ParsedCall } from './parseCall.ts';

export type ParsedAnswer =
  { readonly ok: true; readonly statusCode: number; readonly statusMessage?: string } | Refused;

/**
 * Reads what every answer has: `{"statusCode":0}`, or a code and perhaps a message when the
 * server says no.
 *
 * @see "Web Services API Reference": PauseCallRecording, HTTP response
 */
export function parseAnswer(body: unknown): ParsedAnswer {
  const read = v.safeParse(Answer, body);
  return read.success ? { ok: true, ...present(read.output) } : refusal(read.issues);
}

export type ParsedCallsAnswer =
  | {
      readonly ok: true;
      readonly calls: readonly Call[];
      /**
       * What was wrong with each entry that could not be read. While there is one, a call missing
       * from `calls` may be that one: it must not be taken for ended.
       */
      readonly problems: readonly string[];
      readonly unknownRecordingStates: readonly UnknownRecordingState[];
    }
  | Refused;

export interface UnknownRecordingState {
  readonly callId: CallId;
  /** The word in `recordingState` that made it `Unknown`, cut to 40 characters. */
  readonly value: string;
}

/**
 * Reads the answer to `GET /me/calls?fields=*`. One unreadable call does not cost the others; an
 * answer without a list of calls is refused, for an empty list would end every call.
 *
 * @see "Web Services API Reference": the call resource
 */
export function parseCallsAnswer(body: unknown): ParsedCallsAnswer {
  const read = v.safeParse(CallsAnswer, body);
  if (!read.success) return refusal(read.issues);

  const calls: Call[] = [];
  const problems: string[] = [];
  const unknownRecordingStates: UnknownRecordingState[] = [];
  for (const [index, value] of read.output.calls.entries()) {
    const parsed = parseCall(value);
    if (!parsed.ok) {
      problems.push(parsed.problem.replace('call', `calls[${index}]`));
      continue;
    }
    calls.push(parsed.call);
    if (parsed.unknownRecordingState !== undefined) {
      unknownRecordingStates.push({ callId: parsed.call.id, value: parsed.unknownRecordingState });
    }
  }
  return { ok: true, calls, problems, unknownRecordingStates };
}

/** Reads the answer to `GET /me/calls/{id}`: `{"statusCode":0,"call":{…}}`. */
export function parseCallAnswer(body: unknown): ParsedCall {
  const read = v.safeParse(CallAnswer, body);
  return read.success ? parseCall(read.output.call) : refusal(read.issues);
}

const notAnAnswer = 'answer: expected an object with a statusCode';

const Answer = v.object(
  {
    statusCode: v.custom<number>(Number.isInteger, 'statusCode: expected a whole number'),
    statusMessage: lenient(text),
  },
  notAnAnswer,
);

const succeeded = v.custom<0>((value) => value === 0, 'statusCode: expected 0');

const CallsAnswer = v.object(
  { statusCode: succeeded, calls: list },
  'answer: expected an object with a statusCode and a list of calls',
);

const CallAnswer = v.object({ statusCode: succeeded, call: v.optional(anything) }, notAnAnswer);
