import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { ConnectionStatus } from '../src/components/ConnectionStatus.tsx';
import * as scenes from './scenes.ts';
import { inProvider, loadScene, type Scene } from './playScene.tsx';

const meta: Meta<typeof ConnectionStatus> = {
  title: 'ConnectionStatus',
  component: ConnectionStatus,
  decorators: [inProvider],
};

export default meta;
type Story = StoryObj<typeof ConnectionStatus>;

function phase(scene: Scene, name: string, words: string): Story {
  return {
    loaders: [loadScene(scene)],
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
