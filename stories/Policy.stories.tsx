import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { ConfirmStop } from '../src/components/ConfirmStop.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { hears, heardScene, listens, withHeard } from './heard.tsx';
import * as scenes from './scenes.ts';
import { inProvider, simulationOf, loadScene } from './playScene.tsx';

const meta: Meta<typeof RecordingControls> = {
  title: 'Policy',
  component: RecordingControls,
  args: { callId: 'c1' },
  argTypes: { renderButton: { control: false } },
  decorators: [inProvider],
};

export default meta;
type Story = StoryObj<typeof RecordingControls>;

const question = { name: 'Stop recording? It cannot be restarted on this call.' };

/** This desktop pauses and resumes, and neither starts nor stops. */
export const PauseOnly: Story = {
  loaders: [loadScene(scenes.recording)],
  args: { operations: ['PauseCallRecording', 'ResumeCallRecording'] },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button')).toHaveAccessibleName('Pause recording');
  },
};

/** Never more than the capabilities: what the server does not allow is not there. */
export const NeverMore: Story = {
  loaders: [loadScene(scenes.stopOnly)],
  args: { operations: ['StartCallRecording', 'StopCallRecording'] },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button')).toHaveAccessibleName('Stop recording');
  },
};

/** The state is shown, whatever may be done about it. */
export const LookOnly: Story = {
  loaders: [loadScene(scenes.recording)],
  args: { operations: [] },
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('button')).toBeNull();
    await expect(canvas.getByRole('group')).toHaveTextContent('Recording');
  },
};

/** It stays where it is, in the tab order too, and says why. */
export const Unavailable: Story = {
  loaders: [loadScene(scenes.recording)],
  args: { unavailable: { StopCallRecording: 'Stopping is for team leads.' } },
  play: async ({ canvas }) => {
    const stop = canvas.getByRole('button', { name: 'Stop recording' });
    await expect(stop).toHaveAttribute('aria-disabled', 'true');
    await expect(stop).toHaveAccessibleDescription('Stopping is for team leads.');
  },
};

/** A press on it is answered with the reason, aloud, and with nothing else. */
export const UnavailablePressed: Story = {
  loaders: [heardScene(scenes.recording)],
  args: Unavailable.args ?? {},
  decorators: [withHeard],
  play: async ({ canvas, canvasElement, loaded }) => {
    await listens(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Stop recording' }));
    await hears(canvasElement, 'Stopping is for team leads.');
    await expect(simulationOf(loaded).requests).toHaveLength(1);
  },
};

/** The host’s last word, in the host’s words. Nothing was sent. */
export const Vetoed: Story = {
  loaders: [
    loadScene({
      ...scenes.recordingUntimed,
      onBeforeOperation: ({ operationName }) =>
        operationName === 'StopCallRecording' ? 'This call is disputed.' : undefined,
    }),
  ],
  play: async ({ canvas, loaded }) => {
    const stop = canvas.getByRole('button', { name: 'Stop recording' });
    await userEvent.click(stop);
    await canvas.findByText('Could not stop. Still recording. This call is disputed.');
    await expect(stop).toHaveFocus();
    await expect(simulationOf(loaded).requests).toEqual([]);
  },
};

/** A Stop that cannot be undone asks once more, in its own place. */
export const StopAsksOnceMore: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  args: {
    renderButton: (props, { slot }) =>
      slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />,
  },
  play: async ({ canvas, loaded }) => {
    const card = canvas.getByRole('group');
    const { height } = card.getBoundingClientRect();
    await userEvent.click(canvas.getByRole('button', { name: 'Stop recording' }));
    const asked = canvas.getByRole('group', question);
    await expect(asked).toBeVisible();
    // The card is as high as before, and the question stands inside.
    await expect(card.getBoundingClientRect().height).toBe(height);
    await expect(asked.getBoundingClientRect().bottom).toBeLessThan(
      card.getBoundingClientRect().bottom,
    );
    await expect(canvas.getByRole('button', { name: 'Don’t stop' })).toHaveFocus();
    await expect(simulationOf(loaded).requests).toEqual([]);
  },
};

export const StopCancelled: Story = {
  ...StopAsksOnceMore,
  play: async (context) => {
    await StopAsksOnceMore.play?.(context);
    const { canvas, loaded } = context;
    await userEvent.keyboard('{Escape}');
    await expect(canvas.queryByRole('group', question)).toBeNull();
    await expect(canvas.getByRole('button', { name: 'Stop recording' })).toHaveFocus();
    await expect(simulationOf(loaded).requests).toEqual([]);
  },
};

export const StopConfirmed: Story = {
  ...StopAsksOnceMore,
  play: async (context) => {
    await StopAsksOnceMore.play?.(context);
    const { canvas, loaded } = context;
    await userEvent.click(canvas.getByRole('button', { name: 'Stop recording' }));
    await waitFor(() => expect(canvas.getByRole('group')).toHaveTextContent('Stopped'));
    await expect(simulationOf(loaded).requests).toHaveLength(1);
    await expect(canvas.getByRole('button', { name: 'Start recording' })).toHaveFocus();
  },
};

/** The question waits, and Pause stays within reach meanwhile. */
export const PausedMeanwhile: Story = {
  ...StopAsksOnceMore,
  play: async (context) => {
    await StopAsksOnceMore.play?.(context);
    const { canvas } = context;
    await userEvent.click(canvas.getByRole('button', { name: 'Pause recording' }));
    await canvas.findByRole('button', { name: 'Resume recording' });
    await expect(canvas.getByRole('group', question)).toBeVisible();
  },
};
