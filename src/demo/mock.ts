import type { ControlCommand } from '../mock-server/index.ts';
import { fieldOf } from './fields.ts';

/** What the mock answers to a command. `no-answer`: nothing came, or nothing that can be read. */
export interface MockAnswer {
  readonly statusCode: number | 'no-answer';
  /** The id of the new call, after `ring`. */
  readonly callId: string | undefined;
}

/** Sends a command to the mock server. Commands of the panel get their `callId` here. */
export async function sendToMock(
  command: ControlCommand | Readonly<Record<string, unknown>>,
): Promise<MockAnswer> {
  try {
    const answer = await fetch('/mock/control', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(command),
    });
    const body: unknown = await answer.json();
    const statusCode = fieldOf(body, 'statusCode');
    const callId = fieldOf(body, 'callId');
    return {
      statusCode: typeof statusCode === 'number' ? statusCode : -1,
      callId: typeof callId === 'string' ? callId : undefined,
    };
  } catch {
    return { statusCode: 'no-answer', callId: undefined };
  }
}

/** Since when a call was really in a state at the mock server, whether or not the page was told. */
export interface TrueState {
  /** Epoch ms. */
  readonly at: number;
  readonly state: string;
  /** `null` if the call was never recorded. */
  readonly recordingState: string | null;
}

/** Reads what is true of one call at the mock server. Undefined: the mock did not answer. */
export async function readTruth(callId: string): Promise<readonly TrueState[] | undefined> {
  try {
    const answer = await fetch('/mock/state', { cache: 'no-store' });
    const body: unknown = await answer.json();
    const entries = fieldOf(fieldOf(body, 'timeline'), callId);
    return Array.isArray(entries) ? entries.filter(isTrueState) : [];
  } catch {
    return undefined;
  }
}

function isTrueState(entry: unknown): entry is TrueState {
  const recordingState = fieldOf(entry, 'recordingState');
  return (
    typeof fieldOf(entry, 'at') === 'number' &&
    typeof fieldOf(entry, 'state') === 'string' &&
    (recordingState === null || typeof recordingState === 'string')
  );
}
