/**
 * What the simulated switch knows of a call. `callResource` makes the call resource from it, so
 * that `capabilities` and `GSIP_RECORD` cannot disagree with the state.
 */
export interface SimulatedCall {
  readonly id: string;
  readonly connId: string;
  readonly state: 'Ringing' | 'Dialing' | 'Established' | 'Held' | 'Released' | 'Completed';
  /** Absent when the call was never recorded. A test may give a word that no server uses. */
  readonly recordingState?: string | undefined;
  /** `false`: the server offers no recording operation on this call. */
  readonly isRecordable: boolean;
  /** A routing rule starts the recording as soon as somebody answers. */
  readonly recordedByRule: boolean;
  readonly callType: 'Inbound' | 'Outbound' | 'Internal' | 'Consult';
  readonly otherParty: string;
  /** The number that was called. */
  readonly dnis: string;
  /** The calling number; newer servers leave it out. */
  readonly ani?: string | undefined;
  /** Since the call began. May be fractional; the wire shows whole seconds. */
  readonly seconds: number;
  readonly userData: Readonly<Record<string, unknown>>;
  readonly parentCallId?: string | undefined;
  /**
   * Capabilities instead of those that the state implies, to test a server that contradicts itself.
   */
  readonly capabilities?: readonly string[] | undefined;
}

/** A call resource exactly as the server sends it. */
export interface WireCall {
  readonly id: string;
  readonly state: string;
  readonly callUuid: string;
  readonly connId: string;
  readonly deviceUri: string;
  readonly participants: readonly WireParticipant[];
  readonly ani?: string | undefined;
  readonly dnis: string;
  readonly callType: string;
  readonly capabilities: readonly string[];
  readonly userData: Readonly<Record<string, unknown>>;
  /** A string of whole seconds. */
  readonly duration: string;
  readonly mute: string;
  readonly recordingState?: string | undefined;
  readonly supervisorListeningIn: boolean;
  readonly monitoredUserMuted: boolean;
  readonly monitoring: boolean;
  readonly uri: string;
  readonly path: string;
  readonly parentCallUri?: string | undefined;
}

interface WireParticipant {
  readonly e164Number: string;
  readonly formattedPhoneNumber: string;
  readonly phoneNumber: string;
  readonly digits: string;
}

/**
 * A call with everything filled in: an answered, recorded, incoming call unless told otherwise.
 *
 * @example simulatedCall({ id: simulatedCallId(1), recordingState: 'Paused' })
 */
export function simulatedCall({
  id,
  connId = `0071${Array.from(id.slice(-6), (char) => char.charCodeAt(0).toString(16)).join('')}`,
  state = 'Established',
  isRecordable = true,
  recordedByRule = false,
  callType = 'Inbound',
  otherParty = '15001',
  dnis = '15000',
  seconds = 0,
  userData = {},
  ...mayBeAbsent
}: GivenCall): SimulatedCall {
  return {
    id,
    connId,
    state,
    isRecordable,
    recordedByRule,
    callType,
    otherParty,
    dnis,
    seconds,
    userData,
    ...mayBeAbsent,
  };
}

/** What a test says of a call. What it leaves out, or gives as undefined, is filled in. */
type GivenCall = { readonly [Key in keyof SimulatedCall]?: SimulatedCall[Key] | undefined } & {
  readonly id: string;
};

/** A call id in the style of the server's own. @example simulatedCallId(1) */
export function simulatedCallId(number: number): string {
  return `01RCC3N118B1V0SL807GK2LAES${number.toString(36).toUpperCase().padStart(6, '0')}`;
}

/**
 * The calls that an agent has at the start: one of each kind that shows different buttons.
 *
 * @param firstNumber where the ids begin, so that the calls of two agents have different ids
 */
