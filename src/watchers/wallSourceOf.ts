import type { AgentDesktop } from '../client/agentDesktop.ts';
import { inStep } from '../client/shownWindows.ts';
import { callLabelOf } from '../model/callLabel.ts';
import { numberOfOtherParty, type Call, type CallId } from '../model/call.ts';
import { isBeginningSeen } from '../model/callRecording.ts';
import { isStale, lastRightAt } from '../model/connection.ts';
import { callHost } from '../model/hostCallback.ts';
import { steadyNow } from '../model/steadyClock.ts';
import type { WallCall, WallMessage, WallSource } from '../model/wallSource.ts';
import type { CallEntry } from '../store/callEntry.ts';
import { watchEachCall } from './watchEachCall.ts';

/** An agent whose calls are shown on a wall. */
export interface WallAgent {
  /** Identifies the agent. It becomes a part of the ids of the calls. */
  readonly id: string;
  /** The agent's name on the wall. */
  readonly name: string;
  readonly desktop: AgentDesktop;
}

/**
 * A message is sent at least this often, so that a time without events does not look like a source that
 * has failed. In ms.
 */
const heartbeatEvery = 10_000;

/**
 * Makes a source of a wall from agents' desktops. An agent's page uses it with its own desktop, and
 * sends each message to the host's backend as JSON. A page that has several desktops, such as a test
 * or a story, gives the source to a wall.
 *
 * An agent of whose calls nothing is known yet has a row that says so.
 *
 * @param callLabel returns what the call is, for the wall. Without it, the other party's number
 * @example
 * const { subscribe } = wallSourceOf([{ id: 'agent-7', name: 'Ada King', desktop }]);
 * const stop = subscribe((message) => socket.send(JSON.stringify(message)));
 */
export function wallSourceOf(
  agents: readonly WallAgent[],
  callLabel: (call: Call) => string | undefined = numberOfOtherParty,
): WallSource {
  return {
    subscribe: (listener) => {
      const open = agents.map((agent) => watchAgent(agent, callLabel, listener));
      listener({ type: 'snapshot', calls: open.flatMap(({ calls }) => calls()) });
      for (const { start } of open) start();
      const stopHeartbeat = inStep(() => listener({ type: 'heard' }), heartbeatEvery);
      return () => {
        stopHeartbeat();
        for (const { stop } of open) stop();
      };
    },
  };
}

function watchAgent(
  { id, name, desktop }: WallAgent,
  callLabel: (call: Call) => string | undefined,
  send: (message: WallMessage) => void,
): {
  readonly calls: () => readonly WallCall[];
  readonly start: () => void;
  readonly stop: () => void;
} {
  /** What was last reported to the wall about each call that is not gone, without the times. */
  let reported = new Map<string, string>();
  let stops: readonly (() => void)[] = [];

  const calls = (): readonly WallCall[] => {
    const connection = desktop.connection.getState();
    const callIds = desktop.callIds.getState();
    reported = new Map();
    if (isStale(connection) && lastRightAt(connection) === undefined && callIds.length === 0) {
      reported.set(id, '');
      return [{ id, agent: name, recordingState: 'Unknown', notHeardFor: 0 }];
    }
    return callIds.map((callId) => {
      const entry = desktop.call(callId).getState();
      const call = describe(callId, entry);
      reported.set(call.id, keyOf(call, entry));
      return call;
    });
  };

  const describe = (callId: CallId, { call, recording }: CallEntry): WallCall => {
    const connection = desktop.connection.getState();
    const { ended, since, doubt, isKnown } = recording;
    const now = steadyNow();
    const label = call && callLabelOf(callHost('callLabel', desktop.report, () => callLabel(call)));
    const state = ended ? 'Completed' : call?.state;
    return {
      id: `${id}/${callId}`,
      agent: name,
      label,
      state,
      recordingState: ended ? ended.state : isKnown ? recording.state : 'Unknown',
      ...(since !== undefined && { inStateFor: now - since }),
      beginning: isBeginningSeen(recording) ? 'seen' : 'not-seen',
      ...(isStale(connection) && { notHeardFor: now - (lastRightAt(connection) ?? now) }),
      doubt,
    };
  };

  /** Reports everything about the agent again, because its list or its connection has changed. */
  const reportAll = (): void => {
    const before = reported;
    for (const call of calls()) send({ type: 'call', call });
    for (const each of before.keys()) if (!reported.has(each)) send({ type: 'gone', id: each });
  };

  return {
    calls,
    start: () => {
      stops = [
        watchEachCall(desktop, (callId, store) =>
          store.subscribe((entry) => {
            const call = describe(callId, entry);
            const [key, before] = [keyOf(call, entry), reported.get(call.id)];
            // A call that was not reported yet is not reported here, because the list of calls reports it.
            if (before === undefined || before === key) return;
            reported.set(call.id, key);
            send({ type: 'call', call });
          }),
        ),
        desktop.callIds.subscribe(reportAll),
        desktop.connection.subscribe(reportAll),
        desktop.connect(),
      ];
    },
    stop: () => {
      for (const stop of stops) stop();
      stops = [];
    },
  };
}

/** The parts of a call whose changes have to be reported. The wall counts the times by itself. */
function keyOf(call: WallCall, { recording }: CallEntry): string {
  const isHeard = call.notHeardFor === undefined;
  return JSON.stringify([{ ...call, inStateFor: 0, notHeardFor: 0 }, recording.since, isHeard]);
}
