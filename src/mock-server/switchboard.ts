import { type SimulatedCall, startingCalls, type WireCall } from '../testing/simulatedCalls.ts';
import {
  applyToSwitch,
  callResources,
  type SwitchAnswer,
  type SwitchCommand,
  type SwitchState,
  type WireNotification,
} from '../testing/simulatedSwitch.ts';
import type { Faults } from './faults.ts';
import type { Schedule } from './schedule.ts';
import { mockUsers } from './session.ts';

/** The time from which a call was in this state, whether or not a client knows of it. */
export interface TimelineEntry {
  /** Epoch ms. */
  readonly at: number;
  readonly state: string;
  readonly recordingState: string | null;
}

export interface SwitchboardOptions {
  /** The calls of `agent` at the start. Every other user has the usual calls. */
  readonly calls?: readonly SimulatedCall[] | undefined;
  /**
   * Whether events contain the time when they were made, as in the logs of real servers. Default
   * true.
   */
  readonly serverTimestamps?: boolean | undefined;
}

/**
 * The simulated switch of each agent, with a clock, a record of all states, and faults of events.
 */
export interface Switchboard {
  /** Returns what the server would answer now, and changes nothing. */
  wouldAnswer(userName: string, command: SwitchCommand): SwitchAnswer;
  /** Changes the call now, and sends the events. */
  perform(userName: string, command: SwitchCommand): SwitchAnswer;
  calls(userName: string): readonly WireCall[];
  switchOf(userName: string): SwitchState;
  /** Gives the call this `callUuid`, which other calls may have too. */
  shareUuid(callId: string, callUuid: string): void;
  /** Returns the user who has this call. */
  ownerOf(callId: string): string | undefined;
  readonly timeline: Readonly<Record<string, readonly TimelineEntry[]>>;
}

export function createSwitchboard(
  { calls, serverTimestamps = true }: SwitchboardOptions,
  faults: Faults,
  schedule: Schedule,
  deliver: (userName: string, notification: WireNotification) => void,
): Switchboard {
  const switches = new Map<string, SwitchState>(
    mockUsers.map(({ userName, phoneNumber }, index) => [
      userName,
      {
        phoneNumber,
        calls: index === 0 && calls !== undefined ? calls : startingCalls(1 + index * 1000),
      },
    ]),
  );
  const timeline: Record<string, TimelineEntry[]> = {};
  const lastEvents = new Map<string, WireNotification>();
  const uuids = new Map<string, string>();
  const heldBack = new Map<string, WireNotification[]>();
  let clock = Date.now();

  for (const state of switches.values()) {
    for (const call of callResources(state)) {
      remember(call);
      // `stale` repeats this event if the call has had none yet.
      lastEvents.set(call.id, stamped(asEvent(call, state)));
    }
  }

  function switchOf(userName: string): SwitchState {
    const now = Date.now();
    const advance: SwitchCommand = { type: 'advance', seconds: (now - clock) / 1000 };
    clock = now;
    for (const [name, state] of switches) switches.set(name, applyToSwitch(state, advance).state);
    const state = switches.get(userName);
    if (state === undefined) throw new Error(`There is no agent called ${userName} at this mock.`);
    return state;
  }

  function callsOf(userName: string): readonly WireCall[] {
    return callResources(switchOf(userName)).map(withUuid);
  }

  function withUuid(call: WireCall): WireCall {
    return { ...call, callUuid: uuids.get(call.id) ?? call.callUuid };
  }

  function remember(call: WireCall): void {
    const entries = (timeline[call.id] ??= []);
    const recordingState = call.recordingState ?? null;
    const last = entries.at(-1);
    if (last?.recordingState === recordingState && last.state === call.state) return;
    entries.push({ at: Date.now(), state: call.state, recordingState });
  }

  function send(userName: string, notification: WireNotification): void {
    const { call } = notification.data;
    const callId = call.id;
    const previous = lastEvents.get(callId);
    lastEvents.set(callId, notification);
    const bare = faults.take('bareEvent', { callId });
    const sent = bare === undefined ? notification : withoutFields(notification, bare.fields);
    if (faults.take('lost', { callId })) return;
    if (faults.take('reordered', { callId })) {
      heldBack.set(callId, [...(heldBack.get(callId) ?? []), sent]);
      return;
    }
    const messages = [sent, ...(heldBack.get(callId) ?? [])];
    heldBack.delete(callId);
    if (faults.take('duplicate', { callId })) messages.push(sent);
    if (previous !== undefined && faults.take('stale', { callId })) messages.push(previous);
    const late = faults.take('late', { callId });
    const deliverAll = (): void => messages.forEach((message) => deliver(userName, message));
    if (late === undefined) deliverAll();
    else schedule.later(late.ms, deliverAll);
  }

  return {
    wouldAnswer: (userName, command) => applyToSwitch(switchOf(userName), command).answer,
    perform(userName, command) {
      const before = switchOf(userName);
      const { state, answer, notifications } = applyToSwitch(before, command);
      switches.set(userName, state);
      notifications.forEach(({ data }) => remember(data.call));
      notifications.forEach((notification) => send(userName, stamped(notification)));
      return answer;
    },
    calls: callsOf,
    switchOf,
    shareUuid: (callId, callUuid) => void uuids.set(callId, callUuid),
    ownerOf: (callId) =>
      [...switches].find(([, { calls: own }]) => own.some(({ id }) => id === callId))?.[0],
    timeline,
  };

  function stamped(notification: WireNotification): WireNotification {
    const call = withUuid(notification.data.call);
    if (!serverTimestamps) return { ...notification, data: { ...notification.data, call } };
    const { ms: ahead = 0 } = faults.take('nodeClock', { callId: call.id }) ?? {};
    const metrics = { eventProcessing: { serverGenerationTimestamp: Date.now() + ahead } };
    return { ...notification, data: { ...notification.data, call, metrics } };
  }
}

/** The call without some of its fields, as a server that leaves them out describes it. */
export function without(call: WireCall, fields: readonly string[]): Partial<WireCall> {
  return Object.fromEntries(Object.entries(call).filter(([name]) => !fields.includes(name)));
}

function withoutFields(
  notification: WireNotification,
  fields: readonly string[],
): WireNotification {
  // The result lacks fields of its type on purpose, because the server is to send it like that.
  const call = without(notification.data.call, fields) as WireCall;
  return { ...notification, data: { ...notification.data, call } };
}

function asEvent(call: WireCall, { phoneNumber }: SwitchState): WireNotification {
  return {
    data: {
      notificationType: 'StatusChange',
      call,
      phoneNumber,
      messageType: 'CallStateChangeMessage',
    },
    channel: '/v2/me/calls',
  };
}
