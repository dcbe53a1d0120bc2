import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireCall } from '../testing/simulatedCalls.ts';
import type { SwitchCommand } from '../testing/simulatedSwitch.ts';
import type { Faults } from './faults.ts';
import { propertyOf, readJson, sendJson, sendStatus } from './http.ts';
import type { Schedule } from './schedule.ts';
import type { HttpSession } from './session.ts';
import { without, type Switchboard } from './switchboard.ts';

/**
 * A REST request as it arrived. Requests for notifications and for the control of the mock are not
 * recorded.
 */
export interface LoggedRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: string;
  /** The `operationName` in the body of a POST, as it was sent, or `null` when there was none. */
  readonly operationName: string | null;
  readonly userName: string;
  /** Epoch ms. */
  readonly at: number;
}

interface RestOptions {
  /**
   * The time between accepting an operation and doing it, in ms. Its event is sent then too.
   * Default 150.
   */
  readonly eventDelay?: number | undefined;
}

interface RestContext extends RestOptions {
  readonly switchboard: Switchboard;
  readonly faults: Faults;
  readonly schedule: Schedule;
  readonly log: (request: LoggedRequest) => void;
  readonly endSession: (session: HttpSession) => void;
}

export type RestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  session: HttpSession,
) => Promise<void>;

// A client never fetches the URI of a call. It has the host of Genesys's samples, where nothing
// answers.
const uriOf = (id: string): string => `http://127.0.0.1:8080/api/v2/me/calls/${id}`;

/**
 * Answers requests to `/api/v2/me` and below for a user who is signed in.
 *
 * @see "Web Services API Reference": Agent Operations; Return Values
 */
