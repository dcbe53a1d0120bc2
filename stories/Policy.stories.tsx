import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { ConfirmStop } from '../src/components/ConfirmStop.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import {
  expectAnnounced,
  loadAnnouncedScene,
  waitForListener,
  withAnnouncements,
} from './announcements.tsx';
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

/** This desktop offers Pause and Resume only. */
export const PauseOnly: Story = {
  loaders: [loadScene(scenes.recording)],
  args: { operations: ['PauseCallRecording', 'ResumeCallRecording'] },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button')).toHaveAccessibleName('Pause recording');
  },
};

/**
 * The desktop asks for more operations than the server allows, and only the allowed ones are
 * offered.
 */
export const NeverMore: Story = {
  loaders: [loadScene(scenes.stopOnly)],
  args: { operations: ['StartCallRecording', 'StopCallRecording'] },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button')).toHaveAccessibleName('Stop recording');
  },
};

/** The state is shown although the desktop offers no operation. */
export const LookOnly: Story = {
  loaders: [loadScene(scenes.recording)],
  args: { operations: [] },
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('button')).toBeNull();
    await expect(canvas.getByRole('group')).toHaveTextContent('Recording');
  },
};

/** An unavailable button keeps its place, also in the tab order, and says why it is unavailable. */
export const Unavailable: Story = {
  loaders: [loadScene(scenes.recording)],
  args: { unavailable: { StopCallRecording: 'Stopping is for team leads.' } },
  play: async ({ canvas }) => {
    const stop = canvas.getByRole('button', { name: 'Stop recording' });
    await expect(stop).toHaveAttribute('aria-disabled', 'true');
    await expect(stop).toHaveAccessibleDescription('Stopping is for team leads.');
  },
};

/** A press on an unavailable button announces the reason and does nothing else. */
export const UnavailablePressed: Story = {
  loaders: [loadAnnouncedScene(scenes.recording)],
  args: Unavailable.args ?? {},
  decorators: [withAnnouncements],
  play: async ({ canvas, canvasElement, loaded }) => {
    await waitForListener(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Stop recording' }));
    await expectAnnounced(canvasElement, 'Stopping is for team leads.');
    await expect(simulationOf(loaded).requests).toHaveLength(1);
  },
};

/** The host refused the operation, and its own words say why. Nothing was sent. */
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

/** A Stop that cannot be undone asks once more, in the place of the button. */
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
    // The card keeps its height, and the question is inside.
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

/** Pause can be pressed while the question is open. */
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
