import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { expect, fireEvent, waitFor } from 'storybook/test';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { useRecordingShortcuts } from '../src/hooks/useRecordingShortcuts.ts';
import './examples/examples.css';
import { PopOut } from './examples/PopOut.tsx';
import * as scenes from './scenes.ts';
import { inExample, inProvider, simulationOf, loadScene } from './playScene.tsx';

const shortcuts = { PauseCallRecording: 'Alt+Shift+P' } as const;

function Controls({ callId }: { readonly callId: string }): ReactElement {
  const ref = useRecordingShortcuts(shortcuts);
  return <RecordingControls ref={ref} callId={callId} />;
}

/** A call that can have a window of its own. */
function Call({ callId }: { readonly callId: string }): ReactElement {
  return (
    <PopOut>
      <Controls callId={callId} />
    </PopOut>
  );
}

function InFrame({ callId }: { readonly callId: string }): ReactElement {
  const [frame, setFrame] = useState<HTMLIFrameElement | null>(null);
  const body = frame?.contentDocument?.body;
  return (
    <>
      <iframe title="Call" sandbox="allow-same-origin" ref={setFrame} />
      {body && createPortal(<Controls callId={callId} />, body)}
    </>
  );
}

const meta: Meta<typeof Call> = {
  title: 'Windows',
  component: Call,
  args: { callId: 'c1' },
  decorators: [inExample, inProvider],
};

export default meta;
type Story = StoryObj<typeof Call>;

/** Press the button: the call goes into a window of its own, and comes back when that is closed. */
export const InAWindowOfItsOwn: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
};

/** In a frame of the same origin shortcuts work, and it announces by itself while it has the focus. */
export const InAFrame: Story = {
  // The frame has no stylesheet, so it has no looks that a picture could show. `npm run axe`, in which
  // the clock of the page stands still, waits for this story without end. The story tests look at it
  // with axe.
  tags: ['no-picture', 'no-axe'],
  loaders: [loadScene(scenes.recordingUntimed)],
  render: ({ callId }) => <InFrame callId={callId} />,
  play: async ({ canvasElement, loaded }) => {
    const body = canvasElement.querySelector('iframe')?.contentDocument?.body;
    if (!body) throw new Error('There is no frame.');
    const regions = (): string[] =>
      Array.from(body.querySelectorAll('[aria-live]'), ({ textContent }) => textContent);
    await waitFor(() => expect(regions()).toEqual(['', '']));
    const stop = body.querySelector<HTMLElement>('[data-operation=StopCallRecording]');
    stop?.focus();
    await fireEvent.keyDown(stop ?? body, { key: 'P', altKey: true, shiftKey: true });
    await waitFor(() => expect(regions()).toEqual(['Recording paused.', '']));
    simulationOf(loaded).supervisor('StopCallRecording', 'c1');
    await waitFor(() =>
      expect(body.ownerDocument.activeElement).toHaveAccessibleName('Start recording'),
    );
  },
};
