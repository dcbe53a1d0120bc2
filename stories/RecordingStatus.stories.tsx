import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { RecordingStatus } from '../src/components/RecordingStatus.tsx';
import * as scenes from './scenes.ts';
import { onStage, stage, strike, type Scene } from './stage.tsx';

const meta: Meta<typeof RecordingStatus> = {
  title: 'RecordingStatus',
  component: RecordingStatus,
  args: { callId: 'c1' },
  decorators: [onStage],
  beforeEach: () => strike,
};

export default meta;
type Story = StoryObj<typeof RecordingStatus>;

function look(scene: Scene, name: string, words: string): Story {
  return {
    loaders: [stage(scene)],
    play: async ({ canvasElement }) => {
      const status = canvasElement.querySelector(`[data-look="${name}"]`);
      await expect(status).toHaveTextContent(words);
    },
  };
}

export const Checking: Story = look(scenes.checking, 'checking', 'Checking…');
export const NotRecording: Story = look(scenes.notRecording, 'none', 'Not recording');
export const Recording: Story = look(scenes.recording, 'recording', 'Recording');
export const Paused: Story = look(scenes.paused, 'paused', 'Paused');
export const Stopped: Story = look(scenes.stopped, 'stopped', 'Stopped');
export const Pending: Story = look(scenes.pausePending, 'recording', 'Recordingpausing…');
export const Unknown: Story = look(scenes.unknownState, 'unknown', 'Unknown');
export const NotConfirmed: Story = look(scenes.notConfirmed, 'unconfirmed', 'Not confirmed');
export const Rejected: Story = look(scenes.rejectedByServer, 'recording', 'Recording');
export const OutOfDate: Story = look(scenes.outOfDate, 'recording', 'Recordinglast known');
export const NotReported: Story = look(scenes.notReported, 'unknown', 'Unknown');
export const Ended: Story = look(scenes.ended, 'ended', 'Call ended');
export const EndedWhilePaused: Story = look(
  scenes.endedWhilePaused,
  'ended',
  'Call endedwhile paused',
);
