import type { CallId } from '../model/call.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { parseAnswer } from '../protocol/workspaceV3.ts';
import type { ReadAnswer, RequestErrorCode } from './answerError.ts';
import { createRequester, pathSegment, type RequesterOptions } from './requester.ts';

export interface WorkspaceRest {
  /** Learns the CSRF token, and who this is. */
  readonly fetchMe: () => Promise<unknown>;
  /** @param operationId names the request in the answer, and in what the server says of it later */
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    operationId: string,
    signal?: AbortSignal,
  ) => Promise<unknown>;
  readonly fetchCalls: () => Promise<unknown>;
}

/** @see "Workspace API": VoiceApi, the four recording operations, Get all calls; SessionApi */
export function createWorkspaceRest(options: RequesterOptions): WorkspaceRest {
  const request = createRequester(options, {
    path: '/workspace/v3',
    mePath: '/current-session',
    callsPath: '/voice/calls',
    // Who refuses before the API does says so in plain text or HTML.
    statusOf: (content, text) =>
      parseAnswer(content) ?? { statusMessage: /csrf|not found|not exist/i.exec(text)?.[0] },
    // 0 is done, 1 accepted, 2 done in part. Of an operation none is more than accepted: the call
    // confirms it.
    isSuccess: (statusCode) => successes.has(statusCode),
    codeOf,
  });
  return {
    fetchMe: () => request('/current-session'),
    // The description knows no body here; the vendor's simulator takes the `operationId` from it.
    performOperation: async (callId, operationName, operationId, signal) =>
      request(
        `/voice/calls/${pathSegment(callId)}/${verbs[operationName]}-recording`,
        { operationId },
        signal,
      ),
    fetchCalls: () => request('/voice/calls'),
  };
}

const verbs: Readonly<Record<RecordingOperationName, string>> = {
  StartCallRecording: 'start',
  PauseCallRecording: 'pause',
  ResumeCallRecording: 'resume',
  StopCallRecording: 'stop',
};

/** @see "Workspace API": the `status` of every answer */
const successes: ReadonlySet<number | undefined> = new Set([0, 1, 2]);

const codeOfStatus: Readonly<Record<number, RequestErrorCode>> = {
  400: 'invalid-request',
  401: 'not-signed-in',
  403: 'no-permission',
  404: 'call-not-found',
  409: 'not-allowed-now',
};

/** The codes are not documented, beyond that 500 may say "Resource not found." and 401 be a status. */
function codeOf({ httpStatus, statusCode, statusMessage = '' }: ReadAnswer): RequestErrorCode {
  if (httpStatus === 403 && /csrf/i.test(statusMessage)) return 'csrf-refused';
  // The vendor's simulator refuses who has no session with 403 and no word; a missing permission is
  // for the API to say, and it has a `status` for it.
  if (httpStatus === 403 && statusCode === undefined) return 'not-signed-in';
  if (/not found|not exist/i.test(statusMessage)) return 'call-not-found';
  return (
    codeOfStatus[statusCode ?? httpStatus] ??
    codeOfStatus[httpStatus] ??
    (statusCode !== undefined || httpStatus >= 500 ? 'server-error' : 'unexpected-response')
  );
}
