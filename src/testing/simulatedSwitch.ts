import type { RecordingOperationName } from '../model/recording.ts';
import {
  callResource,
  capabilitiesOf,
  type SimulatedCall,
  type WireCall,
} from './simulatedCalls.ts';

/** What the switch knows of one agent. */
export interface SwitchState {
  /** The agent's own number. */
  readonly phoneNumber: string;
  readonly calls: readonly SimulatedCall[];
}

/** Something that happens at the switch. */
export type SwitchCommand =
  /** The agent's POST. `operationName` may be any value of the body. */
  | { readonly type: 'operation'; readonly callId: string; readonly operationName: unknown }
  /**
   * The recording is changed by someone who is not the agent: a supervisor, a routing rule, or,
   * without a `callId`, the device, which means every call on it.
   */
  | {
      readonly type: 'recording';
      readonly operationName: RecordingOperationName;
      readonly callId?: string | undefined;
    }
  /** A new call; its own state says whether it rings, dials or is already there. */
  | { readonly type: 'begin'; readonly call: SimulatedCall }
  | {
      readonly type: 'answer' | 'hold' | 'retrieve' | 'release' | 'complete';
      readonly callId: string;
    }
  /** The conversation goes on under another id; the old call is released. */
  | { readonly type: 'transfer'; readonly callId: string; readonly newCallId: string }
  | {
      readonly type: 'attachData';
      readonly callId: string;
      readonly userData: Readonly<Record<string, unknown>>;
    }
  /** Time passes. The switch has no clock of its own. */
  | { readonly type: 'advance'; readonly seconds: number };

/** The answer to a REST request. `0` means that the operation was accepted, not that it is done. */
export interface SwitchAnswer {
  readonly statusCode: number;
  readonly statusMessage?: string;
}

/** A notification as the server sends it. */
export interface WireNotification {
  readonly data: {
    readonly notificationType: string;
    readonly call: WireCall;
    readonly phoneNumber: string;
    readonly messageType: string;
    readonly [extra: string]: unknown;
  };
  readonly channel: string;
}

export interface SwitchResult {
  readonly state: SwitchState;
  readonly answer: SwitchAnswer;
  readonly notifications: readonly WireNotification[];
}

/**
 * The rules of the server as a pure function, without timers, clock and network. It returns
 * messages and answers as the server sends them, and uses none of the parsers of this library.
 *
 * The server accepts an operation now and carries it out later. To do the same, use the `answer` of
 * a first call, throw its `state` away, and apply the same command again later.
 *
 * @example
 * const { state, answer, notifications } = applyToSwitch(before, {
 *   type: 'operation',
 *   callId: 'c1',
 *   operationName: 'PauseCallRecording',
 * });
 * @see "Web Services API Reference": Agent Operations
 */
export function applyToSwitch(state: SwitchState, command: SwitchCommand): SwitchResult {
  switch (command.type) {
    case 'operation':
      return operate(state, command.callId, command.operationName);
    case 'recording':
      return command.callId === undefined
        ? changeRecordingOnDevice(state, command.operationName)
        : changeRecording(state, command.callId, command.operationName);
    case 'begin':
      return begin(state, command.call);
    case 'transfer':
      return transfer(state, command.callId, command.newCallId);
    case 'attachData': {
      const { userData } = command;
      return change(state, command.callId, 'AttachedDataChanged', (call) => ({
        ...call,
        userData: { ...call.userData, ...userData },
      }));
    }
    case 'advance': {
      const calls = state.calls.map((call) =>
        isOver(call) ? call : { ...call, seconds: call.seconds + command.seconds },
      );
      return { state: { ...state, calls }, answer: accepted, notifications: [] };
    }
    case 'answer':
      return answerCall(state, command.callId);
    case 'hold':
      return move(state, command.callId, ['Established'], 'Held');
    case 'retrieve':
      return move(state, command.callId, ['Held'], 'Established');
    case 'release':
      return move(state, command.callId, inProgress, 'Released');
    case 'complete': {
      const completed = move(state, command.callId, [...inProgress, 'Released'], 'Completed');
      // A completed call is reported once more, and then it is no longer in the list.
      const calls = completed.state.calls.filter((call) => call.state !== 'Completed');
      return { ...completed, state: { ...completed.state, calls } };
    }
    default:
      return command satisfies never;
  }
}

