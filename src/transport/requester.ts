import { AgentDesktopError } from '../model/errors.ts';
import type { CallId } from '../model/call.ts';
import { jsonObject } from '../protocol/envelope.ts';
import { callId as parseCallId } from '../protocol/fields.ts';
import { requestError } from '../model/requestError.ts';
import {
  errorOfAnswer,
  redirectError,
  type AnswerBody,
  type AnswerRules,
  type SaidStatus,
} from './answerError.ts';
import type { Authorization } from './authorization.ts';
import { retryAfterOf } from './retryAfter.ts';
import { pathOf } from './serverAddress.ts';

/** How a server is reached, whatever it is asked. */
export interface RequesterOptions {
  /** Where the server is, without the API's own path. Empty for the page's own origin. */
  readonly baseUrl: string;
  readonly authorization: Authorization;
  readonly credentials: RequestCredentials;
  /** How long an answer may take, in ms. */
  readonly requestTimeout: number;
}

/** What one API does its own way. */
interface Api extends AnswerRules {
  /** e.g. `/api/v2` */
  readonly path: string;
  /** A GET that everybody signed in may make: any GET can carry the CSRF token. */
  readonly mePath: string;
  /** Below it are the requests of one call. */
  readonly callsPath: string;
  /** What an answer says of its success. `content` is undefined where it is no JSON. */
  readonly statusOf: (content: unknown, text: string) => SaidStatus;
}

/**
 * GETs, or POSTs where there is a body. Throws an `AgentDesktopError` for all that is no success.
 */
export type Request = (path: string, body?: object, signal?: AbortSignal) => Promise<unknown>;

/**
 * Requests with credentials, a deadline, and the CSRF token. A refused sign-in is mended once
 * (headers asked again), a refused CSRF token once (read again); nothing else is ever sent twice.
 *
 * No redirect is followed, to another origin or to the same. The APIs have none; a gateway sends
 * who is not signed in to its sign-in page by one, and a browser does not tell where a redirect
 * leads. So each means `not-signed-in`, and its sentence names the other possibility, a moved
 * address.
 */
export function createRequester(options: RequesterOptions, api: Api): Request {
  const { baseUrl, authorization, credentials, requestTimeout } = options;

  const send: Request = async (path, body, signal) => {
    const abort = new AbortController();
    const giveUp = (): void => {
      abort.abort();
    };
    const timer = setTimeout(giveUp, requestTimeout);
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp);
    const url = baseUrl + api.path + path;
    try {
      const answer = await fetch(url, {
        method: body ? 'POST' : 'GET',
        headers: {
          ...authorization.headers,
          Accept: 'application/json',
          ...(body && { 'Content-Type': 'application/json' }),
        },
        body: body ? JSON.stringify(body) : null,
        credentials,
        cache: 'no-store',
        // The headers that let the agent in would go wherever the answer points.
        redirect: 'manual',
        signal: abort.signal,
      });
      if (isRedirect(answer)) throw redirectError(answer.status, pathOf(url));
      authorization.learnCsrfToken(answer.headers);
      const text = await answer.text();
      // What is not JSON is not an answer either; whoever reads it says so.
      const content = jsonObject(text);
      const error = errorOfAnswer(
        {
          httpStatus: answer.status,
          ...api.statusOf(content, text),
          body: bodyOf(content, text, answer),
          path: pathOf(url),
          asked: path.startsWith(`${api.callsPath}/`) ? 'one-call' : 'anything-else',
          retryAfter: retryAfterOf(answer.headers),
        },
        api,
      );
      if (error) throw error;
      return content;
    } catch (cause) {
      if (cause instanceof AgentDesktopError) throw cause;
      throw requestError(
        signal?.aborted ? 'aborted' : abort.signal.aborted ? 'timeout' : 'network',
        { cause, path: pathOf(url) },
      );
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  };

  return async (path, body, signal) => {
    let canRenewHeaders = true;
    let canRenewCsrfToken = body !== undefined;
    await authorization.prepare();
    for (;;) {
      const renewals = authorization.renewals();
      try {
        return await send(path, body, signal);
      } catch (error) {
        // Both mean that the server has not processed the request, so it may be sent once more.
        const { code } = AgentDesktopError.from(error);
        if (code === 'not-signed-in' && canRenewHeaders && (await authorization.renew(renewals))) {
          canRenewHeaders = false;
        } else if (code === 'csrf-refused' && canRenewCsrfToken) {
          canRenewCsrfToken = false;
          await send(api.mePath, undefined, signal);
        } else {
          throw error;
        }
      }
    }
  };
}

/** A browser shows nothing else of a redirect than that it is one; Node shows it as it is. */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status);
}

function bodyOf(content: unknown, text: string, { headers }: Response): AnswerBody {
  if (content !== undefined) return 'json';
  if (text.trim() === '') return 'nothing';
  const isMarkup = /^\s*</.test(text) || /html/i.test(headers.get('Content-Type') ?? '');
  return isMarkup ? 'web-page' : 'other-text';
}

/**
 * A call's id as a part of a path. It is the server's, or the host's: never a path of its own.
 *
 * @throws AgentDesktopError `call-not-found`
 */
export function pathSegment(callId: CallId): string {
  const id = parseCallId(callId);
  if (id === undefined) throw requestError('call-not-found');
  return encodeURIComponent(id);
}
