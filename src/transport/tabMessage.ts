import type { AgentDesktopErrorCode } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import { recordingOperationNames } from '../model/recording.ts';
import { longestRetryAfter } from './retryAfter.ts';

/** What tabs tell each other. Nothing in it lets anybody in anywhere. */
export type TabMessage =
  /** From those who follow. */
  | { readonly type: 'who' }
  | { readonly type: 'reopen' }
  /** From the leader. `is-open` answers `who`; `open` says that it was opened anew. */
  | { readonly type: 'open' }
  | { readonly type: 'is-open' }
  | { readonly type: 'alive' }
  | { readonly type: 'leaving' }
  | { readonly type: 'message'; readonly message: unknown }
  | {
      readonly type: 'down';
      readonly code: Exclude<AgentDesktopErrorCode, 'not-signed-in'>;
      readonly text: string;
      /** When the connection was last known to work. All tabs have the clock of one machine. */
      readonly heardAt: number | undefined;
    }
  /** Where the browser gives no locks: who wants to lead, and who does. */
  | ({ readonly type: 'claim' | 'leads' } & Rank)
  /** From any tab. */
  | { readonly type: 'operation'; readonly operation: OperationMessage }
  /** From the leader and to it. */
  | { readonly type: 'read'; readonly read: ReadMessage };

/** Which of two tabs leads that both want to, or both do. */
export interface Rank {
  /** A tab that takes the lead from one that stood still has a higher one. */
  readonly term: number;
  /** Each tab has its own. */
  readonly id: string;
}

/**
 * Checks what came from another tab, which may run another version of this library, or none of it.
 *
 * @returns undefined for everything that this version does not know
 */
export function parseTabMessage(data: unknown): TabMessage | undefined {
  const type = read(data, 'type');
  switch (type) {
    case 'who':
    case 'reopen':
    case 'open':
    case 'is-open':
    case 'alive':
    case 'leaving':
      return { type };
    case 'message':
      // The protocol checks it, as if it had come from the server.
      return { type, message: read(data, 'message') };
    case 'down': {
      const code = read(data, 'code');
      const text = read(data, 'text');
      const heardAt = read(data, 'heardAt');
      if (!isErrorCode(code) || typeof text !== 'string') return undefined;
      // Whether a tab is signed out is for its own requests to find.
      if (code === 'not-signed-in') return undefined;
      if (heardAt !== undefined && !isCount(heardAt)) return undefined;
      return { type, code, text: text.slice(0, longestText), heardAt };
    }
    case 'claim':
    case 'leads': {
      const term = read(data, 'term');
      const id = read(data, 'id');
      return isCount(term) && isText(id) ? { type, term, id } : undefined;
    }
    case 'operation': {
      const operation = parseOperationMessage(read(data, 'operation'));
      return operation && { type, operation };
    }
    case 'read': {
      const message = parseReadMessage(read(data, 'read'));
      return message && { type, read: message };
    }
    default:
      return undefined;
  }
}

function parseOperationMessage(data: unknown): OperationMessage | undefined {
  const type = read(data, 'type');
  const key = read(data, 'key');
  if (!isText(key)) return undefined;
  switch (type) {
    case 'requested': {
      const callId = read(data, 'callId');
      const said = read(data, 'operationName');
      const cause = read(data, 'cause');
      const operationName = recordingOperationNames.find((name) => name === said);
      if (!isText(callId) || !operationName) return undefined;
      if (cause === undefined) return { type, key, callId, operationName };
      return isText(cause) ? { type, key, callId, operationName, cause } : undefined;
    }
    case 'failed': {
      const code = read(data, 'code');
      const statusCode = read(data, 'statusCode');
      if (!isErrorCode(code)) return undefined;
      if (statusCode === undefined) return { type, key, code };
      return Number.isInteger(statusCode)
        ? { type, key, code, statusCode: Number(statusCode) }
        : undefined;
    }
    case 'accepted':
    case 'unconfirmed':
    case 'overtaken':
    case 'ended':
      return { type, key };
    default:
      return undefined;
  }
}

function parseReadMessage(data: unknown): ReadMessage | undefined {
  const type = read(data, 'type');
  if (type === 'wanted' || type === 'queued') return { type };
  const key = read(data, 'key');
  if (!isText(key)) return undefined;
  switch (type) {
    case 'asked': {
      const at = read(data, 'at');
      return isCount(at) ? { type, key, at } : undefined;
    }
    case 'answered':
      // The protocol checks it, as if it had come from the server.
      return { type, key, answer: read(data, 'answer') };
    case 'failed': {
      const code = read(data, 'code');
      const said = read(data, 'text');
      const retryAfter = read(data, 'retryAfter');
      if (!isErrorCode(code) || typeof said !== 'string') return undefined;
      const text = said.slice(0, longestText);
      if (retryAfter === undefined) return { type, key, code, text };
      return isCount(retryAfter)
        ? { type, key, code, text, retryAfter: Math.min(retryAfter, longestRetryAfter) }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** A field of the sender's own: what a page put on `Object.prototype` was sent by nobody. */
function read(data: unknown, field: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, field)
    ? Object.getOwnPropertyDescriptor(data, field)?.value
    : undefined;
}

/** Longer than any id that a server gives, and short enough to be kept and compared. */
const longestText = 500;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestText;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

function isErrorCode(value: unknown): value is AgentDesktopErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCodes, value);
}

/** Every code once. The type has the compiler notice one that is missing here. */
const errorCodes: Readonly<Record<AgentDesktopErrorCode, true>> = {
  'invalid-request': true,
  'not-allowed-now': true,
  'server-error': true,
  'no-permission': true,
  'call-not-found': true,
  'not-signed-in': true,
  'headers-failed': true,
  'csrf-refused': true,
  network: true,
  timeout: true,
  'server-busy': true,
  'wrong-address': true,
  'unexpected-response': true,
  aborted: true,
  'operation-pending': true,
  'operation-not-allowed': true,
  vetoed: true,
  'cookies-blocked': true,
  'no-agent-desktop': true,
  'invalid-option': true,
};
