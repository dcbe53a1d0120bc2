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
  const { authorization } = options;

  const request = async (path: string, body?: object, signal?: AbortSignal): Promise<unknown> => {
    let canRenewHeaders = true;
    let canRenewCsrfToken = body !== undefined;
    await authorization.prepare();
    for (;;) {
      try {
        return await send(options, path, body, signal);
      } catch (error) {
        // Both mean that the server did not even look at the request: it may be sent once more.
        const code = error instanceof AgentDesktopError ? error.code : undefined;
        if (code === 'not-signed-in' && canRenewHeaders && (await authorization.renew())) {
          canRenewHeaders = false;
        } else if (code === 'csrf-refused' && canRenewCsrfToken) {
          canRenewCsrfToken = false;
          await send(options, '/me', undefined, signal);
        } else {
          throw error;
        }
      }
    }
  };

  // The id is the server's, or the host's: never a path of its own.
  const pathOf = (callId: CallId): string => `/me/calls/${encodeURIComponent(callId)}`;

  return {
    fetchMe: (signal) => request('/me', undefined, signal),
    performOperation: (callId, operationName, signal) =>
      request(pathOf(callId), { operationName }, signal),
    fetchCalls: (signal) => request('/me/calls?fields=*', undefined, signal),
    fetchCall: (callId, signal) => request(pathOf(callId), undefined, signal),
  };
}

async function send(
  { baseUrl, authorization, credentials, requestTimeout }: RestClientOptions,
  path: string,
  body: object | undefined,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const abort = new AbortController();
  let isTimeout = false;
  const timer = setTimeout(() => {
    isTimeout = true;
    abort.abort();
  }, requestTimeout);
  const onAbort = (): void => {
    abort.abort();
  };
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);

  try {
    const answer = await fetch(`${baseUrl}/api/v2${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...authorization.headers,
        Accept: 'application/json',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      credentials,
      cache: 'no-store',
      signal: abort.signal,
    });
    authorization.learnCsrfToken(answer.headers);
    const text = await answer.text();
    return contentOf(answer.status, text);
  } catch (cause) {
    if (cause instanceof AgentDesktopError) throw cause;
    throw requestError(isTimeout ? 'timeout' : abort.signal.aborted ? 'aborted' : 'network', {
      cause,
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function contentOf(httpStatus: number, text: string): unknown {
  const content = jsonOf(text);
  const answer = parseAnswer(content);
  const error = errorOfAnswer({
    httpStatus,
    ...(answer.ok
      ? { statusCode: answer.statusCode, statusMessage: answer.statusMessage }
      : // A CSRF filter answers before the API does, in plain text or HTML.
        { statusMessage: /csrf token/i.test(text) ? 'csrf token' : undefined }),
  });
  if (error) throw error;
  return content;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
