import { describe, expect, it } from 'vitest';
import { isOver, type Call } from './call.ts';
import { isStale, type ConnectionState } from './connection.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from './errors.ts';
import {
  allowedRecordingOperations,
  contradictoryOperations,
  recordingOperationNames,
  recordingOperations,
  type RecordingOperationName,
  type ReportedRecordingState,
} from './recording.ts';

describe('the recording table', () => {
  it('says which state confirms each operation, as the documents of the server do', () => {
    expect(
      recordingOperationNames.map((name) => [name, recordingOperations[name].confirmedBy]),
    ).toEqual([
      ['StartCallRecording', 'Recording'],
      ['PauseCallRecording', 'Paused'],
      ['ResumeCallRecording', 'Recording'],
      ['StopCallRecording', 'Stopped'],
    ]);
  });

  it('says for each operation how an agent should read an unconfirmed outcome', () => {
    const cautious = recordingOperationNames.map((name) => recordingOperations[name].ifUnconfirmed);
    expect(cautious).toEqual([
      'may-not-be-recording',
      'treat-as-recording',
      'may-not-be-recording',
      'treat-as-recording',
    ]);
  });

  it('gives Stop a place of its own, and all other operations one place together', () => {
    expect(recordingOperationNames.map((name) => recordingOperations[name].slot)).toEqual([
      'primary',
      'primary',
      'primary',
      'stop',
    ]);
  });
});

describe('what is allowed', () => {
  it.each<[readonly string[], readonly RecordingOperationName[]]>([
    [[], []],
    [['Hold', 'Hangup', 'startcallrecording', 'StartCallRecordingX'], []],
    [
      ['StopCallRecording', 'Hold', 'PauseCallRecording'],
      ['PauseCallRecording', 'StopCallRecording'],
    ],
    [['StartCallRecording', 'StartCallRecording'], ['StartCallRecording']],
    [[...recordingOperationNames].reverse(), recordingOperationNames],
  ])('of %j is %j, in button order', (capabilities, allowed) => {
    expect(allowedRecordingOperations(capabilities)).toEqual(allowed);
  });

  // The store compares the lists of each message with the known ones. A host that changed a list
  // would change it for every call.
  it('makes one list for the same operations, which nobody can change', () => {
    const allowed = allowedRecordingOperations(['PauseCallRecording', 'StopCallRecording']);
    expect(allowedRecordingOperations(['StopCallRecording', 'Hold', 'PauseCallRecording'])).toBe(
      allowed,
    );
    expect(Object.isFrozen(allowed)).toBe(true);
  });

  const sensible: Readonly<Record<ReportedRecordingState, readonly RecordingOperationName[]>> = {
    Recording: ['PauseCallRecording', 'StopCallRecording'],
    Paused: ['ResumeCallRecording', 'StopCallRecording'],
    Stopped: ['StartCallRecording'],
    None: ['StartCallRecording'],
    // Nobody knows what an unknown state allows, so no capability contradicts it.
    Unknown: recordingOperationNames,
  };
  it.each(['Recording', 'Paused', 'Stopped', 'None', 'Unknown'] as const)(
    'contradicts the state %s if the documents of the server do not offer it in that state',
    (state) => {
      const odd = recordingOperationNames.filter((name) => !sensible[state].includes(name));
      expect(contradictoryOperations(state, recordingOperationNames)).toEqual(odd);
      expect(contradictoryOperations(state, sensible[state])).toEqual([]);
    },
  );
});

describe('a call', () => {
  it.each([
    ['Released', true],
    ['Completed', true],
    ['Established', false],
    ['Held', false],
    ['Ringing', false],
    ['released', false],
    ['', false],
  ])('in the state %j is over: %s', (state, over) => {
    const call: Call = {
      id: 'a',
      state,
      recordingState: 'None',
      capabilities: [],
      participants: [],
      userData: {},
    };
    expect(isOver(call)).toBe(over);
  });
});

describe('the connection', () => {
  it.each<[ConnectionState, boolean]>([
    [{ phase: 'idle' }, true],
    [{ phase: 'connecting' }, true],
    [{ phase: 'live' }, false],
    [{ phase: 'lost', asOf: 1, reason: 'network' }, true],
    [{ phase: 'signed-out', asOf: 1 }, true],
    [{ phase: 'closed', asOf: undefined }, true],
  ])('%j is stale: %s', (status, stale) => {
    expect(isStale(status)).toBe(stale);
  });
});

describe('an error', () => {
  it.each<[AgentDesktopErrorCode, 'known' | 'unknown', 'useful' | 'useless']>([
    ['invalid-request', 'known', 'useless'],
    ['not-allowed-now', 'known', 'useful'],
    ['server-error', 'unknown', 'useful'],
    ['no-permission', 'known', 'useless'],
    ['call-not-found', 'known', 'useless'],
    ['not-signed-in', 'known', 'useful'],
    ['csrf-refused', 'known', 'useful'],
    ['network', 'unknown', 'useful'],
    ['timeout', 'unknown', 'useful'],
    ['unexpected-response', 'unknown', 'useful'],
    ['aborted', 'unknown', 'useful'],
    ['operation-pending', 'known', 'useful'],
    ['operation-not-allowed', 'known', 'useless'],
  ])('%s: the outcome is %s, and another press is %s', (code, outcome, pressing) => {
    const error = new AgentDesktopError(code, 'Said.');
    expect(error.isOutcomeUnknown).toBe(outcome === 'unknown');
    expect(error.isRetryable).toBe(pressing === 'useful');
  });

  it('keeps the message of the server and the cause', () => {
    const cause = new Error('Deeper.');
    const error = new AgentDesktopError('server-error', 'Said.', {
      statusCode: 4,
      httpStatus: 500,
      cause,
    });
    expect(error).toMatchObject({
      name: 'AgentDesktopError',
      statusCode: 4,
      httpStatus: 500,
      cause,
    });
    expect(error).toBeInstanceOf(Error);
  });

  it('is passed on unchanged, and anything else that was thrown becomes one', () => {
    const error = new AgentDesktopError('network', 'Said.');
    expect(AgentDesktopError.from(error)).toBe(error);
    for (const thrown of [new TypeError('Odd.'), 'text', undefined, null])
      expect(AgentDesktopError.from(thrown)).toMatchObject({
        code: 'unexpected-response',
        cause: thrown,
      });
  });
});
