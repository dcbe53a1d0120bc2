import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import { gws } from '../protocol/gws.ts';
import type { LinkListener } from '../transport/notificationLink.ts';
import type { Wire } from '../transport/wire.ts';
import {
  callResource,
  simulatedCall,
  type SimulatedCall,
  type WireCall,
} from '../testing/simulatedCalls.ts';

/** A request that waits for the test to answer it. */
export interface FakeRequest {
  readonly kind: 'operation' | 'calls' | 'call';
  readonly callId: string | undefined;
  readonly operationName: string | undefined;
  /** Aborted when the operation was given up. */
  readonly signal: AbortSignal | undefined;
  /** Client clock, epoch ms. */
  readonly at: number;
  readonly answer: (body: unknown) => void;
  readonly fail: (code: AgentDesktopErrorCode, retryAfter?: number) => void;
}

/**
 * A wire for tests. Nothing happens by itself: the test answers the requests and sends the
 * messages.
 */
export interface FakeWire {
  readonly wire: Wire;
  /** Everything that was ever sent, oldest first. */
  readonly requests: readonly FakeRequest[];
  readonly posts: () => readonly FakeRequest[];
  readonly reads: () => readonly FakeRequest[];
  /**
   * Answers every request from now on. A request is left to the test where this returns undefined.
   */
  readonly answerBy: (answer: ((request: FakeRequest) => unknown) | undefined) => void;
  readonly link: {
    readonly opened: number;
    readonly reopened: number;
    readonly closed: number;
    readonly isHeld: boolean;
    readonly up: () => void;
    /** Reports that a message of the server has arrived. */
    readonly heard: () => void;
    readonly down: (code: AgentDesktopErrorCode, heardAt?: number) => void;
    readonly say: (message: unknown) => void;
  };
}

export function createFakeWire(): FakeWire {
  const requests: FakeRequest[] = [];
  const counts = { opened: 0, reopened: 0, closed: 0 };
  let listener: LinkListener | undefined;
  let answerBy: ((request: FakeRequest) => unknown) | undefined;

  const ask = (
    kind: FakeRequest['kind'],
    callId?: string,
    operationName?: string,
    signal?: AbortSignal,
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const request: FakeRequest = {
        kind,
        callId,
        operationName,
        signal,
        at: Date.now(),
        answer: resolve,
        fail: (code, retryAfter) =>
          reject(new AgentDesktopError(code, `Failed by the test: ${code}.`, { retryAfter })),
      };
      requests.push(request);
      const answer = answerBy?.(request);
      if (answer instanceof AgentDesktopError) reject(answer);
      else if (answer !== undefined) resolve(answer);
    });

  return {
    wire: {
      protocol: gws,
      rest: {
        performOperation: (callId, operationName, signal) =>
          ask('operation', callId, operationName, signal),
        fetchCalls: () => ask('calls'),
        fetchCall: (callId) => ask('call', callId),
      },
      link: {
        channel: '/v2/me/calls',
        open: (newListener) => {
          counts.opened += 1;
          listener = newListener;
        },
        reopen: () => {
          counts.reopened += 1;
        },
        close: () => {
          counts.closed += 1;
          listener = undefined;
        },
      },
    },
    requests,
    posts: () => requests.filter(({ kind }) => kind === 'operation'),
    reads: () => requests.filter(({ kind }) => kind !== 'operation'),
    answerBy: (newAnswer) => {
      answerBy = newAnswer;
    },
    link: {
      get opened() {
        return counts.opened;
      },
      get reopened() {
        return counts.reopened;
      },
      get closed() {
        return counts.closed;
      },
      get isHeld() {
        return listener !== undefined;
      },
      up: () => listener?.onOpen(),
      heard: () => listener?.onHeard?.(),
      down: (code, heardAt = Date.now()) =>
        listener?.onDown(new AgentDesktopError(code, `Failed by the test: ${code}.`), heardAt),
      say: (message) => listener?.onMessage(message),
    },
  };
}

/**
 * A call in the form of the server: established, and being recorded unless the test says otherwise.
 */
export function wireCall(
  call: Partial<SimulatedCall> & { readonly id: string },
  wire: Partial<WireCall> = {},
): WireCall {
  return {
    ...callResource(simulatedCall({ recordingState: 'Recording', ...call }), '15000'),
    ...wire,
  };
}

/** A notification about a call, in the envelope of the documents. */
export function eventOf(
  call: WireCall,
  serverTime?: number,
): { readonly channel: string; readonly data: object } {
  return {
    channel: '/v2/me/calls',
    data: {
      notificationType: 'CallRecordingStateChange',
      call,
      phoneNumber: '15000',
      messageType: 'CallStateChangeMessage',
      ...(serverTime !== undefined && {
        metrics: { eventProcessing: { serverGenerationTimestamp: serverTime } },
      }),
    },
  };
}

export const callsAnswer = (...calls: readonly unknown[]): object => ({ statusCode: 0, calls });
export const callAnswer = (call: unknown): object => ({ statusCode: 0, call });
export const accepted: object = { statusCode: 0 };
