import type { CallId } from '../model/call.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { parseAnswer } from '../protocol/parseAnswer.ts';
import { errorOfAnswer } from './answerError.ts';
import { createRequester, pathSegment, type RequesterOptions } from './requester.ts';
import type { WireRest } from './wire.ts';

export type RestClientOptions = RequesterOptions;

/** The REST half of the wire. Each request can be given up by a signal, and then throws `aborted`. */
export interface RestClient extends WireRest {
  /** Learns the CSRF token, and gets the session cookie that CometD needs. */
  readonly fetchMe: (signal?: AbortSignal) => Promise<unknown>;
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    signal?: AbortSignal,
  ) => Promise<unknown>;
  readonly fetchCalls: (signal?: AbortSignal) => Promise<unknown>;
  readonly fetchCall: (callId: CallId, signal?: AbortSignal) => Promise<unknown>;
}

/** @see "Web Services API Reference": PauseCallRecording, Request URL */
export function createRestClient(options: RestClientOptions): RestClient {
  const request = createRequester(options, {
    path: '/api/v2',
    mePath: '/me',
    errorOf: (httpStatus, content, text) => {
      const answer = parseAnswer(content);
      return errorOfAnswer({
        httpStatus,
        // A CSRF filter answers before the API does, in plain text or HTML.
        ...(answer.ok ? answer : { statusMessage: text.match(/csrf/i)?.[0] }),
      });
    },
  });
  const requestCall = async (
    callId: CallId,
    body?: object,
    signal?: AbortSignal,
  ): Promise<unknown> => request(`/me/calls/${pathSegment(callId)}`, body, signal);

  return {
    fetchMe: (signal) => request('/me', undefined, signal),
    performOperation: (callId, operationName, signal) =>
      requestCall(callId, { operationName }, signal),
    fetchCalls: (signal) => request('/me/calls?fields=*', undefined, signal),
    fetchCall: (callId, signal) => requestCall(callId, undefined, signal),
  };
}
