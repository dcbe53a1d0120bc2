import type { AgentDesktopErrorCode } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import { recordingOperationNames } from '../model/recording.ts';
import { isErrorCode } from '../model/requestError.ts';
import { longestRetryAfter } from './retryAfter.ts';

/** What tabs send each other. No message contains credentials. */
export type TabMessage =
  /** From a tab that follows. `who` asks whether there is a leader. */
  | { readonly type: 'who' }
  | { readonly type: 'reopen' }
  /**
   * From the leader. `open` says that the connection was opened anew. `is-open` answers `who`, and
   * `alive` says that the leader still has the connection.
   */
  | { readonly type: 'open' }
  | { readonly type: 'is-open' }
  | { readonly type: 'alive' }
  | { readonly type: 'leaving' }
  | { readonly type: 'message'; readonly message: unknown }
  | {
      readonly type: 'down';
      readonly code: Exclude<AgentDesktopErrorCode, 'not-signed-in'>;
      readonly text: string;
      /** When the connection was last known to work, on the computer's clock, which all tabs share. */
      readonly heardAt: number | undefined;
    }
  /** Without Web Locks: this tab wants to lead, or it leads. */
  | ({ readonly type: 'claim' | 'leads' } & Rank)
  /** From any tab, about an operation. */
  | { readonly type: 'operation'; readonly operation: OperationMessage }
  /** From the leader or to it, about a read of the calls. */
  | { readonly type: 'read'; readonly read: ReadMessage };

/** Decides between two tabs that both want to lead, or that both lead. */
export interface Rank {
  /** A tab that takes the lead from a tab that does not answer takes a higher term. */
  readonly term: number;
  /** Each tab has its own id. It decides between equal terms. */
  readonly id: string;
}

/**
 * Checks a message from another tab. The sender may be another version of this library, or another
 * program.
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
      // The protocol checks the message, as it checks a message from the server.
      return { type, message: read(data, 'message') };
    case 'down': {
      const code = read(data, 'code');
      const text = read(data, 'text');
      const heardAt = read(data, 'heardAt');
      if (!isErrorCode(code) || typeof text !== 'string') return undefined;
      // A tab finds out by its own requests that it is signed out, because it may have other headers.
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
      // The protocol checks the answer, as it checks an answer from the server.
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

/** Reads an own field. A field that a page has added to `Object.prototype` was not sent. */
function read(data: unknown, field: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, field)
    ? Object.getOwnPropertyDescriptor(data, field)?.value
    : undefined;
}

/** A longer text is cut or refused. No id of a server is that long. */
const longestText = 500;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestText;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}
