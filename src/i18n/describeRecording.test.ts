import { describe, expect, it, vi } from 'vitest';
import { AgentDesktopError } from '../model/errors.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { OperationCause } from '../model/operation.ts';
import { baseEnglish } from './baseEnglish.ts';
import { describeRecording } from './describeRecording.ts';

/** A Stop of this tab was refused, and after that a Pause was requested. */
function afterRefusedStop(cause: OperationCause): CallRecording {
  const asked = { from: 'Recording', requestedAt: 1, progress: 'requested' } as const;
  return {
    callId: 'c1',
    isKnown: true,
    state: 'Recording',
    since: 0,
    doubt: undefined,
    allowed: ['PauseCallRecording', 'StopCallRecording'],
    change: undefined,
    ended: undefined,
    outcome: {
      ...asked,
      requestId: 1,
      operationName: 'StopCallRecording',
      cause: 'button',
      at: 2,
      ending: 'rejected',
      error: new AgentDesktopError('operation-pending', 'Another operation is pending.'),
      reread: true,
    },
    pending: { ...asked, requestId: 2, operationName: 'PauseCallRecording', cause },
  };
}

describe('a refused operation while another one is pending', () => {
  // An agent used one call in two tabs at once. The Stop in one tab was not sent, and nothing on
  // its screen said so, because the Pause of the other tab was shown at once.
  it('is still shown if the pending one was requested in another tab', () => {
    const shown = describeRecording(
      afterRefusedStop('other-tab'),
      { phase: 'live' },
      baseEnglish,
      3,
    );
    expect(shown.notes.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Could not stop\. Still recording\./),
    ]);
  });

  it('is no longer shown when the agent has requested something else in this tab', () => {
    const shown = describeRecording(afterRefusedStop('button'), { phase: 'live' }, baseEnglish, 3);
    expect(shown.notes).toEqual([]);
  });
});

describe('a change that the agent asked for', () => {
  it('is not told, whatever an old script has added to every object', () => {
    // oxlint-disable-next-line no-extend-native -- an old script does this
    Object.defineProperty(Object.prototype, 'button', { value: 'old', configurable: true });
    const recording: CallRecording = {
      ...afterRefusedStop('button'),
      pending: undefined,
      outcome: undefined,
      change: {
        from: 'Recording',
        to: 'Paused',
        at: 5,
        saidBy: 'event',
        by: 'agent',
        cause: 'button',
        requestId: 1,
      },
    };
    const { notes } = describeRecording(recording, { phase: 'live' }, baseEnglish, 9);
    Reflect.deleteProperty(Object.prototype, 'button');
    expect(notes).toEqual([]);
  });
});

describe('the age of a state that may be out of date', () => {
  const lost = { phase: 'lost', asOf: 1_000, reason: 'network' } as const;
  const shown = (): string =>
    describeRecording(afterRefusedStop('button'), lost, baseEnglish, 19_000).notes.at(-1)?.text ??
    '';

  // An agent read "Last heard 0:04 ago" and took it for a time of day.
  it('is written in words', () => {
    expect(shown()).toBe('Connection lost. May be out of date. Last heard 18 seconds ago.');
  });

  it('is left out where the engine cannot write it in words', () => {
    vi.stubGlobal('Intl', {});
    expect(shown()).toBe('Connection lost. May be out of date.');
    vi.unstubAllGlobals();
  });
});
