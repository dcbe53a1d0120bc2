import type { AgentDesktopError } from '../model/errors.ts';
import { requestError, type RequestErrorCode } from '../model/requestError.ts';

/** What came instead of, or as, an answer. */
export type AnswerBody = 'json' | 'web-page' | 'nothing' | 'other-text';

/** What an API says of its success in its own words. */
export interface SaidStatus {
  readonly statusCode?: number | undefined;
  /** Looked at here, and never told on: it may hold anything. */
  readonly statusMessage?: string | undefined;
}

/** An answer as far as it could be read. */
export interface ReadAnswer extends SaidStatus {
  readonly httpStatus: number;
  readonly body: AnswerBody;
  /** The path of the URL that was asked, without query. */
  readonly path: string;
  readonly asked: 'one-call' | 'anything-else';
  /** In ms, where the answer says so. */
  readonly retryAfter?: number | undefined;
}

/** How one API tells success and failure. */
export interface AnswerRules {
  readonly isSuccess: (statusCode: number | undefined) => boolean;
  readonly codeOf: (answer: ReadAnswer) => RequestErrorCode;
}

/** What a failed answer means, or undefined for success: HTTP 2xx **and** a status that says so. */
export function errorOfAnswer(
  answer: ReadAnswer,
  { isSuccess, codeOf }: AnswerRules,
): AgentDesktopError | undefined {
  const { statusCode, body, path, asked } = answer;
  if (isHttpSuccess(answer) && isSuccess(statusCode)) return undefined;

  const said = isBusy(answer) ? 'server-busy' : codeOf(answer);
  // Whoever asked for all calls did not ask for one that may be gone.
  const code = said === 'call-not-found' && asked !== 'one-call' ? 'wrong-address' : said;
  return requestError(code, {
    ...answer,
    ...(code === 'wrong-address' && { happened: `The server has nothing at ${path}.` }),
    ...(code === 'unexpected-response' && { happened: bodies[body] }),
    ...(code === 'server-error' &&
      body !== 'json' && { happened: `The server failed. ${bodies[body]}` }),
  });
}

export function isHttpSuccess({ httpStatus }: ReadAnswer): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}

/**
 * A gateway answers 429 before it passes anything on, and so does who says when to come back with a
 * 503. A 503 without that, or one that the API itself says more about, may have come too late.
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

/** The request was sent elsewhere instead of being answered: nothing has looked at it. */
export function redirectError(httpStatus: number, path: string): AgentDesktopError {
  return requestError('not-signed-in', {
    httpStatus: httpStatus || undefined,
    path,
    happened: 'The server redirected this, as gateways do to a sign-in page.',
    toDo: 'Sign in again; if that does not help, give the address behind the redirect as baseUrl.',
  });
}

const bodies: Readonly<Record<AnswerBody, string>> = {
  json: 'JSON came that is no answer of this API.',
  'web-page': 'A web page came instead of an answer.',
  nothing: 'An empty answer came.',
  'other-text': 'Text came that is no JSON object.',
};