export function startingCalls(firstNumber = 1): readonly SimulatedCall[] {
  const inbound = simulatedCallId(firstNumber);
  return [
    simulatedCall({
      id: inbound,
      recordingState: 'Recording',
      recordedByRule: true,
      otherParty: '+442071838750',
      ani: '+442071838750',
      dnis: '8005550100',
      seconds: 94,
      userData: { CustomerName: 'Ada Lovelace', Topic: 'Card payment' },
    }),
    simulatedCall({
      id: simulatedCallId(firstNumber + 1),
      callType: 'Internal',
      otherParty: '15001',
      dnis: '15001',
      seconds: 31,
      userData: { CustomerName: 'Grace Hopper', Topic: 'Second line' },
    }),
    simulatedCall({
      id: simulatedCallId(firstNumber + 2),
      state: 'Held',
      callType: 'Consult',
      recordingState: 'Paused',
      otherParty: '15007',
      dnis: '15007',
      seconds: 47,
      userData: { CustomerName: 'Alan Turing', Topic: 'Asking a colleague' },
      parentCallId: inbound,
    }),
    simulatedCall({
      id: simulatedCallId(firstNumber + 3),
      callType: 'Outbound',
      recordingState: 'Stopped',
      otherParty: '+4930901820',
      dnis: '+4930901820',
      seconds: 212,
      userData: { CustomerName: 'Konrad Zuse', Topic: 'Call back' },
    }),
  ];
}

const changeUserData = ['AttachUserData', 'UpdateUserData', 'DeleteUserData', 'DeleteUserDataPair'];

/**
 * `Established` is as in the server's documents. The other states have what a phone would allow.
 */
const phoneCapabilities: Readonly<Record<SimulatedCall['state'], readonly string[]>> = {
  Ringing: ['Answer', ...changeUserData],
  Dialing: ['Hangup', 'SendDtmf', ...changeUserData],
  Established: [
    'UpdateUserData',
    'SendDtmf',
    'InitiateConference',
    'Hold',
    'SingleStepTransfer',
    'InitiateTransfer',
    'AttachUserData',
    'DeleteUserDataPair',
    'SingleStepConference',
    'DeleteUserData',
    'Hangup',
  ],
  Held: ['Retrieve', 'Hangup', ...changeUserData],
  Released: [],
  Completed: [],
};

const recordingCapabilities: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['Recording', ['PauseCallRecording', 'StopCallRecording']],
  ['Paused', ['ResumeCallRecording', 'StopCallRecording']],
  ['Stopped', ['StartCallRecording']],
  [undefined, ['StartCallRecording']],
]);

const gsipRecord: ReadonlyMap<string | undefined, string> = new Map([
  ['Recording', 'ON'],
  ['Paused', 'PAUSED'],
  ['Stopped', 'OFF'],
]);

/** The operations that the switch allows on this call now. */
export function capabilitiesOf(call: SimulatedCall): readonly string[] {
  if (call.capabilities !== undefined) return call.capabilities;
  const phone = phoneCapabilities[call.state];
  const isConnected = call.state === 'Established' || call.state === 'Held';
  if (!isConnected || !call.isRecordable) return phone;
  return [...phone, ...(recordingCapabilities.get(call.recordingState) ?? [])];
}

// This is the host in the documents' samples. Nothing answers there, so a client that fetches a URL
// of an event fails.
const wireOrigin = 'http://127.0.0.1:8080/api/v2';

/** The call as the server would send it. */
export function callResource(call: SimulatedCall, phoneNumber: string): WireCall {
  const record = gsipRecord.get(call.recordingState);
  return {
    id: call.id,
    state: call.state,
    callUuid: call.id,
    connId: call.connId,
    deviceUri: `${wireOrigin}/devices/631608b3-ceb1-472b-ba05-2ae39555b0d1`,
    participants: [
      {
        e164Number: call.otherParty.startsWith('+') ? call.otherParty : '',
        formattedPhoneNumber: call.otherParty,
        phoneNumber: call.otherParty,
        digits: call.otherParty.replace('+', ''),
      },
    ],
    ...(call.ani === undefined ? {} : { ani: call.ani }),
    dnis: call.dnis,
    callType: call.callType,
    capabilities: capabilitiesOf(call),
    userData: {
      ...(record === undefined
        ? {}
        : {
            GSIP_RECORD: record,
            GSIP_REC_FN: `${call.id}_${phoneNumber}_${phoneNumber}_${call.dnis}_2015-10-16_14-26-23_hpe-voicevm-70-dot-genesyslab-dot-com_%3Ccont_center_id%3E`,
          }),
      ...call.userData,
    },
    duration: String(Math.floor(call.seconds)),
    mute: 'Off',
    ...(call.recordingState === undefined ? {} : { recordingState: call.recordingState }),
    supervisorListeningIn: false,
    monitoredUserMuted: false,
    monitoring: false,
    uri: `${wireOrigin}/me/calls/${call.id}`,
    path: `/calls/${call.id}`,
    ...(call.parentCallId === undefined
      ? {}
      : { parentCallUri: `${wireOrigin}/me/calls/${call.parentCallId}` }),
  };
}
