import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { AgentDesktopProvider } from './AgentDesktopProvider.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { renderDesktop, type RenderedDesktop } from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });

/** A desktop on which a Pause was pressed and the server has not answered. */
async function pausing(): Promise<RenderedDesktop> {
  const fixture = await renderDesktop(<RecordingControls callId="c1" />, { calls: [recording] });
  fixture.simulation.hold();
  press('Pause recording');
  expect(widget()).toHaveAttribute('data-pending', 'PauseCallRecording');
  return fixture;
}

function widget(): HTMLElement {
  return screen.getByRole('group', { name: 'Call recording' });
}

function press(name: string): void {
  fireEvent.click(screen.getByRole('button', { name }));
}

describe('a pending operation', () => {
  it('is still pending when the widget is mounted again, and is not sent again', async () => {
    const { show, simulation, pass } = await pausing();
    show(null);
    await pass(100);
    show(<RecordingControls callId="c1" />);
    expect(widget()).toHaveAttribute('data-pending', 'PauseCallRecording');
    expect(widget()).toHaveTextContent('Recording');
    fireEvent.click(screen.getByRole('button', { name: 'Pausing…' }));

    simulation.release();
    await pass(0);
    expect(widget()).toHaveAttribute('data-recording-state', 'Paused');
    expect(simulation.requests).toHaveLength(1);
  });

  it('ends while no widget shows it, and a widget that is mounted later shows how it ended', async () => {
    const { show, simulation, pass } = await pausing();
    show(null);
    simulation.release();
    await pass(0);
    show(<RecordingControls callId="c1" />);
    expect(widget()).toHaveAttribute('data-recording-state', 'Paused');
    expect(widget()).not.toHaveAttribute('data-pending');
  });

  it('is pending in a second React root too, which sends nothing itself', async () => {
    const { desktop, simulation, pass } = await pausing();
    const second = render(
      <AgentDesktopProvider desktop={desktop}>
        <RecordingControls callId="c1" callLabel="second root" />
      </AgentDesktopProvider>,
    );
    const other = within(second.container).getByRole('group', {
      name: 'Call recording, second root',
    });
    expect(other).toHaveAttribute('data-pending', 'PauseCallRecording');
    fireEvent.click(within(other).getByRole('button', { name: 'Pausing…' }));

    simulation.release();
    await pass(0);
    expect(other).toHaveAttribute('data-recording-state', 'Paused');
    expect(widget()).toHaveAttribute('data-recording-state', 'Paused');
    expect(simulation.requests).toHaveLength(1);
  });

  it('ends with the call when the call is transferred to a new id', async () => {
    const { simulation, meanwhile } = await pausing();
    await meanwhile(() => {
      simulation.happen({ type: 'transfer', callId: 'c1', newCallId: 'c2' });
    });
    expect(widget()).toHaveTextContent('Call ended');
    expect(widget()).not.toHaveAttribute('data-pending');
  });

  it('ends in time although the clock was set back by an hour', async () => {
    const { pass } = await pausing();
    vi.setSystemTime(Date.now() - 3_600_000);
    await pass(10_000);
    expect(widget()).not.toHaveAttribute('data-pending');
    expect(widget()).toHaveTextContent('Not confirmed');
    expect(widget()).toHaveTextContent('Treat as recording.');
  });
});

describe('a clock that is set', () => {
  // This happened: after the clock was set back, the last change was an hour in the future, and
  // every press was ignored.
  it('back by an hour does not make the widget ignore presses', async () => {
    const { simulation, meanwhile, pass } = await renderDesktop(<RecordingControls callId="c1" />, {
      calls: [recording],
    });
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    vi.setSystemTime(Date.now() - 3_600_000);
    await pass(1_600);
    press('Resume recording');
    await pass(0);
    expect(widget()).toHaveAttribute('data-recording-state', 'Recording');
  });

  it('forward by an hour confirms nothing and ends nothing', async () => {
    const { pass } = await pausing();
    act(() => {
      vi.setSystemTime(Date.now() + 3_600_000);
    });
    await pass(100);
    expect(widget()).toHaveAttribute('data-pending', 'PauseCallRecording');
    expect(widget()).toHaveAttribute('data-recording-state', 'Recording');
  });
});
