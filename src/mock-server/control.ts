import { simulatedCall, simulatedCallId } from '../testing/simulatedCalls.ts';
import type { SwitchAnswer, SwitchCommand } from '../testing/simulatedSwitch.ts';
import type { Fault, Faults } from './faults.ts';
import { attribute } from './http.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import { mockUsers } from './session.ts';
import type { Switchboard } from './switchboard.ts';

/** What a test, or the demo's panel, can tell the mock to do. `POST /mock/control` takes the same. */
export type ControlCommand =
  | Fault
  /** Every connection breaks at once. */
  | { readonly verb: 'dropConnections' }
  /** Half-open: the connections stay, and nothing is answered for `ms`. */
  | { readonly verb: 'stall'; readonly ms: number }
  /** Down for `ms` (default 500), then back on the same port knowing nobody. Calls survive. */
  | { readonly verb: 'restart'; readonly ms?: number }
  /** 403 with statusCode 20 until somebody signs in again. */
  | { readonly verb: 'expireSessions' }
  /** 503 for CometD while REST works; events meanwhile are lost. */
  | { readonly verb: 'notificationsDown' | 'notificationsUp' }
  /** Forgets every fault still waiting, permanent ones too. */
  | { readonly verb: 'calm' }
  | { readonly verb: 'scenario'; readonly name: ScenarioName }
  | {
      readonly verb: 'supervisorStart' | 'supervisorPause' | 'supervisorResume' | 'supervisorStop';
      readonly callId: string;
    }
  /** Recording stops on every call of the device. */
  | { readonly verb: 'deviceStop'; readonly userName?: string }
  /** A new incoming call; the answer holds its `callId`. */
  | {
      readonly verb: 'ring';
      readonly callId?: string;
      readonly otherParty?: string;
      readonly recordedByRule?: boolean;
      readonly isRecordable?: boolean;
      readonly userData?: Readonly<Record<string, unknown>>;
      readonly userName?: string;
    }
  | {
      readonly verb: 'answer' | 'hold' | 'retrieve' | 'release' | 'complete';
      readonly callId: string;
    }
  /** The call goes on under another id, which the answer holds as `callId`. */
  | { readonly verb: 'transfer'; readonly callId: string; readonly newCallId?: string }
  | {
      readonly verb: 'attachData';
      readonly callId: string;
      readonly userData: Readonly<Record<string, unknown>>;
    };

/** As REST answers: 0 is done, 2 not possible now, 6 no such call. */
export interface ControlAnswer extends SwitchAnswer {
  /** The new call's id, after `ring` and `transfer`. */
  readonly callId?: string;
}

/** What only the whole server can do. */
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

  const happen = (callId: string, command: SwitchCommand): SwitchAnswer => {
    const owner = switchboard.ownerOf(callId);
    return owner === undefined
      ? { statusCode: 6, statusMessage: `Resource not found: call ${callId}` }
      : switchboard.perform(owner, command);
  };

  async function control(command: ControlCommand): Promise<ControlAnswer> {
    switch (command.verb) {
      case 'late':
      case 'lost':
      case 'duplicate':
      case 'reordered':
      case 'stale':
      case 'eventBeforeResponse':
      case 'responseWithoutEvent':
      case 'lostResponse':
      case 'rejectNext':
      case 'httpNext':
      case 'slow':
        faults.add(command);
        return done;
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
        return happen(command.callId, {
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
        return { ...happen(callId, { type: 'transfer', callId, newCallId }), callId: newCallId };
      }
      case 'attachData': {
        const { callId, userData } = command;
        return happen(callId, { type: 'attachData', callId, userData });
      }
      case 'answer':
      case 'hold':
      case 'retrieve':
      case 'release':
      case 'complete':
        return happen(command.callId, { type: command.verb, callId: command.callId });
      default:
        return command satisfies never;
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

type FieldCheck = (value: unknown) => boolean;
const text: FieldCheck = (value) => typeof value === 'string';
const number: FieldCheck = (value) => typeof value === 'number' && value >= 0;
const flag: FieldCheck = (value) => typeof value === 'boolean';
const object: FieldCheck = (value) => typeof value === 'object' && value !== null;
const times: FieldCheck = (value) => value === 'always' || number(value);
const optional =
  (check: FieldCheck): FieldCheck =>
  (value) =>
    value === undefined || check(value);

const reach = { times: optional(times), callId: optional(text), chance: optional(number) };
const on = optional((value) => value === 'operation' || value === 'read');
const onCall = { callId: text };

/** Every verb with its fields; `--help` lists them. */
export const controlVerbs: Readonly<
  Record<ControlCommand['verb'], Readonly<Record<string, FieldCheck>>>
> = {
  late: { ms: number, ...reach },
  lost: reach,
  duplicate: reach,
  reordered: reach,
  stale: reach,
  eventBeforeResponse: reach,
  responseWithoutEvent: reach,
  lostResponse: reach,
  rejectNext: { statusCode: number, ...reach },
  httpNext: {
    status: number,
    body: optional((value) => value === 'json' || value === 'empty' || value === 'html'),
    statusCode: optional(number),
    on,
    ...reach,
  },
  slow: { ms: number, on, ...reach },
  dropConnections: {},
  stall: { ms: number },
  restart: { ms: optional(number) },
  expireSessions: {},
  notificationsDown: {},
  notificationsUp: {},
  calm: {},
  scenario: { name: (value) => typeof value === 'string' && Object.hasOwn(scenarios, value) },
  supervisorStart: onCall,
  supervisorPause: onCall,
  supervisorResume: onCall,
  supervisorStop: onCall,
  deviceStop: { userName: optional(isUserName) },
  ring: {
    callId: optional(text),
    otherParty: optional(text),
    recordedByRule: optional(flag),
    isRecordable: optional(flag),
    userData: optional(object),
    userName: optional(isUserName),
  },
  answer: onCall,
  hold: onCall,
  retrieve: onCall,
  release: onCall,
  complete: onCall,
  transfer: { ...onCall, newCallId: optional(text) },
  attachData: { ...onCall, userData: object },
};

function isUserName(value: unknown): boolean {
  return mockUsers.some(({ userName }) => userName === value);
}

/** A command that came over HTTP, or what is wrong with it. */
export function parseControl(body: unknown): ControlCommand | { readonly problem: string } {
  const verb = attribute(body, 'verb');
  const fields = typeof verb === 'string' ? verbFields.get(verb) : undefined;
  if (fields === undefined) {
    return { problem: `"verb" must be one of: ${Object.keys(controlVerbs).join(', ')}` };
  }
  const known = Object.entries(fields);
  const wrong = known.find(([name, check]) => !check(attribute(body, name)));
  if (wrong !== undefined) return { problem: `"${wrong[0]}" is missing or not valid` };
  const command = Object.fromEntries(
    ['verb', ...known.map(([name]) => name)]
      .map((name) => [name, attribute(body, name)] as const)
      .filter(([, value]) => value !== undefined),
  );
  // The table checked the verb and each of its fields against the union above.
  return command as unknown as ControlCommand;
}

const verbFields: ReadonlyMap<string, Readonly<Record<string, FieldCheck>>> = new Map(
  Object.entries(controlVerbs),
);
