import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { RecordingStatus } from '../src/components/RecordingStatus.tsx';
import * as scenes from './scenes.ts';
import { inProvider, loadScene, type Scene } from './playScene.tsx';

const meta: Meta<typeof RecordingStatus> = {
  title: 'RecordingStatus',
  component: RecordingStatus,
  args: { callId: 'c1' },
  decorators: [inProvider],
};

export default meta;
type Story = StoryObj<typeof RecordingStatus>;

/** Expects the words of the state and those below it. */
function look(scene: Scene, name: string, words: string, ...notes: readonly string[]): Story {
  return {
    loaders: [loadScene(scene)],
    play: async ({ canvasElement }) => {
      await expect(canvasElement.querySelector(`[data-look="${name}"]`)).toHaveTextContent(words);
      const found = [...canvasElement.querySelectorAll('[data-part="note"]')];
      await expect(found.map(({ textContent }) => textContent)).toEqual(notes);
    },
  };
}

export const Checking: Story = look(scenes.checking, 'checking', 'Checking…');
export const NotRecording: Story = look(scenes.notRecording, 'none', 'Not recording');
export const Recording: Story = look(scenes.recording, 'recording', 'Recording2:14');
/** The recording began before the page was opened, so the page does not know when. */
export const RecordingSinceBefore: Story = look(
  scenes.recordingUntimed,
  'recording',
  'Recordingat least 10:00',
);
export const Paused: Story = look(scenes.paused, 'paused', 'Paused0:24');
export const PausedForLong: Story = look(
  scenes.pausedForLong,
  'paused',
  'Paused1:24',
  'Still paused. The call is not being recorded.',
);
export const Stopped: Story = look(scenes.stopped, 'stopped', 'Stopped');
/** The state may be out of date: the widget keeps it and loses the red look. */
export const OutOfDate: Story = look(
  scenes.outOfDate,
  'recording',
  'Recordinglast known',
  'Connection lost. May be out of date. Last heard 18 seconds ago.',
);
export const NotConfirmed: Story = look(
  scenes.notConfirmed,
  'unconfirmed',
  'Not confirmed',
  'Treat as recording.',
);
/** An operation failed, and the state is still shown first. */
export const Failed: Story = look(
  scenes.rejectedByServer,
  'recording',
  'Recording',
  'Could not pause. Still recording.',
);
export const Ended: Story = look(scenes.ended, 'ended', 'Call ended');
export const EndedWhilePaused: Story = look(
  scenes.endedWhilePaused,
  'ended',
  'Call endedwhile paused',
);

/** The state is shown first and the pending operation second. */
export const Pending: Story = look(scenes.pausePending, 'recording', 'Recordingpausing…');
export const BySomeoneElse: Story = look(
  scenes.pausedBySomeoneElse,
  'paused',
  'Paused0:07',
  'Recording paused.',
);
/** A state that the widget does not know could mean that the call is being recorded. */
export const Unknown: Story = look(
  scenes.unknownState,
  'unknown',
  'Unknown',
  'Treat as recording.',
);
export const NotReported: Story = look(
  scenes.notReported,
  'unknown',
  'Unknown',
  'The server does not report this call.',
);

/** The status fits into the column of a list. */
export const Narrow: Story = {
  loaders: [loadScene(scenes.outOfDate)],
  args: { style: { width: 150 } },
  play: async ({ canvasElement }) => {
    const status = canvasElement.querySelector('[data-tallylight="recording-status"]');
    await expect(status?.scrollWidth).toBeLessThanOrEqual(status?.clientWidth ?? 0);
  },
};
