import { simulatedCall, simulatedCallId } from '../testing/simulatedCalls.ts';
import type { SwitchAnswer, SwitchCommand } from '../testing/simulatedSwitch.ts';
import type { Fault, Faults } from './faults.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import { mockUsers } from './session.ts';
import type { Switchboard } from './switchboard.ts';

/** A command to the mock, from a test or from the demo. `POST /mock/control` takes it as JSON. */
export type ControlCommand =
  | Fault
  /** Every connection breaks at once. */
  | { readonly verb: 'dropConnections' }
  /** The connections stay open, and nothing is answered for `ms`. */
  | { readonly verb: 'stall'; readonly ms: number }
  /**
   * The server is down for `ms` (default 500), then back on the same port. It has forgotten all
   * sessions and clients, but not the calls.
   */
  | { readonly verb: 'restart'; readonly ms?: number | undefined }
  /** Every request is answered with 403 and statusCode 20 until somebody signs in again. */
  | { readonly verb: 'expireSessions' }
  /** CometD requests are answered with 503 while REST works. Events are lost meanwhile. */
  | { readonly verb: 'notificationsDown' | 'notificationsUp' }
  /** Removes every fault that has not happened yet, also those without a limit. */
  | { readonly verb: 'calm' }
  | { readonly verb: 'scenario'; readonly name: ScenarioName }
  | {
      readonly verb: 'supervisorStart' | 'supervisorPause' | 'supervisorResume' | 'supervisorStop';
      readonly callId: string;
    }
  /** Recording stops on every call of the device. */
  | { readonly verb: 'deviceStop'; readonly userName?: string | undefined }
  /** A new incoming call; the answer holds its `callId`. */
  | {
      readonly verb: 'ring';
      readonly callId?: string | undefined;
      readonly otherParty?: string | undefined;
      readonly recordedByRule?: boolean | undefined;
      readonly isRecordable?: boolean | undefined;
      readonly userData?: Readonly<Record<string, unknown>> | undefined;
      readonly userName?: string | undefined;
    }
  | {
      readonly verb: 'answer' | 'hold' | 'retrieve' | 'release' | 'complete';
      readonly callId: string;
    }
  /** The call continues under another id, which the answer contains as `callId`. */
  | { readonly verb: 'transfer'; readonly callId: string; readonly newCallId?: string | undefined }
  /** From now on the call has this `callUuid`, which other calls may have too. */
  | { readonly verb: 'shareUuid'; readonly callId: string; readonly callUuid: string }
  | {
      readonly verb: 'attachData';
      readonly callId: string;
      readonly userData: Readonly<Record<string, unknown>>;
    };

/** The same codes as in REST: 0 is done, 2 is not possible now, 6 is an unknown call. */
export interface ControlAnswer extends SwitchAnswer {
  /** The new call's id, after `ring` and `transfer`. */
  readonly callId?: string;
}

/** The functions of the server that its commands call. */
export interface ServerControls {
  dropConnections(): void;
  stall(ms: number): void;
  restart(ms: number): Promise<void>;
  expireSessions(): void;
  setNotificationsDown(isDown: boolean): void;
}

export type Control = (command: ControlCommand) => Promise<ControlAnswer>;

export function createControl(
  switchboard: Switchboard,
  faults: Faults,
  server: ServerControls,
): Control {
  let newCalls = 100;

  const performOnCall = (callId: string, command: SwitchCommand): SwitchAnswer => {
    const owner = switchboard.ownerOf(callId);
    return owner === undefined
      ? { statusCode: 6, statusMessage: `Resource not found: call ${callId}` }
      : switchboard.perform(owner, command);
  };

  async function control(command: ControlCommand): Promise<ControlAnswer> {
    switch (command.verb) {
      case 'calm':
        faults.clear();
        return done;
      case 'scenario':
        faults.clear();
        scenarios[command.name].faults.forEach(faults.add);
        return done;
      case 'dropConnections':
        server.dropConnections();
        return done;
      case 'stall':
        server.stall(command.ms);
        return done;
      case 'restart':
        await server.restart(command.ms ?? 500);
        return done;
      case 'expireSessions':
        server.expireSessions();
        return done;
      case 'notificationsDown':
      case 'notificationsUp':
        server.setNotificationsDown(command.verb === 'notificationsDown');
        return done;
      case 'supervisorStart':
      case 'supervisorPause':
      case 'supervisorResume':
      case 'supervisorStop':
        return performOnCall(command.callId, {
          type: 'recording',
          operationName: supervisorOperations[command.verb],
          callId: command.callId,
        });
      case 'deviceStop':
        return switchboard.perform(command.userName ?? firstUser, {
          type: 'recording',
          operationName: 'StopCallRecording',
        });
      case 'ring': {
        const {
          verb: _,
          userName = firstUser,
          callId = simulatedCallId(newCalls++),
          ...given
        } = command;
        const call = simulatedCall({ id: callId, state: 'Ringing', ...given });
        return { ...switchboard.perform(userName, { type: 'begin', call }), callId };
      }
      case 'transfer': {
        const { callId, newCallId = simulatedCallId(newCalls++) } = command;
        return {
          ...performOnCall(callId, { type: 'transfer', callId, newCallId }),
          callId: newCallId,
        };
      }
      case 'shareUuid':
        switchboard.shareUuid(command.callId, command.callUuid);
        return done;
      case 'attachData': {
        const { callId, userData } = command;
        return performOnCall(callId, { type: 'attachData', callId, userData });
      }
      case 'answer':
      case 'hold':
      case 'retrieve':
      case 'release':
      case 'complete':
        return performOnCall(command.callId, { type: command.verb, callId: command.callId });
      default:
        faults.add(command satisfies Fault);
        return done;
    }
  }
  return control;
}

const done: ControlAnswer = { statusCode: 0 };
const firstUser = mockUsers[0]?.userName ?? '';

const supervisorOperations = {
  supervisorStart: 'StartCallRecording',
  supervisorPause: 'PauseCallRecording',
  supervisorResume: 'ResumeCallRecording',
  supervisorStop: 'StopCallRecording',
} as const;
