import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { AskForTheCard } from './examples/AskForTheCard.tsx';
import './examples/examples.css';
import { OwnControls } from './examples/OwnControls.tsx';
import * as scenes from './scenes.ts';
import { inExample, inProvider, simulationOf, loadScene } from './playScene.tsx';

/** These widgets belong to a host and use our hooks. */
function Headless({ callId }: { readonly callId: string }): ReactElement {
  return <OwnControls callId={callId} />;
}

const meta: Meta<typeof Headless> = {
  title: 'Hooks',
  component: Headless,
  args: { callId: 'c1' },
  decorators: [inExample, inProvider],
};

export default meta;
type Story = StoryObj<typeof Headless>;

/**
 * `useRecordingControls` and `useRecordingStatus` give a host's own buttons their names, their
 * pending state and their press guards.
 */
export const ControlsOfYourOwn: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Pause recording' }));
    await canvas.findByRole('button', { name: 'Resume recording' });
    await expect(canvas.getByRole('group', { name: 'Call recording' })).toHaveTextContent('Paused');
  },
};

/** After a failure the hooks also give the buttons that can resolve it. */
export const ControlsOfYourOwnRefused: Story = {
  loaders: [loadScene(scenes.rejectedByServer)],
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Could not pause. Still recording.')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible();
  },
};

/** `useRecordingPaused`: the agent asks the caller for the number when the server has confirmed the pause. */
export const PausedForAQuestion: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  render: ({ callId }) => (
    <>
      <RecordingControls callId={callId} />
      <AskForTheCard callId={callId} />
    </>
  ),
  play: async ({ canvas, loaded }) => {
    const check = canvas.getByRole('checkbox', { name: 'The caller pays by card' });
    await userEvent.click(check);
    await canvas.findByText('Paused. “May I have the number now?”');
    await expect(simulationOf(loaded).requests).toHaveLength(1);
  },
};

/** The hook resumes the recording that it paused when the pause is no longer needed. */
export const ResumedAfterTheQuestion: Story = {
  ...PausedForAQuestion,
  play: async (context) => {
    await PausedForAQuestion.play?.(context);
    const { canvas } = context;
    await userEvent.click(canvas.getByRole('checkbox', { name: 'The caller pays by card' }));
    await canvas.findByRole('button', { name: 'Pause recording' });
  },
};

/** The pause was requested and is not confirmed yet, and the script tells the agent to wait. */
export const WaitingForThePause: Story = {
  ...PausedForAQuestion,
  loaders: [loadScene(scenes.unanswered('Recording'))],
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('checkbox', { name: 'The caller pays by card' }));
    await canvas.findByText('Wait. Waiting for the pause…');
  },
};

/** Somebody resumed the recording, so the script tells the agent not to ask for the number. */
export const RecordingAgain: Story = {
  ...PausedForAQuestion,
  play: async (context) => {
    await PausedForAQuestion.play?.(context);
    const { canvas, loaded } = context;
    simulationOf(loaded).supervisor('ResumeCallRecording', 'c1');
    await waitFor(() =>
      expect(canvas.getByText(/Wait\. Recording is running again\./)).toBeVisible(),
    );
    await expect(canvas.getByRole('button', { name: 'Pause again' })).toBeVisible();
  },
};
