import { fireEvent, screen } from '@testing-library/react';
import { createRef } from 'react';
import { describe, expect, it } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });

function fixture(options: RenderedDesktopOptions = {}): Promise<RenderedDesktop> {
  return renderDesktop(
    <>
      <RecordingControls callId="c1" />
      <textarea aria-label="Notes" />
    </>,
    { calls: [recording], ...options },
  );
}

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

function status(): Element | null {
  return document.querySelector('[data-part="status"]');
}

describe.each([
  ['on', true],
  ['off', false],
])('focus, with StrictMode %s', (_, isStrict) => {
  it('stays on the button while it is pending and when its label changes', async () => {
    const { user, simulation, pass } = await fixture({ isStrict });
    simulation.hold();
    await user.click(button('Pause recording'));
    expect(button('Pausing…')).toHaveFocus();
    simulation.release();
    await pass(0);
    expect(button('Resume recording')).toHaveFocus();
  });

  it('goes to the remaining button when Stop disappears', async () => {
    const { user, pass } = await fixture({ isStrict });
    await user.click(button('Stop recording'));
    await pass(0);
    expect(button('Start recording')).toHaveFocus();
  });

  it('goes to the status when the call ends under it', async () => {
    const { simulation, meanwhile } = await fixture({ isStrict });
    button('Stop recording').focus();
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(status()).toHaveFocus();
  });

  it('goes back to a button when Try again disappears', async () => {
    const { user, simulation, pass } = await fixture({ isStrict });
    simulation.rejectNext(3);
    await user.click(button('Pause recording'));
    await pass(0);
    await user.click(button('Try again'));
    await pass(0);
    expect(button('Resume recording')).toHaveFocus();
  });

  it('stays on Check again, whatever the server says then', async () => {
    const { user, simulation, pass } = await fixture({ isStrict });
    simulation.acceptAndDoNothing();
    fireEvent.click(button('Pause recording'));
    await pass(10_000);
    await user.click(button('Check again'));
    await pass(0);
    expect(button('Check again')).toHaveFocus();
  });

  it('is never taken from an element outside of the widget', async () => {
    const { user, simulation, meanwhile } = await fixture({ isStrict });
    await user.click(button('Stop recording'));
    await user.click(screen.getByRole('textbox', { name: 'Notes' }));
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveFocus();
  });

  it('does not come back when something disappears later', async () => {
    const { user, simulation, meanwhile, pass } = await fixture({ isStrict });
    await user.click(button('Stop recording'));
    await pass(0);
    await user.tab();
    expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveFocus();
    await user.tab();
    expect(document.body).toHaveFocus();
    await meanwhile(() => {
      simulation.supervisor('StartCallRecording', 'c1');
    });
    expect(document.body).toHaveFocus();
  });
});

// This happened: a host drew its own buttons and disabled them while they were pending. The keys
// that the agent pressed then went to the page.
describe('a button of the host that is disabled while it is pending', () => {
  it('gives its focus to the status, and not to the button beside it', async () => {
    const { simulation, user, pass } = await renderDesktop(
      <RecordingControls
        callId="c1"
        renderButton={(props) => <button {...props} disabled={props['aria-disabled']} />}
      />,
      { calls: [recording] },
    );
    simulation.hold();
    button('Pause recording').focus();
    await user.keyboard('{Enter}');
    await pass(0);
    expect(button('Pausing…')).toBeDisabled();
    expect(status()).toHaveFocus();
    simulation.release();
  });
});

describe('the keyboard', () => {
  it('reaches the buttons in order, and not the status', async () => {
    const { user } = await fixture();
    await user.tab();
    expect(button('Pause recording')).toHaveFocus();
    await user.tab();
    expect(button('Stop recording')).toHaveFocus();
    await user.tab();
    expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveFocus();
  });

  it.each(['{Enter}', ' '])('presses with %s', async (key) => {
    const { user, simulation } = await fixture();
    button('Stop recording').focus();
    await user.keyboard(key);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'StopCallRecording' }]);
  });
});

describe('the element', () => {
  it('gets ref, className, style and all other props of a div', async () => {
    const ref = createRef<HTMLDivElement>();
    await renderDesktop(
      <RecordingControls
        callId="c1"
        ref={ref}
        className="mine"
        style={{ marginTop: 3 }}
        id="desk"
        title="Mine"
        data-testid="mine"
        aria-describedby="elsewhere"
      />,
      { calls: [recording] },
    );
    const root = screen.getByRole('group', { name: 'Call recording' });
    expect(ref.current).toBe(root);
    expect(root).toHaveClass('mine');
    expect(root).toHaveStyle({ marginTop: '3px' });
    expect(root).toHaveAttribute('id', 'desk');
    expect(root).toHaveAttribute('title', 'Mine');
    expect(root).toHaveAttribute('data-testid', 'mine');
    expect(root).toHaveAttribute('aria-describedby', 'elsewhere');
    expect(root).toHaveAttribute('data-recording-state', 'Recording');
  });

  it('stays in the widget although the host has focus handlers of its own', async () => {
    const heard: string[] = [];
    const { user, pass } = await renderDesktop(
      <RecordingControls
        callId="c1"
        onFocusCapture={() => heard.push('focus')}
        onBlurCapture={() => heard.push('blur')}
      />,
      { calls: [recording] },
    );
    await user.click(button('Stop recording'));
    expect(heard).toContain('focus');
    await pass(0);
    expect(button('Start recording')).toHaveFocus();
  });

  it('is passed to a callback ref, and null after it was unmounted', async () => {
    const seen: (HTMLDivElement | null)[] = [];
    const ref = (element: HTMLDivElement | null): void => {
      seen.push(element);
    };
    const { show } = await renderDesktop(<RecordingControls callId="c1" ref={ref} />);
    // React 19's StrictMode calls it twice.
    expect(seen.at(-1)).toBe(screen.getByRole('group'));
    show(null);
    expect(seen.at(-1)).toBeNull();
  });

  it('contains the name of the call if there are several on the page', async () => {
    await renderDesktop(<RecordingControls callId="c1" callLabel="Ada King" />);
    expect(screen.getByRole('group', { name: 'Call recording, Ada King' })).toBeVisible();
  });

  it('shows another call when its id changes', async () => {
    const other = simulatedCall({ id: 'c2', recordingState: 'Paused' });
    const { show } = await fixture({ calls: [recording, other] });
    show(<RecordingControls callId="c2" />);
    expect(button('Resume recording')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Pause recording' })).toBeNull();
  });

  it('accepts any id of the call', async () => {
    await renderDesktop(<RecordingControls callId={recording.connId} />, { calls: [recording] });
    expect(button('Pause recording')).toBeVisible();
  });
});
