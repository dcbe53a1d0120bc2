import { fireEvent, screen } from '@testing-library/react';
import { createRef } from 'react';
import { describe, expect, it } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import { renderDesktop } from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });

function status(): HTMLElement {
  return screen.getByTestId('status');
}

describe('the recording status', () => {
  it.each([
    ['Recording', 'Recording', 'recording'],
    ['Paused', 'Paused', 'paused'],
    ['Stopped', 'Stopped', 'stopped'],
    [undefined, 'Not recording', 'none'],
    ['Snoozing', 'Unknown', 'unknown'],
  ])('shows %s in word and shape', async (recordingState, word, look) => {
    await renderDesktop(<RecordingStatus callId="c1" data-testid="status" />, {
      calls: [simulatedCall({ id: 'c1', recordingState })],
    });
    expect(status()).toHaveTextContent(word);
    expect(status().querySelector('[data-look]')).toHaveAttribute('data-look', look);
    expect(status().querySelector('[data-part=glyph]')).toBeEmptyDOMElement();
  });

  it('shows each state with a different shape', async () => {
    const states = ['Recording', 'Paused', 'Stopped', undefined, 'Snoozing'];
    const calls = states.map((recordingState, index) =>
      simulatedCall({ id: `c${index}`, recordingState }),
    );
    await renderDesktop(
      calls.map(({ id }) => <RecordingStatus key={id} callId={id} />),
      { calls },
    );
    const shapes = [...document.querySelectorAll('[data-part=glyph]')].map((glyph) =>
      glyph.getAttribute('data-glyph'),
    );
    expect(new Set(shapes).size).toBe(states.length);
  });

  it('draws each state by itself where the stylesheet does not style it', async () => {
    const states = ['Recording', 'Paused', 'Stopped', undefined, 'Snoozing'];
    const calls = states.map((recordingState, index) =>
      simulatedCall({ id: `c${index}`, recordingState }),
    );
    await renderDesktop(
      calls.map(({ id }) => <RecordingStatus key={id} callId={id} data-unstyled="" />),
      { calls },
    );
    const drawings = [...document.querySelectorAll('svg')].map((drawing) => drawing.innerHTML);
    expect(new Set(drawings).size).toBe(states.length);
    for (const drawing of document.querySelectorAll('svg'))
      expect(drawing).toHaveAttribute('aria-hidden', 'true');
  });

  it('shows the same as the controls beside it: first what is true, then what was requested', async () => {
    const { simulation, pass } = await renderDesktop(
      <>
        <RecordingStatus callId="c1" data-testid="status" />
        <RecordingControls callId="c1" />
      </>,
      { calls: [recording] },
    );
    simulation.rejectNext(5);
    simulation.hold();
    fireEvent.click(screen.getByRole('button', { name: 'Pause recording' }));
    expect(status()).toHaveTextContent(/^Recording\s*pausing…$/);
    expect(status()).toHaveAttribute('data-pending', 'PauseCallRecording');
    simulation.release();
    await pass(0);
    expect(status()).toHaveTextContent('Could not pause. Still recording.');
  });

  it('has no buttons, whatever the capabilities allow', async () => {
    await renderDesktop(<RecordingStatus callId="c1" data-testid="status" />, {
      calls: [recording],
    });
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('marks a state that may be out of date', async () => {
    const { simulation, meanwhile } = await renderDesktop(
      <RecordingStatus callId="c1" data-testid="status" />,
      { calls: [recording] },
    );
    await meanwhile(() => {
      simulation.disconnect();
    });
    expect(status()).toHaveAttribute('data-stale');
    expect(status()).toHaveTextContent(/may be out of date/i);
  });

  it('passes ref, className, style and all other props to its div', async () => {
    const ref = createRef<HTMLDivElement>();
    await renderDesktop(
      <RecordingStatus
        callId="c1"
        ref={ref}
        className="mine"
        style={{ marginTop: 3 }}
        title="Mine"
        data-testid="status"
      />,
      { calls: [recording] },
    );
    expect(ref.current).toBe(status());
    expect(status()).toHaveClass('mine');
    expect(status()).toHaveStyle({ marginTop: '3px' });
    expect(status()).toHaveAttribute('title', 'Mine');
  });
});
