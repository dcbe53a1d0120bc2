import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';

/** An answer as far as it could be read. */
export interface ReadAnswer {
  readonly httpStatus: number;
  readonly statusCode?: number | undefined;
  readonly statusMessage?: string | undefined;
}

/**
 * What a failed answer means, or undefined for success: HTTP 2xx **and** `statusCode` 0.
 *
 * @see "Web Services API Reference", Return values: the `statusCode` table
 */
export function errorOfAnswer(answer: ReadAnswer): AgentDesktopError | undefined {
  const { httpStatus, statusCode, statusMessage } = answer;
  const isHttpSuccess = httpStatus >= 200 && httpStatus < 300;
  if (isHttpSuccess && statusCode === 0) return undefined;
  return requestError(codeOf(answer, isHttpSuccess), {
    httpStatus,
    statusCode,
    said: `HTTP ${httpStatus}, ${statusCode}: ${statusMessage?.slice(0, 200)}`,
  });
}

/** The request was sent elsewhere instead of being answered: nothing has looked at it. */
export function redirectError(httpStatus: number): AgentDesktopError {
  return new AgentDesktopError(
    'not-signed-in',
    'The server redirected this, as gateways do to a sign-in page. Nothing was changed. ' +
      'Sign in again; if that does not help, give the address behind the redirect as baseUrl.',
    { httpStatus: httpStatus || undefined },
  );
}

/** An error of the wire, in a sentence: what happened, what it means, what to do. */
export function requestError(
  code: RequestErrorCode,
  details: {
    readonly httpStatus?: number | undefined;
    readonly statusCode?: number | undefined;
    readonly cause?: unknown;
    /** What the other side said, if anything. */
    readonly said?: string | undefined;
  } = {},
): AgentDesktopError {
  const { said } = details;
  return new AgentDesktopError(code, sentences[code] + (said ? ` (${said})` : ''), details);
}

export type RequestErrorCode = Exclude<
  AgentDesktopErrorCode,
  'operation-pending' | 'operation-not-allowed' | 'vetoed' | 'no-agent-desktop' | 'invalid-option'
>;

const codeOfStatus: Readonly<Record<number, RequestErrorCode>> = {
  1: 'invalid-request',
  2: 'not-allowed-now',
  3: 'not-allowed-now',
  4: 'server-error',
  5: 'no-permission',
  6: 'call-not-found',
  9: 'server-error',
  10: 'invalid-request',
  20: 'not-signed-in',
  401: 'not-signed-in',
  403: 'no-permission',
  404: 'call-not-found',
};

function codeOf(
  { httpStatus, statusCode, statusMessage }: ReadAnswer,
  isHttpSuccess: boolean,
): RequestErrorCode {
  if (httpStatus === 403 && /csrf/i.test(statusMessage ?? '')) return 'csrf-refused';
  const isFault = httpStatus >= 500 || (isHttpSuccess && statusCode !== undefined);
  return (
    codeOfStatus[statusCode ?? httpStatus] ??
    codeOfStatus[httpStatus] ??
    (isFault ? 'server-error' : 'unexpected-response')
  );
}

const sentences: Readonly<Record<RequestErrorCode, string>> = {
  'invalid-request': 'The server did not understand this. Nothing was changed. Report it.',
  'not-allowed-now': 'The call does not allow this now. Nothing was changed. Read the call again.',
  'server-error': 'The server failed. The outcome is unknown. Read the call first.',
  'no-permission': 'This user may not do this. Nothing was changed. Ask an administrator.',
  'call-not-found': 'The server does not know this call. It is over or moved. Read the calls.',
  'not-signed-in': 'The server does not know this user. Nothing was changed. Sign in again.',
  'headers-failed': 'headers() failed. Nothing was changed. See the cause.',
  'csrf-refused': 'The CSRF token was refused twice. Nothing was changed. Check proxies.',
  'cookies-blocked':
    'The server forgets this client. Nothing is heard. Allow cookies; make sessions sticky.',
  network: 'The server cannot be reached. The outcome is unknown. Check the network.',
  timeout: 'The server did not answer in time. The outcome is unknown. Read the call first.',
  'unexpected-response': 'This is no answer. The outcome is unknown. Check baseUrl.',
  aborted: 'The request was given up. The outcome is unknown. Read the call first.',
};
