import type { CallId } from '../model/call.ts';
import { parseAnswer } from '../protocol/parseAnswer.ts';
import { type RequestErrorCode } from '../model/requestError.ts';
import {
  isHttpSuccess,
  signedOutStatuses,
  type AnswerRules,
  type ReadAnswer,
} from './answerError.ts';
import { createRequester, pathSegment, type RequesterOptions } from './requester.ts';
import type { WireRest } from './wire.ts';

export type GwsRestOptions = RequesterOptions;

/** The requests to GWS. An operation that is cancelled through its signal throws `aborted`. */
export interface GwsRest extends WireRest {
  /** Asks who is signed in. The answer brings the CSRF token and the session cookie that CometD needs. */
  readonly fetchMe: () => Promise<unknown>;
}

/** @see "Web Services API Reference": PauseCallRecording, Request URL */
export function createGwsRest(options: GwsRestOptions): GwsRest {
  const request = createRequester(options, {
    path: '/api/v2',
    mePath: '/me',
    callsPath: '/me/calls',
    // A CSRF filter refuses a request before the API sees it. Its answer is plain text or HTML.
    statusOf: (content, text) =>
      parseAnswer(content) ?? { statusMessage: text.match(/csrf/i)?.[0] },
    ...gwsAnswers,
  });
  const requestCall = async (
    callId: CallId,
    body?: object,
    signal?: AbortSignal,
  ): Promise<unknown> => request(`/me/calls/${pathSegment(callId)}`, body, signal);

  return {
    fetchMe: () => request('/me'),
    performOperation: (callId, operationName, signal) =>
      requestCall(callId, { operationName }, signal),
    fetchCalls: () => request('/me/calls?fields=*'),
    fetchCall: (callId) => requestCall(callId),
  };
}

/** @see "Web Services API Reference", Return values: the `statusCode` table */
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
  ...signedOutStatuses,
  403: 'no-permission',
  404: 'call-not-found',
};

export const gwsAnswers: AnswerRules = { isSuccess: (statusCode) => statusCode === 0, codeOf };

function codeOf(answer: ReadAnswer): RequestErrorCode {
  const { httpStatus, statusCode, statusMessage } = answer;
  if (httpStatus === 403 && /csrf/i.test(statusMessage ?? '')) return 'csrf-refused';
  const isFault = httpStatus >= 500 || (isHttpSuccess(answer) && statusCode !== undefined);
  return (
    codeOfStatus[statusCode ?? httpStatus] ??
    codeOfStatus[httpStatus] ??
    (isFault ? 'server-error' : 'unexpected-response')
  );
}
