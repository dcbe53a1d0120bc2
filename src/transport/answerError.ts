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
  const code = codeOf(answer, isHttpSuccess);
  const said = [
    `HTTP ${httpStatus}`,
    statusCode === undefined ? undefined : `statusCode ${statusCode}`,
    statusMessage && `“${statusMessage.slice(0, 200)}”`,
  ];
  return new AgentDesktopError(code, `${sentences[code]} (${said.filter(Boolean).join(', ')})`, {
    httpStatus,
    ...(statusCode !== undefined && { statusCode }),
  });
}

/** The request got no answer: aborted, timed out, or no way to the server. */
export function errorOfFailure(
  code: 'aborted' | 'timeout' | 'network',
  cause?: unknown,
): AgentDesktopError {
  return new AgentDesktopError(code, sentences[code], { cause });
}

const codeOfStatus: Readonly<Record<number, AnswerErrorCode>> = {
  1: 'invalid-request',
  2: 'not-allowed-now',
  3: 'not-allowed-now',
  4: 'server-error',
  5: 'no-permission',
  6: 'call-not-found',
  9: 'server-error',
  10: 'invalid-request',
  20: 'not-signed-in',
};

function codeOf(
  { httpStatus, statusCode, statusMessage }: ReadAnswer,
  isHttpSuccess: boolean,
): AnswerErrorCode {
  if (httpStatus === 403 && /csrf/i.test(statusMessage ?? '')) return 'csrf-refused';
  const byStatus = statusCode === undefined ? undefined : codeOfStatus[statusCode];
  if (byStatus) return byStatus;
  if (httpStatus === 401) return 'not-signed-in';
  if (httpStatus === 403) return 'no-permission';
  if (httpStatus === 404) return 'call-not-found';
  return httpStatus >= 500 || (isHttpSuccess && statusCode !== undefined)
    ? 'server-error'
    : 'unexpected-response';
}

type AnswerErrorCode = Exclude<
  AgentDesktopErrorCode,
  | 'operation-pending'
  | 'operation-not-allowed'
  | 'cookies-blocked'
  | 'no-agent-desktop'
  | 'invalid-option'
>;

/** What happened, what it means, what to do. */
const sentences: Readonly<Record<AnswerErrorCode, string>> = {
  'invalid-request':
    'The server did not understand the request, so nothing was changed. Report this: the API may have moved.',
  'not-allowed-now':
    'The call is not in a state that allows this, so nothing was changed. Read the call again.',
  'server-error':
    'The server failed, so it is unknown whether this was done. Read the call before asking again.',
  'no-permission':
    'This user may not do this, so nothing was changed. Ask an administrator for the permission.',
  'call-not-found': 'The server does not know this call, so it is over or moved. Read the calls.',
  'not-signed-in':
    'The server does not know who this is, so nothing was changed. Sign in again, or return fresh credentials from headers().',
  'csrf-refused':
    'The server refused the CSRF token twice, so nothing was changed. Check that proxies let X-CSRF-HEADER and X-CSRF-TOKEN through.',
  network:
    'The server cannot be reached, so it is unknown whether this was done. Check the network; nothing will be sent later.',
  timeout:
    'The server did not answer in time, so it is unknown whether this was done. Read the call before asking again.',
  'unexpected-response':
    'The answer is not one of Genesys Web Services, so it is unknown whether this was done. Check baseUrl, and whether a proxy or a sign-in page answered.',
  aborted: 'The request was given up before the answer, so it is unknown whether this was done.',
};
