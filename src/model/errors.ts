/**
 * Why something could not be done, as a word that a host can compare.
 *
 * @see "Web Services API Reference": the `statusCode` table
 */
export type AgentDesktopErrorCode =
  | 'invalid-request'
  | 'not-allowed-now'
  | 'server-error'
  | 'server-busy'
  | 'no-permission'
  | 'call-not-found'
  | 'wrong-address'
  | 'not-signed-in'
  | 'headers-failed'
  | 'csrf-refused'
  | 'network'
  | 'timeout'
  | 'unexpected-response'
  | 'aborted'
  | 'operation-pending'
  | 'operation-not-allowed'
  | 'vetoed'
  | 'cookies-blocked'
  | 'no-agent-desktop'
  | 'invalid-option';

/** What an `AgentDesktopError` knows beside its code. */
export interface AgentDesktopErrorDetails {
  /** The server's `statusCode`, when it sent one. */
  readonly statusCode?: number | undefined;
  /** The HTTP status, when there was an answer. */
  readonly httpStatus?: number | undefined;
  /** For how long the server has asked for no requests, in ms, if it has. */
  readonly retryAfter?: number | undefined;
  /** The path that was asked, without query, where one was. */
  readonly path?: string | undefined;
  readonly cause?: unknown;
}

/**
 * An error whose message says what happened, what it means, and what to do.
 *
 * @example
 * try {
 *   await desktop.performOperation(callId, 'PauseCallRecording');
 * } catch (error) {
 *   if (error instanceof AgentDesktopError && error.code === 'no-permission') tellTheAdmin();
 * }
 */
export class AgentDesktopError extends Error {
  override readonly name = 'AgentDesktopError';
  declare readonly code: AgentDesktopErrorCode;
  declare readonly statusCode: number | undefined;
  declare readonly httpStatus: number | undefined;
  /** For how long the server has asked for no requests, in ms: with 429, or 503. At most five minutes. */
  declare readonly retryAfter: number | undefined;
  /** The path that was asked, without query, where one was. */
  declare readonly path: string | undefined;

  constructor(
    code: AgentDesktopErrorCode,
    message: string,
    details: AgentDesktopErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.statusCode = details.statusCode;
    this.httpStatus = details.httpStatus;
    this.retryAfter = details.retryAfter;
    this.path = details.path;
  }

  /** Returns the error itself, or a new error that says that something unexpected was thrown. */
  static from(thrown: unknown): AgentDesktopError {
    return thrown instanceof AgentDesktopError
      ? thrown
      : new AgentDesktopError(
          'unexpected-response',
          'Something else was thrown. The outcome is unknown. Report it.',
          { cause: thrown },
        );
  }

  /** The server may have done it all the same, so read the call before you repeat anything. */
  get isOutcomeUnknown(): boolean {
    return outcomeUnknown.includes(this.code);
  }

  /** Pressing again can help. */
  get isRetryable(): boolean {
    return canBeRepeated(this.code);
  }
}

/** Whether pressing again can help after an error with this code. */
export function canBeRepeated(code: AgentDesktopErrorCode): boolean {
  return !final.includes(code);
}

const outcomeUnknown: readonly AgentDesktopErrorCode[] = [
  'server-error',
  'network',
  'timeout',
  'unexpected-response',
  'aborted',
];

const final: readonly AgentDesktopErrorCode[] = [
  'no-permission',
  'call-not-found',
  'wrong-address',
  'invalid-request',
  'operation-not-allowed',
];
