import type { AgentDesktopError } from '../model/errors.ts';
import { requestError, type RequestErrorCode } from '../model/requestError.ts';

/** What the body of an HTTP answer turned out to be. */
export type AnswerBody = 'json' | 'web-page' | 'nothing' | 'other-text';

/** The status that the API writes into the body of its answer, besides the HTTP status. */
export interface SaidStatus {
  readonly statusCode?: number | undefined;
  /**
   * It is only compared with known texts. It is never shown or logged, because a server may write
   * personal data into it.
   */
  readonly statusMessage?: string | undefined;
}

/** An answer as far as it could be read. */
export interface ReadAnswer extends SaidStatus {
  readonly httpStatus: number;
  readonly body: AnswerBody;
  /** The path of the URL that was requested, without its query. */
  readonly path: string;
  readonly asked: 'one-call' | 'anything-else';
  /** How long the server asks the client to wait, in ms. Absent when the answer does not say. */
  readonly retryAfter?: number | undefined;
}

/** How one API tells a client whether a request has succeeded. */
export interface AnswerRules {
  readonly isSuccess: (statusCode: number | undefined) => boolean;
  readonly codeOf: (answer: ReadAnswer) => RequestErrorCode;
}

/**
 * Returns what a failed answer means. Returns undefined for success, which needs both an HTTP status
 * 2xx **and** a status in the body that says so.
 */
export function errorOfAnswer(
  answer: ReadAnswer,
  { isSuccess, codeOf }: AnswerRules,
): AgentDesktopError | undefined {
  const { statusCode, body, path, asked } = answer;
  if (isHttpSuccess(answer) && isSuccess(statusCode)) return undefined;

  const said = isBusy(answer) ? 'server-busy' : codeOf(answer);
  // A request for all calls names no call that could have ended. So "not found" means that nothing
  // is at this address.
  const code = said === 'call-not-found' && asked !== 'one-call' ? 'wrong-address' : said;
  return requestError(code, {
    ...answer,
    ...(code === 'wrong-address' && { happened: `The server has nothing at ${path}.` }),
    ...(code === 'not-signed-in' && answer.httpStatus === 511 && networkSignIn),
    ...(code === 'unexpected-response' && { happened: bodies[body] }),
    ...(code === 'server-error' &&
      body !== 'json' && { happened: `The server failed. ${bodies[body]}` }),
  });
}

export function isHttpSuccess({ httpStatus }: ReadAnswer): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}

/**
 * Whether the request was refused before the API has seen it. A gateway does so with 429, or with a
 * 503 that has a `Retry-After`. Any other 503 may come after the API has begun to process the
 * request.
 */
export function isBusy({
  httpStatus,
  statusCode,
  retryAfter,
}: Pick<ReadAnswer, 'httpStatus' | 'statusCode' | 'retryAfter'>): boolean {
  return (
    httpStatus === 429 ||
    (httpStatus === 503 && statusCode === undefined && retryAfter !== undefined)
  );
}

/**
 * The HTTP statuses that mean that nobody is signed in. Only 401 and 511 are standard. Gateways and web
 * frameworks answer with the others when a session or a token is over, or (561) when the sign-in itself
 * has failed. With 511 the network asks the user to sign in to it, as in a hotel.
 *
 * @see RFC 6585, 511 Network Authentication Required
 */
export const signedOutStatuses: Readonly<Record<number, 'not-signed-in'>> = {
  401: 'not-signed-in',
  419: 'not-signed-in',
  440: 'not-signed-in',
  498: 'not-signed-in',
  511: 'not-signed-in',
  561: 'not-signed-in',
};

const networkSignIn = {
  happened: 'The network itself asks for a sign-in before it lets a request through.',
  toDo: 'Open any page in the browser, and sign in to the network there.',
};

/** The error for a redirect. A server that redirects a request has not processed it. */
export function redirectError(httpStatus: number, path: string): AgentDesktopError {
  return requestError('not-signed-in', {
    httpStatus: httpStatus || undefined,
    path,
    happened: 'The server redirected the request, as gateways do when nobody is signed in.',
    toDo: 'Sign in again. If that does not help, set baseUrl to the address that the redirect leads to.',
  });
}

const bodies: Readonly<Record<AnswerBody, string>> = {
  json: 'The server answered with JSON that is not an answer of this API.',
  'web-page': 'The server answered with a web page.',
  nothing: 'The server answered with an empty body.',
  'other-text': 'The server answered with text that is not a JSON object.',
};
