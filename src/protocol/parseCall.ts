import * as v from 'valibot';
import type { Call, Participant } from '../model/call.ts';
import type { ReportedRecordingState } from '../model/recording.ts';
import {
  anything,
  callId,
  decimal,
  flag,
  lenient,
  list,
  present,
  refusal,
  text,
  type Refused,
} from './fields.ts';

export type ParsedCall =
  | {
      readonly ok: true;
      readonly call: Call;
      /** The word in `recordingState` that made it `Unknown`, cut to 40 characters. */
      readonly unknownRecordingState?: string;
    }
  | Refused;

/**
 * Reads a call resource. Only `id` is required; any other field that is missing or not what it
 * should be is left out, or said to be unknown, and the call is read all the same.
 *
 * @see "Web Services API Reference": StartCallRecording, CometD notification, `data.call`
 * @example
 * const parsed = parseCall(answer.call);
 * if (parsed.ok) show(parsed.call.recordingState);
 */
export function parseCall(value: unknown): ParsedCall {
  const read = v.safeParse(CallResource, value);
  if (!read.success) return refusal(read.issues);

  const { participantsInfo, ...said } = read.output;
  const recordingState = reportedRecordingState(said.recordingState);
  const call: Call = present({
    ...said,
    recordingState,
    capabilities: [...new Set(said.capabilities)].filter((name) => typeof name === 'string'),
    participants: participantsOf(said.participants, participantsInfo),
    duration: decimal(said.duration),
    userData: ownEntries(said.userData),
  });
  return recordingState === 'Unknown'
    ? { ok: true, call, unknownRecordingState: oddWord(said.recordingState) }
    : { ok: true, call };
}

const optionalText = lenient(text);
const optionalFlag = lenient(flag);
const optionalValue = v.optional(anything);
const listOrNone = v.fallback(list, []);

const CallResource = v.object(
  {
    id: callId,
    connId: optionalText,
    callUuid: optionalText,
    state: v.fallback(text, ''),
    recordingState: optionalValue,
    capabilities: listOrNone,
    participants: listOrNone,
    participantsInfo: listOrNone,
    ani: optionalText,
    dnis: optionalText,
    callType: optionalText,
    duration: optionalValue,
    mute: optionalText,
    supervisorListeningIn: optionalFlag,
    monitoring: optionalFlag,
    monitoredUserMuted: optionalFlag,
    userData: optionalValue,
    deviceUri: optionalText,
    uri: optionalText,
    path: optionalText,
    parentCallUri: optionalText,
  },
  'call: expected an object with an id',
);

function reportedRecordingState(said: unknown): ReportedRecordingState {
  if (said === undefined || said === null) return 'None';
  return said === 'Recording' || said === 'Paused' || said === 'Stopped' ? said : 'Unknown';
}

function oddWord(said: unknown): string {
  return typeof said === 'string' ? said.slice(0, 40) : `(${typeof said})`;
}

const Party = v.object({
  formattedPhoneNumber: optionalText,
  phoneNumber: optionalText,
  e164Number: optionalText,
  E164digits: optionalText,
  digits: optionalText,
});

/**
 * Newer servers list objects. Older ones list numbers, and say more about each of them, in the
 * same order, in `participantsInfo`.
 */
function participantsOf(participants: readonly unknown[], info: readonly unknown[]): Participant[] {
  const entries = participants.length ? participants : info;
  return [...entries].flatMap((entry, index): Participant[] => {
    const number = v.is(text, entry) ? entry : undefined;
    const read = v.safeParse(Party, number === undefined ? entry : info[index]);
    if (!read.success && number === undefined) return [];

    const party: v.InferOutput<typeof Party> = read.success ? read.output : {};
    // `||`, for the documents write "" where there is no such number.
    const phoneNumber = party.phoneNumber || number || undefined;
    const e164Number = party.e164Number || party.E164digits || undefined;
    const digits = party.digits || undefined;
    // May stay "": a caller who withholds the number is a participant all the same.
    const formattedPhoneNumber =
      party.formattedPhoneNumber || phoneNumber || digits || e164Number || '';
    return [present({ formattedPhoneNumber, phoneNumber, e164Number, digits })];
  });
}

/** A copy that owns every key as plain data, `__proto__` included; nested values are not touched. */
function ownEntries(value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  // `fromEntries` defines its keys; assigning them would let `__proto__` choose the prototype.
  return isObject ? Object.fromEntries(Object.entries(value)) : {};
}
