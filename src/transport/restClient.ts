import type { CallId } from '../model/call.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { parseAnswer } from '../protocol/parseAnswer.ts';
import { errorOfAnswer, requestError } from './answerError.ts';
import type { Authorization } from './authorization.ts';

export interface RestClientOptions {
  /** Where the server is, without `/api/v2`. Empty for the page's own origin. */
  readonly baseUrl: string;
  readonly authorization: Authorization;
  readonly credentials: RequestCredentials;
  /** How long an answer may take, in ms. */
  readonly requestTimeout: number;
}

/**
 * The REST half of the wire. Answers come back as they were, except that a failure is thrown;
 * `protocol/` reads them.
 *
 * Every method throws an `AgentDesktopError` when the server says no, cannot be reached, or does
 * not answer in time. A refused sign-in is mended once (headers asked again), a refused CSRF token
 * once (read again); nothing else is ever sent twice.
 */
export interface RestClient {
  /** Learns the CSRF token, and gets the session cookie that CometD needs. */
  readonly fetchMe: (signal?: AbortSignal) => Promise<unknown>;
  /** Resolves when the server *accepted* the operation; only its notification confirms it. */
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    signal?: AbortSignal,
  ) => Promise<unknown>;
  readonly fetchCalls: (signal?: AbortSignal) => Promise<unknown>;
  readonly fetchCall: (callId: CallId, signal?: AbortSignal) => Promise<unknown>;
}

/** @see "Web Services API Reference": PauseCallRecording, Request URL */
export function createRestClient(options: RestClientOptions): RestClient {
  const { baseUrl, authorization, credentials, requestTimeout } = options;

  const send = async (path: string, body?: object, signal?: AbortSignal): Promise<unknown> => {
    const abort = new AbortController();
    const giveUp = (): void => {
      abort.abort();
    };
    const timer = setTimeout(giveUp, requestTimeout);
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp);
    try {
      const answer = await fetch(`${baseUrl}/api/v2${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          ...authorization.headers,
          Accept: 'application/json',
          ...(body && { 'Content-Type': 'application/json' }),
        },
        body: body ? JSON.stringify(body) : null,
        credentials,
        cache: 'no-store',
        signal: abort.signal,
      });
      authorization.learnCsrfToken(answer.headers);
      return contentOf(answer.status, await answer.text());
    } catch (cause) {
      if (cause instanceof AgentDesktopError) throw cause;
      const isTimeout = abort.signal.aborted && !signal?.aborted;
      throw requestError(isTimeout ? 'timeout' : signal?.aborted ? 'aborted' : 'network', {
        cause,
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  };

  const request: typeof send = async (path, body, signal) => {
    let canRenewHeaders = true;
    let canRenewCsrfToken = body !== undefined;
    await authorization.prepare();
    for (;;) {
      const renewals = authorization.renewals();
      try {
        return await send(path, body, signal);
      } catch (error) {
        // Both mean that the server did not even look at the request: it may be sent once more.
        const { code } = AgentDesktopError.from(error);
        if (code === 'not-signed-in' && canRenewHeaders && (await authorization.renew(renewals))) {
          canRenewHeaders = false;
        } else if (code === 'csrf-refused' && canRenewCsrfToken) {
          canRenewCsrfToken = false;
          await send('/me', undefined, signal);
        } else {
          throw error;
        }
      }
    }
  };

  const requestCall = async (
    callId: CallId,
    body?: object,
    signal?: AbortSignal,
  ): Promise<unknown> => {
    // The id is the server's, or the host's: never a path of its own. `.` and `..` stay what they
    // are however they are encoded, and half a character cannot be.
    if (!/^(?!\.{0,2}$)\P{Surrogate}+$/u.test(callId)) throw requestError('call-not-found');
    return request(`/me/calls/${encodeURIComponent(callId)}`, body, signal);
  };

  return {
    fetchMe: (signal) => request('/me', undefined, signal),
    performOperation: (callId, operationName, signal) =>
      requestCall(callId, { operationName }, signal),
    fetchCalls: (signal) => request('/me/calls?fields=*', undefined, signal),
    fetchCall: (callId, signal) => requestCall(callId, undefined, signal),
  };
}

function contentOf(httpStatus: number, text: string): unknown {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // Not JSON is not an answer either; the next line says so.
  }
  const answer = parseAnswer(content);
  const error = errorOfAnswer({
    httpStatus,
    // A CSRF filter answers before the API does, in plain text or HTML.
    ...(answer.ok ? answer : { statusMessage: text.match(/csrf/i)?.[0] }),
  });
  if (error) throw error;
  return content;
}
