import { describe, expect, it } from 'vitest';
import type { CallRecording } from './callRecording.ts';
import type { ConnectionState } from './connection.ts';
import { AgentDesktopError } from './errors.ts';
import type { OperationEnding } from './operation.ts';
import { recordingBlock, type RecordingBlock } from './recordingBlock.ts';
import type { RecordingOperationName } from './recording.ts';

const live: ConnectionState = { phase: 'live' };
const paused: CallRecording = {
  callId: 'c1',
  isKnown: true,
  doubt: undefined,
  state: 'Paused',
  since: 0,
  allowed: ['ResumeCallRecording', 'StopCallRecording'],
  change: undefined,
  ended: undefined,
  pending: undefined,
  outcome: undefined,
};
const recording: CallRecording = {
  ...paused,
  state: 'Recording',
  allowed: ['PauseCallRecording', 'StopCallRecording'],
};

function asked(operationName: RecordingOperationName) {
  return {
    requestId: 7,
    operationName,
    cause: 'button',
    requestedAt: 0,
    from: 'Paused',
    progress: 'requested',
  } as const;
}

function outcome(operationName: RecordingOperationName, ending: OperationEnding) {
  return { outcome: { ...asked(operationName), at: 0, ...ending } };
}

const lost = (reread: boolean): OperationEnding => ({
  ending: 'rejected',
  error: new AgentDesktopError('timeout', ''),
  reread,
});
const refused: OperationEnding = {
  ending: 'rejected',
  error: new AgentDesktopError('no-permission', ''),
  reread: false,
};

describe('the fields for what must not be recorded', () => {
  it.each<[string, CallRecording]>([
    ['the call is paused', paused],
    ['the recording was stopped', { ...paused, state: 'Stopped', allowed: ['StartCallRecording'] }],
    ['the call was never recorded', { ...paused, state: 'None', allowed: ['StartCallRecording'] }],
    ['a Resume was refused', { ...paused, ...outcome('ResumeCallRecording', refused) }],
    [
      'the call was read after a Resume of unknown outcome',
      { ...paused, ...outcome('ResumeCallRecording', lost(true)) },
    ],
    [
      'the call is paused although its Pause was not confirmed',
      { ...paused, ...outcome('PauseCallRecording', { ending: 'unconfirmed' }) },
    ],
  ])('can be used while %s', (_, said) => {
    expect(recordingBlock(said, live)).toBeUndefined();
  });

  it.each<[RecordingBlock, CallRecording]>([
    ['unknown', { ...paused, isKnown: false, state: 'Unknown' }],
    ['unknown', { ...paused, state: 'Unknown' }],
    ['ended', { ...paused, ended: { at: 0, state: 'Paused' } }],
    ['resuming', { ...paused, pending: asked('ResumeCallRecording') }],
    ['resuming', { ...paused, state: 'None', pending: asked('StartCallRecording') }],
    ['pausing', { ...recording, pending: asked('PauseCallRecording') }],
    ['not-confirmed', { ...paused, ...outcome('ResumeCallRecording', { ending: 'unconfirmed' }) }],
    ['not-confirmed', { ...paused, ...outcome('ResumeCallRecording', lost(false)) }],
    [
      'not-confirmed',
      { ...recording, ...outcome('PauseCallRecording', { ending: 'unconfirmed' }) },
    ],
    ['refused', { ...recording, ...outcome('PauseCallRecording', refused) }],
    ['recording', recording],
    ['not-allowed', { ...recording, allowed: [] }],
  ])('may not be typed: %s', (block, said) => {
    expect(recordingBlock(said, live)).toBe(block);
  });

  it('are blocked while nobody knows whether the connection works', () => {
    expect(recordingBlock(paused, { phase: 'idle' })).toBe('checking');
    expect(recordingBlock(paused, { phase: 'connecting' })).toBe('checking');
    for (const phase of ['lost', 'signed-out', 'closed'] as const)
      expect(recordingBlock(paused, { phase, asOf: 0, reason: 'network' })).toBe('out-of-date');
  });

  it('can be used after the agent has settled a doubt', () => {
    const doubtful = { ...paused, ...outcome('ResumeCallRecording', { ending: 'unconfirmed' }) };
    expect(recordingBlock(doubtful, live, { checkedRequestId: 7 })).toBeUndefined();
    expect(recordingBlock(doubtful, live, { checkedRequestId: 6 })).toBe('not-confirmed');
    const over: CallRecording = { ...paused, ended: { at: 0, state: 'Recording' } };
    expect(recordingBlock(over, live, { isEndAccepted: true })).toBeUndefined();
    // However, no decision of an agent opens the fields while the call is recorded.
    const runs = { ...recording, ...outcome('PauseCallRecording', { ending: 'unconfirmed' }) };
    expect(recordingBlock(runs, live, { checkedRequestId: 7 })).toBe('refused');
  });
});