export function createRest(context: RestContext): RestHandler {
  const { switchboard, faults, schedule, eventDelay = 150, log, endSession } = context;

  return async (request, response, session) => {
    const url = new URL(request.url ?? '/', 'http://mock');
    const isPost = request.method === 'POST';
    const body = isPost ? await readJson(request) : undefined;
    const operationName = propertyOf(body, 'operationName');
    const { userName } = session;
    log({
      method: request.method ?? '',
      path: url.pathname,
      query: url.search,
      operationName: typeof operationName === 'string' ? operationName : null,
      userName,
      at: Date.now(),
    });

    const callId = callIdIn(url.pathname);
    const where = { callId, kind: isPost ? 'operation' : 'read' } as const;
    const slow = faults.take('slow', where);
    if (slow !== undefined) await schedule.wait(slow.ms);
    if (response.destroyed) return;
    const http = faults.take('httpNext', where);
    if (http !== undefined) return sendFailure(response, http);

    if (!isPost && request.method !== 'GET') {
      return sendStatus(response, { statusCode: 3, statusMessage: 'Method not allowed' });
    }
    // Genesys documents no answer to malformed JSON. We chose 10, "invalid value", as the nearest
    // one.
    if (isPost && body === undefined) {
      return sendStatus(response, { statusCode: 10, statusMessage: 'The body is not JSON' });
    }
    if (url.pathname === '/api/v2/me') {
      return isPost
        ? contactCenterSession(response, session, operationName)
        : readMe(response, session, url);
    }
    if (url.pathname === '/api/v2/me/calls' && !isPost) return readCalls(response, userName, url);
    if (callId !== undefined) {
      return isPost
        ? operate(response, userName, { type: 'operation', callId, operationName })
        : readCall(response, userName, callId);
    }
    return sendStatus(response, { statusCode: 6, statusMessage: 'Resource not found' });
  };

  function readMe(response: ServerResponse, { userName }: HttpSession, url: URL): void {
    const { phoneNumber } = switchboard.switchOf(userName);
    const withFeatures = (url.searchParams.get('subresources') ?? '').includes('features');
    const features = withFeatures ? { features: mockFeatures } : {};
    const user = { id: userName, userName, phoneNumber, enabled: true, ...features };
    sendJson(response, 200, { statusCode: 0, user });
  }

  function readCalls(response: ServerResponse, userName: string, url: URL): void {
    const calls = switchboard.calls(userName).map(asAnswered);
    // As documented, a list contains whole calls only when the request asks for `fields`.
    const answer = url.searchParams.has('fields')
      ? { statusCode: 0, calls }
      : { statusCode: 0, uris: calls.flatMap(({ id }) => (id === undefined ? [] : uriOf(id))) };
    sendJson(response, 200, answer);
  }

  function readCall(response: ServerResponse, userName: string, callId: string): void {
    const call = switchboard.calls(userName).find(({ id }) => id === callId);
    if (call === undefined) {
      sendStatus(response, { statusCode: 6, statusMessage: 'Resource not found' });
    } else {
      sendJson(response, 200, { statusCode: 0, call: asAnswered(call) });
    }
  }

  function asAnswered(call: WireCall): Partial<WireCall> {
    const bare = faults.take('bareAnswer', { callId: call.id });
    return bare === undefined ? call : without(call, bare.fields);
  }

  function contactCenterSession(
    response: ServerResponse,
    session: HttpSession,
    operationName: unknown,
  ): void {
    if (operationName === 'StartContactCenterSession') {
      sendStatus(response, { statusCode: 0 });
    } else if (operationName === 'EndContactCenterSession') {
      sendStatus(response, { statusCode: 0 });
      // As documented, this also ends the HTTP session.
      endSession(session);
    } else {
      sendStatus(response, {
        statusCode: operationName === undefined ? 1 : 10,
        statusMessage: 'operationName is missing or invalid',
      });
    }
  }

  async function operate(
    response: ServerResponse,
    userName: string,
    command: SwitchCommand & { readonly type: 'operation' },
  ): Promise<void> {
    const { callId } = command;
    const rejected = faults.take('rejectNext', { callId });
    if (rejected !== undefined) {
      return sendStatus(response, {
        statusCode: rejected.statusCode,
        statusMessage: 'Refused by the mock, as it was told',
      });
    }
    const answer = switchboard.wouldAnswer(userName, command);
    if (answer.statusCode !== 0) return sendStatus(response, answer);

    if (faults.take('responseWithoutEvent', { callId })) return sendStatus(response, answer);
    if (faults.take('eventBeforeResponse', { callId })) {
      switchboard.perform(userName, command);
      await schedule.wait(eventDelay);
      return sendStatus(response, answer);
    }
    // As documented, the operation is asynchronous, and 0 means accepted. When it is not possible
    // any more at the time when it should happen, nothing happens.
    schedule.later(eventDelay, () => switchboard.perform(userName, command));
    if (faults.take('lostResponse', { callId })) response.destroy();
    else sendStatus(response, answer);
  }
}

// A real agent was seen to have these features. The four operations require api-voice-recording.
const mockFeatures = ['api-voice', 'api-voice-recording', 'api-user-account-management'].map(
  (id) => ({ id, displayName: id, autoAssign: true }),
);

function sendFailure(
  response: ServerResponse,
  {
    status,
    body = 'json',
    statusCode,
  }: { status: number; body?: string | undefined; statusCode?: number | undefined },
): void {
  if (body === 'json') {
    sendJson(response, status, {
      statusCode: statusCode ?? (status === 403 ? 20 : 4),
      statusMessage: 'Failed by the mock, as it was told',
    });
    return;
  }
  response.statusCode = status;
  if (body === 'html') response.setHeader('Content-Type', 'text/html');
  response.end(body === 'html' ? '<!doctype html><title>Sign in</title><h1>Sign in</h1>' : '');
}

function callIdIn(path: string): string | undefined {
  const encoded = /^\/api\/v2\/me\/calls\/([^/]+)$/.exec(path)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    // The id is not well-formed. It is used as it is, so no call is found for it.
    return encoded;
  }
}
