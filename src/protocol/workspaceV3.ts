import { dataOf } from './envelope.ts';
import { callId, fieldsOf, integer, list, object, text } from './fields.ts';
import { parseCallsAnswer, type ParsedAnswer } from './parseAnswer.ts';
import { parseNotification } from './parseNotification.ts';
import type { Protocol } from './protocol.ts';

// The Workspace API has other names for what GWS sends. This file renames its fields to those of
// GWS, and the parsers of GWS then check them: they refuse or leave out what is wrong.
//
// The fields are documented in the description of the Workspace API (the models and operations of
// GenesysPureEngage/workspace-client-js, src/internal/code-gen/workspace-api). The vendor's client
// (workspace-client-java) and simulator (agent-api-simulator) show how they are used.

/**
 * The Workspace API, v3.
 *
 * @see "Workspace API": Call, Get all calls, CurrentSession; workspace-client-java: README, Call Events
 */
export const workspaceV3: Protocol = {
  parseNotification: (message) => {
    const said = dataOf(message);
    if (!said) return parseNotification(message);
    if (said.messageType === 'EventError') return parseError(said);

    const call = inGwsWords(said.call);
    const isCallMessage = said.messageType === 'CallStateChanged';
    const messageType = isCallMessage ? 'CallStateChangeMessage' : said.messageType;
    const parsed = parseNotification({ data: { ...said, messageType, call } });
    const previousId = callId(fieldsOf(call).previousConnId);
    return parsed.ok && parsed.notification?.kind === 'call' && previousId
      ? { ...parsed, notification: { ...parsed.notification, previousId } }
      : parsed;
  },

  parseCallsAnswer: (answer) => {
    const { status, data } = fieldsOf(answer);
    const { code } = fieldsOf(status);
    if (data !== undefined && data !== null && !object(data))
      return { ok: false, problem: 'answer: expected data to be an object' };
    const { calls, user, ...more } = fieldsOf(data);
    if (calls === undefined && user !== undefined) {
      // This is the answer of `/current-session`. Without a session it says nothing about calls.
      const session = object(fieldsOf(user).activeSession);
      return session
        ? parseList(code, session.calls)
        : { ok: false, problem: 'answer: expected an active session' };
    }
    return parseList(code, calls, more);
  },
};

/** @param more what else the answer contains, which may be calls under another name */
function parseList(
  code: unknown,
  calls: unknown,
  more: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof parseCallsAnswer> {
  const listed = list(calls);
  const parsed = parseCallsAnswer({
    ...more,
    statusCode: code === partly ? 0 : code,
    calls: listed ? [...listed].map(inGwsWords) : calls,
  });
  return parsed.ok && code === partly ? { ...parsed, isComplete: false, lacks: 'calls' } : parsed;
}

/** The `status.code` of a request that was done in part. The answer has both `data` and `error`. */
const partly = 2;

/**
 * Reads what every answer has: `{"status":{"code":1}}`, and a message when the server refuses.
 *
 * @see "Workspace API": ApiSuccessResponse, ApiErrorResponse
 */
export function parseWorkspaceAnswer(body: unknown): ParsedAnswer | undefined {
  const { code, message } = fieldsOf(fieldsOf(body).status);
  const statusCode = integer(code);
  const statusMessage = text(message);
  return statusCode === undefined
    ? undefined
    : { statusCode, ...(statusMessage !== undefined && { statusMessage }) };
}

/** Reads the id that an answer gives to the request, so that a later error can be tied to it. */
export function parseOperationId(body: unknown): string | undefined {
  return text(fieldsOf(body).operationId);
}

/**
 * Reads who is signed in from the answer to `GET /current-session`. It reads only what is needed to
 * tell two users of one browser apart.
 *
 * @see "Workspace API": CurrentSession
 */
export function parseUser(body: unknown): string | undefined {
  const { employeeId, userName } = fieldsOf(fieldsOf(fieldsOf(body).data).user);
  // Two users without an id must not be taken for one.
  return text(employeeId) || text(userName) || undefined;
}

/**
 * Reads an error message. The known samples have only `error.errorCode` and `error.errorMessage`.
 * The other fields are not documented, and are read where a server sends them.
 */
function parseError(said: Readonly<Record<string, unknown>>): ReturnType<typeof parseNotification> {
  const error = object(said.error) ?? said;
  const { errorCode } = error;
  const { call } = said;
  const data = { messageType: 'ErrorMessage', errorCode, call };
  const parsed = parseNotification({ data });
  const operationId = text(said.operationId) ?? text(error.operationId);
  return parsed.ok && parsed.notification?.kind === 'error' && operationId
    ? { ...parsed, notification: { ...parsed.notification, operationId } }
    : parsed;
}

function inGwsWords(value: unknown): unknown {
  const said = object(value);
  if (!said) return value;
  // The lists are copied, because `map` would call the `constructor` that came with a list.
  const capabilities = list(said.capabilities);
  const participants = list(said.participants);
  return {
    ...said,
    capabilities: capabilities && [...capabilities].map(capabilityInGwsWords),
    participants: participants && [...participants].map(participantInGwsWords),
    userData: recordOf(said.userData),
    // Consult calls name their main call by its bare id.
    parentCallUri: said.parentConnId,
    // The duration is not documented. In the vendor's simulator it does not change between two
    // reads, so that a message would look older than the read before it.
    duration: undefined,
  };
}

const operationNames: ReadonlyMap<string, string> = new Map([
  ['start', 'StartCallRecording'],
  ['pause', 'PauseCallRecording'],
  ['resume', 'ResumeCallRecording'],
  ['stop', 'StopCallRecording'],
]);

/** Accepts any case, with hyphens or without, and with "call" in it, as the vendor's clients do. */
function capabilityInGwsWords(capability: unknown): unknown {
  const verb = /^(start|pause|resume|stop)-?(call-?)?recording$/i.exec(text(capability) ?? '')?.[1];
  return operationNames.get(verb?.toLowerCase() ?? '') ?? capability;
}

/** `{"number":"15001","role":"RoleOrigination"}` */
function participantInGwsWords(participant: unknown): unknown {
  const said = object(participant);
  return said ? { phoneNumber: said.number, ...said } : participant;
}

/** How deep lists may be nested. Real data is less deep, and the stack is not exhausted. */
const deepest = 20;

/** `[{"key":"Topic","type":"str","value":"Card payment"}]`, and lists of such in a `kvlist`. */
function recordOf(value: unknown, depth = 0): unknown {
  const pairs = list(value);
  if (!pairs || depth > deepest) return value;
  return Object.fromEntries(
    [...pairs].flatMap((pair): [string, unknown][] => {
      const said = fieldsOf(pair);
      const key = text(said.key);
      if (key === undefined) return [];
      return [[key, said.type === 'kvlist' ? recordOf(said.value, depth + 1) : said.value]];
    }),
  );
}
