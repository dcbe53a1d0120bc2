import type { Call, Participant } from '../model/call.ts';
import type { ReportedRecordingState } from '../model/recording.ts';
import {
  callId,
  decimal,
  fieldsOf,
  flag,
  isObject,
  list,
  object,
  optionalFields,
  text,
  type Field,
} from './fields.ts';
import { parseCapabilities } from './parseCapabilities.ts';

/**
 * The end of a problem text about a value that is not a call. The name of the value comes first.
 */
export const notACall = ': expected an object with an id fit for a URL';

/**
 * Reads a call resource. Only `id` is required; any other field that is missing or not what it
 * should be is left out, or said to be unknown, and the call is read all the same.
 *
 * @see "Web Services API Reference": StartCallRecording, CometD notification, `data.call`
 * @example
 * const call = parseCall(answer.call);
 * if (call) show(call.recordingState);
 */
export function parseCall(value: unknown): Call | undefined {
  const said = fieldsOf(value);
  const id = callId(said.id);
  if (!id) return undefined;

  const word = said.recordingState;
  const recordingState = reportedRecordingState(word);
  return {
    id,
    state: text(said.state) ?? '',
    recordingState,
    ...(recordingState === 'Unknown' && { unknownRecordingState: shown(word) }),
    capabilities: parseCapabilities(list(said.capabilities)),
    participants: participantsOf(list(said.participants), list(said.participantsInfo)),
    // Spreading defines the keys; assigning them would let `__proto__` choose the prototype.
    userData: { ...(isObject(said.userData) && said.userData) },
    ...optionalFields(said, optional),
  };
}

const optional = {
  connId: text,
  callUuid: text,
  ani: text,
  dnis: text,
  callType: text,
  duration: decimal,
  mute: text,
  supervisorListeningIn: flag,
  monitoring: flag,
  monitoredUserMuted: flag,
  deviceUri: text,
  uri: text,
  path: text,
  parentCallUri: text,
};

function reportedRecordingState(word: unknown): ReportedRecordingState {
  if (word === undefined || word === null) return 'None';
  return word === 'Recording' || word === 'Paused' || word === 'Stopped' ? word : 'Unknown';
}

function shown(word: unknown): string {
  return typeof word === 'string' ? word.slice(0, 40) : `(${typeof word})`;
}

/** A number. The documents write `""` when there is none. */
const number: Field<string> = (value) => text(value) || undefined;

/**
 * Newer servers list objects. Older ones list numbers, and say more about each of them, in the
 * same order, in `participantsInfo`.
 */
function participantsOf(
  participants: readonly unknown[] = [],
  info: readonly unknown[] = [],
): Participant[] {
  const entries = participants.length ? participants : info;
  const read: Participant[] = [];
  // A plain loop and no `flatMap`, which would call the `constructor` that came with the list.
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index];
    const isNumber = text(entry) !== undefined;
    const said = isNumber ? fieldsOf(info[index]) : object(entry);
    if (!said) continue;

    const phoneNumber = number(said.phoneNumber) ?? number(entry);
    const e164Number = number(said.e164Number) ?? number(said.E164digits);
    const digits = number(said.digits);
    read.push({
      // This may be "", because a caller who withholds the number is a participant too.
      formattedPhoneNumber:
        number(said.formattedPhoneNumber) ?? phoneNumber ?? digits ?? e164Number ?? '',
      ...(phoneNumber && { phoneNumber }),
      ...(e164Number && { e164Number }),
      ...(digits && { digits }),
    });
  }
  return read;
}