/** The calls as `GET /me/calls?fields=*` shows them. */
export function callResources(state: SwitchState): readonly WireCall[] {
  return state.calls.map((call) => callResource(call, state.phoneNumber));
}

const accepted: SwitchAnswer = { statusCode: 0 };
const inProgress: readonly SimulatedCall['state'][] = ['Ringing', 'Dialing', 'Established', 'Held'];

/** @see "Web Services API Reference": Agent Operations, the four operations and their events */
const recordingStateAfter: Readonly<Record<RecordingOperationName, string>> = {
  StartCallRecording: 'Recording',
  PauseCallRecording: 'Paused',
  ResumeCallRecording: 'Recording',
  StopCallRecording: 'Stopped',
};

// It is a Map, because `operationName` may be any text, and `constructor` must be as unknown as
// `Dance`.
const operations: ReadonlyMap<unknown, (state: SwitchState, callId: string) => SwitchResult> =
  new Map<unknown, (state: SwitchState, callId: string) => SwitchResult>([
    ['StartCallRecording', (state, id) => changeRecording(state, id, 'StartCallRecording')],
    ['PauseCallRecording', (state, id) => changeRecording(state, id, 'PauseCallRecording')],
    ['ResumeCallRecording', (state, id) => changeRecording(state, id, 'ResumeCallRecording')],
    ['StopCallRecording', (state, id) => changeRecording(state, id, 'StopCallRecording')],
    ['Answer', (state, callId) => applyToSwitch(state, { type: 'answer', callId })],
    ['Hold', (state, callId) => applyToSwitch(state, { type: 'hold', callId })],
    ['Retrieve', (state, callId) => applyToSwitch(state, { type: 'retrieve', callId })],
    ['Hangup', (state, callId) => applyToSwitch(state, { type: 'release', callId })],
  ]);

function operate(state: SwitchState, callId: string, operationName: unknown): SwitchResult {
  const call = find(state, callId);
  if (call === undefined) return notFound(state, callId);
  if (operationName === undefined || operationName === null || operationName === '') {
    return refuse(state, 1, 'Required parameter is missing: operationName');
  }
  const perform = operations.get(operationName);
  if (perform === undefined) {
    return refuse(state, 10, 'Parameter has an invalid value: operationName');
  }
  if (!capabilitiesOf(call).some((name) => name === operationName)) {
    return refuse(state, 2, 'The operation is not valid in the current state');
  }
  return perform(state, callId);
}

function changeRecording(
  state: SwitchState,
  callId: string,
  operationName: RecordingOperationName,
): SwitchResult {
  const call = find(state, callId);
  if (call !== undefined && !capabilitiesOf(call).includes(operationName)) {
    return refuse(state, 2, `${operationName} is not valid in the current state`);
  }
  return change(state, callId, 'CallRecordingStateChange', (changing) => ({
    ...changing,
    recordingState: recordingStateAfter[operationName],
  }));
}

function changeRecordingOnDevice(
  state: SwitchState,
  operationName: RecordingOperationName,
): SwitchResult {
  const nothing: SwitchResult = { state, answer: accepted, notifications: [] };
  return state.calls
    .filter((call) => capabilitiesOf(call).includes(operationName))
    .reduce(
      (result, call) => then(result, (next) => changeRecording(next, call.id, operationName)),
      nothing,
    );
}

