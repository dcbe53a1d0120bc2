import type { CallId } from '../model/call.ts';
import { parseAnswer } from '../protocol/parseAnswer.ts';
import { errorOfAnswer } from './answerError.ts';
import { createRequester, pathSegment, type RequesterOptions } from './requester.ts';
import type { WireRest } from './wire.ts';

export type RestClientOptions = RequesterOptions;

/** The REST half of the wire. An operation that is given up by its signal throws `aborted`. */
export interface RestClient extends WireRest {
  /** Learns the CSRF token, and gets the session cookie that CometD needs. */
  readonly fetchMe: () => Promise<unknown>;
}

/** @see "Web Services API Reference": PauseCallRecording, Request URL */
export function createRestClient(options: RestClientOptions): RestClient {
  const request = createRequester(options, {
    path: '/api/v2',
    mePath: '/me',
    errorOf: (httpStatus, content, text) => {
      // A CSRF filter answers before the API does, in plain text or HTML.
      const answer = parseAnswer(content) ?? { statusMessage: text.match(/csrf/i)?.[0] };
      return errorOfAnswer({ httpStatus, ...answer });
    },
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
