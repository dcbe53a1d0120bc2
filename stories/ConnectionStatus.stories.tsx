import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { ConnectionStatus } from '../src/components/ConnectionStatus.tsx';
import * as scenes from './scenes.ts';
import { onStage, stage, type Scene } from './stage.tsx';

const meta: Meta<typeof ConnectionStatus> = {
  title: 'ConnectionStatus',
  component: ConnectionStatus,
  decorators: [onStage],
};

export default meta;
type Story = StoryObj<typeof ConnectionStatus>;

function phase(scene: Scene, name: string, words: string): Story {
  return {
    loaders: [stage(scene)],
    play: async ({ canvasElement }) => {
      const status = canvasElement.querySelector(`[data-connection="${name}"]`);
      await expect(status).toHaveTextContent(words);
    },
  };
}

export const Idle: Story = phase(scenes.neverConnected, 'idle', 'Not connected');
export const Connecting: Story = phase(scenes.checking, 'connecting', 'Connecting…');
export const Live: Story = phase(scenes.recordingUntimed, 'live', 'Connected');
export const Lost: Story = phase(scenes.outOfDate, 'lost', 'Connection lost');
export const SignedOut: Story = phase(scenes.signedOut, 'signed-out', 'Signed out');
export const Closed: Story = phase(scenes.closed, 'closed', 'Disconnected');
