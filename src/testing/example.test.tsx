// This shows how a host tests its own components. A host imports 'tallylight' and
// 'tallylight/testing'.
import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState, type ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AgentDesktopProvider, RecordingControls, useCallRecording } from '../index.ts';
import { createSimulatedDesktop, simulatedCall } from './index.ts';

const calls = [simulatedCall({ id: 'c1', recordingState: 'Recording' })];

/**
 * A form of the host. Card data can only be typed while the server says that the call is paused.
 */
function CardForm({ callId }: { readonly callId: string }): ReactElement {
  const { state } = useCallRecording(callId);
  const [number, setNumber] = useState('');
  return (
    <>
      <RecordingControls callId={callId} />
      <label>
        Card number
        <input
          value={number}
          disabled={state !== 'Paused'}
          onChange={(event) => setNumber(event.target.value)}
        />
      </label>
    </>
  );
}

describe('with real timers', () => {
  it('opens the card field only after the server has paused the recording', async () => {
    const { desktop, simulation } = createSimulatedDesktop({ calls });
    simulation.delayEvents(50);
    render(
      <AgentDesktopProvider desktop={desktop}>
        <CardForm callId="c1" />
      </AgentDesktopProvider>,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Pause recording' }));
    expect(screen.getByRole('button', { name: 'Pausing…' })).toHaveAttribute('aria-disabled');
    expect(screen.getByLabelText('Card number')).toBeDisabled();
    await vi.waitFor(() => {
      expect(screen.getByLabelText('Card number')).toBeEnabled();
    });
  });

  it('keeps the field blocked when the server refuses the pause', async () => {
    const { desktop, simulation } = createSimulatedDesktop({ calls });
    simulation.rejectNext(5);
    render(
      <AgentDesktopProvider desktop={desktop}>
        <CardForm callId="c1" />
      </AgentDesktopProvider>,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Pause recording' }));
    expect(await screen.findByText(/Could not pause. Still recording./)).toBeVisible();
    expect(screen.getByLabelText('Card number')).toBeDisabled();
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'PauseCallRecording' }]);
  });
});

describe('with a faked clock', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('blocks the field again when a supervisor resumes after a pause of ten minutes', async () => {
    vi.useFakeTimers();
    const { desktop, simulation } = createSimulatedDesktop({ calls });
    render(
      <AgentDesktopProvider desktop={desktop}>
        <CardForm callId="c1" />
      </AgentDesktopProvider>,
    );
    await act(() => simulation.advance(0));
    act(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await act(() => simulation.advance(600_000));
    expect(screen.getByLabelText('Card number')).toBeEnabled();
    act(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect(screen.getByLabelText('Card number')).toBeDisabled();
  });

  it('can be used without React', async () => {
    vi.useFakeTimers();
    const { desktop, simulation } = createSimulatedDesktop({ calls });
    const disconnect = desktop.connect();
    await simulation.advance(0);
    simulation.acceptAndDoNothing();
    await desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(10_000);
    const { recording } = desktop.call('c1').getState();
    expect(recording.outcome?.ending).toBe('unconfirmed');
    expect(recording.state).toBe('Recording');
    disconnect();
  });
});