function begin(state: SwitchState, call: SimulatedCall): SwitchResult {
  if (find(state, call.id) !== undefined) return taken(state, call.id);
  const next = { ...state, calls: [...state.calls, call] };
  return { state: next, answer: accepted, notifications: [notify(next, 'StatusChange', call)] };
}

function answerCall(state: SwitchState, callId: string): SwitchResult {
  return recordByRule(move(state, callId, ['Ringing', 'Dialing'], 'Established'), callId);
}

function transfer(state: SwitchState, callId: string, newCallId: string): SwitchResult {
  const old = find(state, callId);
  if (old === undefined) return notFound(state, callId);
  if (find(state, newCallId) !== undefined) return taken(state, newCallId);
  const released = move(state, callId, ['Established', 'Held'], 'Released');
  if (released.answer.statusCode !== 0) return released;
  // A recording by the agent stops with a transfer. Only a rule starts another one under the new
  // id.
  const { recordingState: _, capabilities: __, ...conversation } = old;
  const successor: SimulatedCall = { ...conversation, id: newCallId, state: 'Established' };
  return recordByRule(
    then(released, (next) => begin(next, successor)),
    newCallId,
  );
}

function recordByRule(connected: SwitchResult, callId: string): SwitchResult {
  const call = find(connected.state, callId);
  const starts =
    connected.answer.statusCode === 0 &&
    call?.recordedByRule === true &&
    capabilitiesOf(call).includes('StartCallRecording');
  return starts
    ? then(connected, (next) => changeRecording(next, callId, 'StartCallRecording'))
    : connected;
}

/** Takes a call from one of the states `from` to another. The recording ends with the call. */
function move(
  state: SwitchState,
  callId: string,
  from: readonly SimulatedCall['state'][],
  to: SimulatedCall['state'],
): SwitchResult {
  const call = find(state, callId);
  if (call !== undefined && !from.includes(call.state)) {
    return refuse(state, 2, `The call is ${call.state}`);
  }
  return change(state, callId, 'StatusChange', ({ recordingState, ...moving }) => ({
    ...moving,
    state: to,
    ...(recordingState === undefined
      ? {}
      : { recordingState: isOver({ state: to }) ? 'Stopped' : recordingState }),
  }));
}

function change(
  state: SwitchState,
  callId: string,
  notificationType: string,
  changed: (call: SimulatedCall) => SimulatedCall,
): SwitchResult {
  const call = find(state, callId);
  if (call === undefined) return notFound(state, callId);
  const next = changed(call);
  const calls = state.calls.map((other) => (other === call ? next : other));
  return {
    state: { ...state, calls },
    answer: accepted,
    notifications: [notify(state, notificationType, next)],
  };
}

function then(first: SwitchResult, second: (state: SwitchState) => SwitchResult): SwitchResult {
  const result = second(first.state);
  return { ...result, notifications: [...first.notifications, ...result.notifications] };
}

function notify(
  state: SwitchState,
  notificationType: string,
  call: SimulatedCall,
): WireNotification {
  return {
    data: {
      notificationType,
      call: callResource(call, state.phoneNumber),
      phoneNumber: state.phoneNumber,
      messageType: 'CallStateChangeMessage',
    },
    channel: '/v2/me/calls',
  };
}

function refuse(state: SwitchState, statusCode: number, statusMessage: string): SwitchResult {
  return { state, answer: { statusCode, statusMessage }, notifications: [] };
}

function notFound(state: SwitchState, callId: string): SwitchResult {
  return refuse(state, 6, `Resource not found: call ${callId}`);
}

function taken(state: SwitchState, callId: string): SwitchResult {
  return refuse(state, 10, `There is already a call ${callId}`);
}

function find(state: SwitchState, callId: string): SimulatedCall | undefined {
  return state.calls.find((call) => call.id === callId);
}

function isOver(call: Pick<SimulatedCall, 'state'>): boolean {
  return call.state === 'Released' || call.state === 'Completed';
}
