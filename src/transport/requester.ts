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
import { fetchPlainly } from './fetchPlainly.ts';
import { plainJson } from './plainJson.ts';
import { retryAfterOf } from './retryAfter.ts';
import { pathOf } from './serverAddress.ts';

/** What every request to a server needs. */
export interface RequesterOptions {
  /** The address of the server without the path of the API. Empty for the page's own origin. */
  readonly baseUrl: string;
  readonly authorization: Authorization;
  readonly credentials: RequestCredentials;
  /** How long an answer may take, in ms. */
  readonly requestTimeout: number;
}

/** What differs between the APIs. */
interface Api extends AnswerRules {
  /** e.g. `/api/v2` */
  readonly path: string;
  /** The path of a GET that every signed-in user may make. Its answer can have the CSRF token. */
  readonly mePath: string;
  /** The requests that are about one call are below this path. */
  readonly callsPath: string;
  /** Reads the status in the body of an answer. `content` is undefined when the body is not JSON. */
  readonly statusOf: (content: unknown, text: string) => SaidStatus;
}

/**
 * Sends a GET, or a POST when there is a body. Throws an `AgentDesktopError` for everything but
 * success.
 */
export type Request = (path: string, body?: object, signal?: AbortSignal) => Promise<unknown>;

/**
 * Makes a function that sends requests with credentials, a time limit and the CSRF token. When the
 * server refuses the sign-in, the host is asked for new headers and the request is sent once more.
 * When it refuses the CSRF token, the token is read again and the request is sent once more. In all
 * other cases a request is sent only once.
 *
 * No redirect is followed, even to the same origin. The APIs do not redirect, but a gateway redirects
 * a user who is not signed in to its sign-in page, and a browser does not tell a script where a
 * redirect leads. So a redirect means `not-signed-in`. Its message also names the other possible
 * reason, which is that the address has changed.
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
    let httpStatus: number | undefined;
    try {
      const answer = await fetchPlainly(url, {
        method: body ? 'POST' : 'GET',
        headers: {
          ...authorization.headers,
          Accept: 'application/json',
          ...(body && { 'Content-Type': 'application/json' }),
        },
        body: body ? plainJson(body) : null,
        credentials,
        cache: 'no-store',
        // If a redirect were followed, the browser would send the headers of the host to that address.
        redirect: 'manual',
        signal: abort.signal,
      });
      httpStatus = answer.status;
      if (isRedirect(answer)) throw redirectError(answer.status, pathOf(url));
      authorization.learnCsrfToken(answer.headers);
      const text = await answer.text();
      // This is undefined when the body is not JSON, and then `errorOfAnswer` makes an error.
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
      const code = signal?.aborted ? 'aborted' : abort.signal.aborted ? 'timeout' : 'network';
      const isDamaged = code === 'network' && httpStatus !== undefined;
      throw requestError(code, {
        cause,
        httpStatus,
        path: pathOf(url),
        ...(isDamaged && { happened: 'The answer of the server broke off, or it is damaged.' }),
      });
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

/** A browser hides the status of a redirect and gives it this type. Node shows its status. */
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
 * Encodes the id of a call as one part of a path. The id comes from the server or from the host, so
 * it could otherwise name another path.
 *
 * @throws AgentDesktopError `call-not-found`
 */
export function pathSegment(callId: CallId): string {
  const id = parseCallId(callId);
  if (id === undefined) throw requestError('call-not-found');
  return encodeURIComponent(id);
}
