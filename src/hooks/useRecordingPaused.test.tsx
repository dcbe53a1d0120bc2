import { act, fireEvent, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { usePauseHold, useRecordingPaused, type RecordingPause } from './useRecordingPaused.ts';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const other = simulatedCall({ id: 'c2', recordingState: 'Recording' });

interface Paused extends RenderedDesktop {
  /** The latest result of the hook. */
  readonly now: () => RecordingPause;
  /** Each `block` that was on the screen, without repetitions. */
  readonly blocks: (string | undefined)[];
  readonly remedies: () => string[];
  readonly asked: () => string[];
  readonly need: (isNeeded: boolean, callId?: string) => void;
  /** The server sends a message about a call. */
  readonly say: (call: object) => Promise<void>;
}

/** A host's own form that must not be recorded while it is needed. It uses no widget of ours. */
async function paying(
  options: RenderedDesktopOptions = {},
  callId = 'c1',
  isNeeded = true,
): Promise<Paused> {
  const returned: RecordingPause[] = [];
  const blocks: (string | undefined)[] = [];
  function Form(props: { readonly callId: string; readonly isNeeded: boolean }): ReactElement {
    const pause = useRecordingPaused(props.callId, props.isNeeded);
    returned.push(pause);
    if (blocks.length === 0 || blocks.at(-1) !== pause.block) blocks.push(pause.block);
    return (
      <>
        {pause.remedies.map(({ key, label, buttonProps }) => (
          <button key={key} {...buttonProps}>
            {label}
          </button>
        ))}
      </>
    );
  }
  const fixture = await renderDesktop(<Form callId={callId} isNeeded={isNeeded} />, {
    calls: [recording, other],
    ...options,
  });
  await fixture.pass(5);
  const now = (): RecordingPause => {
    const last = returned.at(-1);
    if (!last) throw new Error('Nothing was rendered.');
    return last;
  };
  return {
    ...fixture,
    now,
    blocks,
    remedies: () => now().remedies.map(({ key }) => key),
    asked: () =>
      fixture.simulation.requests.map(
        (request) => `${request.operationName.replace('CallRecording', '')} ${request.callId}`,
      ),
    need: (isNeededNow, callIdNow = callId) =>
      fixture.show(<Form callId={callIdNow} isNeeded={isNeededNow} />),
    say: (call) =>
      fixture.meanwhile(() => {
        fixture.simulation.say({
          data: {
            notificationType: 'StatusChange',
            messageType: 'CallStateChangeMessage',
            call: { id: 'c1', state: 'Established', ...call },
          },
          channel: '/v2/me/calls',
        });
      }),
  };
}

describe('a form that must not be recorded', () => {
  it('pauses the recording when it is needed, resumes it after that, and pauses nothing before', async () => {
    const { need, pass, asked, now } = await paying({}, 'c1', false);
    expect([asked(), now().block]).toEqual([[], 'recording']);
    need(true);
    await pass(5);
    expect([asked(), now().block]).toEqual([['Pause c1'], undefined]);
    expect(now().words).toBe('Paused');
    need(false);
    await pass(5);
    expect(asked()).toEqual(['Pause c1', 'Resume c1']);
  });

  it('pauses the other call when its id changes', async () => {
    const { need, pass, asked, now } = await paying();
    need(true, 'c2');
    await pass(5);
    expect(asked().toSorted()).toEqual(['Pause c1', 'Pause c2', 'Resume c1']);
    expect(now().block).toBeUndefined();
  });

  it('pauses the call that goes on when its id now belongs to that one', async () => {
    const { say, pass, asked, simulation } = await paying({ calls: [] }, 'uuid');
    const leg = { callUuid: 'uuid', recordingState: 'Recording' };
    simulation.hold();
    await say({ ...leg, id: 'a', connId: 'one', capabilities: ['PauseCallRecording'] });
    await say({ ...leg, id: 'b', connId: 'two', capabilities: ['PauseCallRecording'] });
    await say({ ...leg, id: 'a', connId: 'one', state: 'Released', capabilities: [] });
    simulation.release();
    await pass(0);
    expect(asked()).toEqual(['Pause a', 'Pause b']);
  });

  it('does not say that the call is recorded before the pause was requested', async () => {
    const { blocks, remedies, now } = await paying({
      before: (simulation) => simulation.delayEvents(300),
    });
    expect(blocks).toEqual(['checking', 'pausing']);
    expect(remedies()).toEqual([]);
    expect(now().words).toBe('Waiting for the pause…');
  });

  // This happened: a host showed the text beside a form that was not open yet. It said "Waiting for
  // the pause…", although no pause was requested.
  it('says what is true while no pause is needed, and offers no button', async () => {
    const { now, remedies, desktop, simulation, meanwhile, pass } = await paying({}, 'c1', false);
    expect([now().words, remedies()]).toEqual(['Recording', []]);
    await meanwhile(() => {
      simulation.hold();
      void desktop.performOperation('c1', 'StopCallRecording');
    });
    expect([now().block, now().words]).toEqual(['pausing', 'Stopping…']);
    await meanwhile(simulation.release);
    await pass(5);
    expect(now().words).toBe('Stopped');
  });

  it('says that it is checking before anything is known, also while no pause is needed', async () => {
    const { now } = await paying({ before: (simulation) => simulation.hold() }, 'c1', false);
    expect([now().block, now().words]).toEqual(['checking', 'Checking…']);
  });

  it('does not say that the call is recorded before the second pause was requested', async () => {
    const { need, pass, now, blocks } = await paying();
    need(false);
    await pass(5);
    expect(now().block).toBe('recording');
    blocks.length = 0;
    need(true);
    await pass(5);
    expect(blocks).toEqual(['pausing', undefined]);
  });

  it('can be asked at any moment whether the form may be used, even before the screen shows it', async () => {
    const { now, simulation } = await paying();
    expect(now().isClearNow()).toBe(true);
    act(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    const before = now();
    simulation.disconnect();
    expect(before.isClearNow()).toBe(false);
  });
});

describe('what an agent is told and can do', () => {
  it('when the pause was refused', async () => {
    const { now, remedies } = await paying({ before: (simulation) => simulation.rejectNext(3) });
    expect([now().block, remedies()]).toEqual(['refused', ['try-again']]);
    expect(now().words).toContain('Could not pause. Still recording.');
  });

  it('when it is no longer allowed', async () => {
    const { now, say, remedies } = await paying({
      before: (simulation) => simulation.delayEvents(400),
    });
    await say({ recordingState: 'Recording', capabilities: ['StopCallRecording'] });
    expect([now().block, remedies()]).toEqual(['refused', []]);
    expect(now().words).toBe('Could not pause. It is no longer allowed.');
  });

  it('when the call was missing from a list meanwhile, and no note says how the pause ended', async () => {
    const { now, say, pass, meanwhile, simulation, asked } = await paying({ calls: [] }, 'c9');
    await say({ id: 'c9', recordingState: 'Recording', capabilities: ['PauseCallRecording'] });
    await pass(5);
    expect([asked(), now().block]).toEqual([['Pause c9'], 'ended']);
    await meanwhile(() => {
      simulation.happen({
        type: 'begin',
        call: simulatedCall({ id: 'c9', recordingState: 'Recording' }),
      });
    });
    await pass(500);
    expect(now().block).toBe('refused');
    expect(now().words).toBe('Could not pause.');
  });

  it('when nobody confirms the pause', async () => {
    const { now, remedies, pass } = await paying({
      before: (simulation) => simulation.acceptAndDoNothing(),
    });
    await pass(12_000);
    expect(now().words).toContain('Not confirmed. Treat as recording.');
    expect([now().block, remedies()]).toEqual(['not-confirmed', ['check-again', 'try-again']]);
    fireEvent.click(screen.getByRole('button', { name: 'Check again' }));
    await pass(5);
    expect([now().block, remedies()]).toEqual(['refused', ['try-again']]);
  });

  it('when somebody has resumed it', async () => {
    const { now, remedies, simulation, meanwhile, pass } = await paying();
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect([now().block, remedies()]).toEqual(['recording', ['pause-again']]);
    expect(now().words).toBe('Recording is running again.');
    // Before this time a press would be ignored, because the label has just changed.
    await pass(1_600);
    fireEvent.click(screen.getByRole('button', { name: 'Pause again' }));
    await pass(5);
    expect(now().block).toBeUndefined();
  });

  it('when somebody has resumed a pause that was there before', async () => {
    const { now, remedies, simulation, meanwhile, pass, asked } = await paying({
      calls: [simulatedCall({ id: 'c1', recordingState: 'Paused' })],
    });
    // A message that contradicts a read right after it would put the call in doubt.
    await pass(20_000);
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect([asked(), now().block, remedies()]).toEqual([[], 'recording', ['pause-again']]);
  });

  it('when the call is over', async () => {
    const { now, remedies, simulation, meanwhile } = await paying();
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect([now().block, remedies()]).toEqual(['ended', ['continue']]);
    expect(now().words).toBe('Call ended.');
    fireEvent.click(screen.getByRole('button', { name: 'Unlock the fields' }));
    expect([now().block, remedies()]).toEqual([undefined, []]);
  });

  it('when the agent resumes it beside the form', async () => {
    const { now, remedies, simulation, desktop, meanwhile } = await paying();
    simulation.hold();
    await meanwhile(() => {
      desktop.performOperation('c1', 'ResumeCallRecording').catch(() => undefined);
    });
    expect([now().block, remedies()]).toEqual(['resuming', []]);
    expect(now().words).toBe('Resuming…');
  });

  it('when there is no Pause among the capabilities', async () => {
    const { now, remedies } = await paying({
      calls: [{ ...recording, capabilities: ['StopCallRecording'] }],
    });
    expect([now().block, remedies()]).toEqual(['not-allowed', []]);
    expect(now().words).toBe('Pausing is not possible now. Still recording.');
  });

  it('when notifications are lost', async () => {
    const { now, remedies, simulation, meanwhile } = await paying();
    await meanwhile(() => {
      simulation.disconnect('notifications');
    });
    expect([now().block, remedies()]).toEqual(['out-of-date', []]);
    expect(now().words).toContain('Connection lost.');
  });

  it('when a second try cannot succeed', async () => {
    const { now, remedies } = await paying({ before: (simulation) => simulation.rejectNext(5) });
    expect([now().block, remedies()]).toEqual(['refused', []]);
  });

  // A routing strategy had spelled the word in its own way, and the field for a card number was open.
  it.each(['ON', 'on', 'On', ' ON '])('when the call contradicts itself by %j', async (word) => {
    const { now, say, remedies } = await paying();
    await say({
      recordingState: 'Paused',
      capabilities: ['ResumeCallRecording'],
      userData: { GSIP_RECORD: word },
    });
    expect([now().block, remedies()]).toEqual(['in-doubt', []]);
    expect(now().words).toBe('Checking…');
  });

  it('when the server sends a state that is not known', async () => {
    const { now, say } = await paying();
    await say({ recordingState: 'Transcribing', capabilities: [] });
    expect(now().block).toBe('unknown');
    expect(now().words).toBe('Treat as recording.');
  });

  it('when the server has not reported the call', async () => {
    const { now } = await paying({}, 'nobody');
    expect(now().block).toBe('unknown');
    expect(now().words).toBe('The server does not report this call.');
  });
});

describe('a form that crashes', () => {
  it.each([
    ['keeps the pause when it has reported the crash', true, ['PauseCallRecording']],
    ['causes a Resume when it has not', false, ['PauseCallRecording', 'ResumeCallRecording']],
  ])('%s', async (_, hasCrashed, asked) => {
    function Form(): ReactElement {
      const { keepPaused } = usePauseHold('c1', true);
      return (
        <button type="button" onClick={keepPaused}>
          Crash
        </button>
      );
    }
    const { pass, show, simulation } = await renderDesktop(<Form />, { calls: [recording] });
    await pass(5);
    if (hasCrashed) fireEvent.click(screen.getByRole('button', { name: 'Crash' }));
    show(null);
    await pass(5);
    expect(simulation.requests.map(({ operationName }) => operationName)).toEqual(asked);
  });
});
