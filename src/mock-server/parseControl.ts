import type { ControlCommand } from './control.ts';
import { optionalFields } from './faults.ts';
import { propertyOf } from './http.ts';
import { scenarios } from './scenarios.ts';
import { mockUsers } from './session.ts';

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
const missingFields: FieldCheck = (value) =>
  Array.isArray(value) && value.every((name) => optionalFields.some((known) => known === name));
const onCall = { callId: text };

/** Every verb with its fields. */
export const controlVerbs: Readonly<
  Record<ControlCommand['verb'], Readonly<Record<string, FieldCheck>>>
> = {
  late: { ms: number, ...reach },
  lost: reach,
  duplicate: reach,
  reordered: reach,
  stale: reach,
  bareEvent: { fields: missingFields, ...reach },
  bareAnswer: { fields: missingFields, ...reach },
  nodeClock: { ms: (value) => typeof value === 'number', ...reach },
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
  shareUuid: { ...onCall, callUuid: text },
  attachData: { ...onCall, userData: object },
};

function isUserName(value: unknown): boolean {
  return mockUsers.some(({ userName }) => userName === value);
}

/** A command that came over HTTP, or what is wrong with it. */
export function parseControl(body: unknown): ControlCommand | { readonly problem: string } {
  const verb = propertyOf(body, 'verb');
  const fields = typeof verb === 'string' ? verbFields.get(verb) : undefined;
  if (fields === undefined) {
    return { problem: `"verb" must be one of: ${Object.keys(controlVerbs).join(', ')}` };
  }
  const known = Object.entries(fields);
  const wrong = known.find(([name, check]) => !check(propertyOf(body, name)));
  if (wrong !== undefined) return { problem: `"${wrong[0]}" is missing or not valid` };
  const command = Object.fromEntries(
    ['verb', ...known.map(([name]) => name)]
      .map((name) => [name, propertyOf(body, name)] as const)
      .filter(([, value]) => value !== undefined),
  );
  // The table checked the verb and each of its fields against the union above.
  return command as unknown as ControlCommand;
}

const verbFields: ReadonlyMap<string, Readonly<Record<string, FieldCheck>>> = new Map(
  Object.entries(controlVerbs),
);
