import { AgentDesktopError, type AgentDesktopErrorCode } from './errors.ts';

/**
 * An error of the wire, in a sentence: what happened, what it means, what to do. No text of a server
 * and no header enters it, but for the numbers.
 */
export function requestError(
  code: RequestErrorCode,
  details: {
    readonly httpStatus?: number | undefined;
    readonly statusCode?: number | undefined;
    readonly retryAfter?: number | undefined;
    readonly path?: string | undefined;
    readonly cause?: unknown;
    /** What happened and what to do, where more can be told than of any error with this code. */
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

export type RequestErrorCode = Exclude<
  AgentDesktopErrorCode,
  'operation-pending' | 'operation-not-allowed' | 'vetoed' | 'no-agent-desktop' | 'invalid-option'
>;

const notDone = 'Nothing was changed.';
const unknown = 'The outcome is unknown.';

/** What happened, what it means, what to do. */
const sentences: Readonly<Record<RequestErrorCode, readonly [string, string, string]>> = {
  'invalid-request': ['The server did not understand this.', notDone, 'Report it.'],
  'not-allowed-now': ['The call does not allow this now.', notDone, 'Read the call again.'],
  'server-error': ['The server failed.', unknown, 'Read the call first.'],
  'server-busy': ['The server is busy and refused this.', notDone, 'Try again later.'],
  'no-permission': ['This user may not do this.', notDone, 'Ask an administrator.'],
  'call-not-found': [
    'The server does not know this call. It is over or moved.',
    notDone,
    'Read the calls.',
  ],
  'wrong-address': ['The server has nothing at this address.', notDone, 'Check baseUrl.'],
  'not-signed-in': ['The server does not know this user.', notDone, 'Sign in again.'],
  'headers-failed': ['headers() failed.', notDone, 'See the cause.'],
  'csrf-refused': ['The CSRF token was refused twice.', notDone, 'Check proxies.'],
  'cookies-blocked': [
    'The server forgets this client.',
    'Nothing is heard.',
    'Allow cookies; make sessions sticky.',
  ],
  network: ['The server cannot be reached.', unknown, 'Check the network.'],
  timeout: ['The server did not answer in time.', unknown, 'Read the call first.'],
  'unexpected-response': ['This is no answer.', unknown, 'Check baseUrl and the gateway.'],
  aborted: ['The request was given up.', unknown, 'Read the call first.'],
};
