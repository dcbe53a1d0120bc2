import { AgentDesktopError, type AgentDesktopErrorCode } from './errors.ts';

/**
 * Makes an error whose message says what happened, what it means and what to do. It contains status
 * numbers of the server, and no text and no header of it, because these may hold personal data.
 */
export function requestError(
  code: RequestErrorCode,
  details: {
    readonly httpStatus?: number | undefined;
    readonly statusCode?: number | undefined;
    readonly retryAfter?: number | undefined;
    readonly path?: string | undefined;
    readonly cause?: unknown;
    /** These replace the general sentences of the code where the caller knows more. */
    readonly happened?: string | undefined;
    readonly toDo?: string | undefined;
  } = {},
): AgentDesktopError {
  const { httpStatus, statusCode, retryAfter, path, cause } = details;
  const [happened, meaning, toDo] = sentences[code];
  const numbers = [
    httpStatus !== undefined && `HTTP ${httpStatus}`,
    statusCode !== undefined && `code ${statusCode}`,
    retryAfter !== undefined && `retry after ${Math.ceil(retryAfter / 1000)} s`,
  ].filter((number) => number !== false);
  return new AgentDesktopError(
    code,
    [details.happened ?? happened, meaning, details.toDo ?? toDo].join(' ') +
      (numbers.length > 0 ? ` (${numbers.join(', ')})` : ''),
    { httpStatus, statusCode, retryAfter, path, cause },
  );
}

/** What is no failure of a request. The messages of these errors are made where they occur. */
type OtherCode =
  | 'operation-pending'
  | 'operation-not-allowed'
  | 'vetoed'
  | 'no-agent-desktop'
  | 'invalid-option';

export type RequestErrorCode = Exclude<AgentDesktopErrorCode, OtherCode>;

/** Whether this version of the library knows such a code. */
export function isErrorCode(value: unknown): value is AgentDesktopErrorCode {
  return (
    typeof value === 'string' &&
    (Object.hasOwn(sentences, value) || Object.hasOwn(otherCodes, value))
  );
}

const otherCodes: Readonly<Record<OtherCode, true>> = {
  'operation-pending': true,
  'operation-not-allowed': true,
  vetoed: true,
  'no-agent-desktop': true,
  'invalid-option': true,
};

const notDone = 'Nothing was changed.';
const unknown = 'It is not known whether anything was changed.';

/** What happened, what it means and what to do, for each code. */
const sentences: Readonly<Record<RequestErrorCode, readonly [string, string, string]>> = {
  'invalid-request': ['The server did not understand the request.', notDone, 'Report this error.'],
  'not-allowed-now': [
    'The call does not allow this operation now.',
    notDone,
    'Read the call again.',
  ],
  'server-error': ['The server failed.', unknown, 'Read the call before you try again.'],
  'server-busy': ['The server is busy and refused the request.', notDone, 'Try again later.'],
  'no-permission': [
    'This user has no permission for this.',
    notDone,
    'Ask an administrator for the permission.',
  ],
  'call-not-found': [
    'The server does not know this call. The call has ended, or it was moved.',
    notDone,
    'Read all calls again.',
  ],
  'wrong-address': [
    'The server has nothing at this address.',
    notDone,
    'Check the option baseUrl.',
  ],
  'not-signed-in': ['The server does not know this user.', notDone, 'Sign in again.'],
  'headers-failed': ['The callback headers() failed.', notDone, 'Look at the cause of this error.'],
  'csrf-refused': [
    'The server refused the CSRF token twice.',
    notDone,
    'Check whether a proxy removes the header with the token.',
  ],
  'cookies-blocked': [
    'The server does not recognize this client after its handshake.',
    'No notifications are received.',
    'Allow the cookies of the server, and let the load balancer keep each session on one node.',
  ],
  network: ['The server cannot be reached.', unknown, 'Check the network connection.'],
  timeout: ['The server did not answer in time.', unknown, 'Read the call before you try again.'],
  'unexpected-response': [
    'The server sent something that is not an answer of this API.',
    unknown,
    'Check the option baseUrl and the gateway.',
  ],
  aborted: ['The request was cancelled.', unknown, 'Read the call before you try again.'],
};
