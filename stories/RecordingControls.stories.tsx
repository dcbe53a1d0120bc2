import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, within } from 'storybook/test';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import * as scenes from './scenes.ts';
import { inProvider, loadScene } from './playScene.tsx';

const meta: Meta<typeof RecordingControls> = {
  title: 'RecordingControls',
  component: RecordingControls,
  args: { callId: 'c1' },
  decorators: [inProvider],
};

export default meta;
type Story = StoryObj<typeof RecordingControls>;
type Play = NonNullable<Story['play']>;

/** Expects these words in this order. */
function reads(...words: readonly string[]): Play {
  return async ({ canvas }) => {
    const group = canvas.getByRole('group', { name: 'Call recording' });
    for (const word of words) await expect(group).toHaveTextContent(word);
  };
}

/** Expects these buttons and no others. */
async function offers(element: HTMLElement, names: readonly string[]): Promise<void> {
  const found = within(element)
    .queryAllByRole('button')
    .map((each) => each.getAttribute('aria-label') ?? each.textContent);
  await expect(found).toEqual(names);
}

function shows(words: string, ...names: readonly string[]): Play {
  return async (context) => {
    await reads(words)(context);
    await offers(context.canvasElement, names);
  };
}

/**
 * Presses a button, and expects the state first, the pending operation second, and the focus where
 * it was.
 */
function press(name: string, pending: string, truth: string): Play {
  return async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name }));
    const button = canvas.getByRole('button', { name: pending });
    await expect(button).toHaveFocus();
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(canvas.getByRole('group')).toHaveTextContent(truth);
  };
}

export const Checking: Story = {
  loaders: [loadScene(scenes.checking)],
  play: shows('Checking…'),
};

export const NotRecording: Story = {
  loaders: [loadScene(scenes.notRecording)],
  play: shows('Not recording', 'Start recording'),
};

export const Recording: Story = {
  loaders: [loadScene(scenes.recording)],
  play: shows('Recording', 'Pause recording', 'Stop recording'),
};

/** The page was opened later, so it does not know when the recording began. */
export const RecordingSinceBefore: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  play: shows('Recording', 'Pause recording', 'Stop recording'),
};

export const Paused: Story = {
  loaders: [loadScene(scenes.paused)],
  play: shows('Paused', 'Resume recording', 'Stop recording'),
};

/**
 * After a minute the widget reminds the agent by its look, by its words, and by an announcement.
 */
export const PausedForLong: Story = {
  loaders: [loadScene(scenes.pausedForLong)],
  play: reads('Paused', 'Still paused. The call is not being recorded.'),
};

export const Stopped: Story = {
  loaders: [loadScene(scenes.stopped)],
  play: shows('Stopped', 'Start recording'),
};

export const StartPending: Story = {
  loaders: [loadScene(scenes.unanswered(undefined))],
  play: press('Start recording', 'Starting…', 'Not recordingstarting…'),
};

export const PausePending: Story = {
  loaders: [loadScene(scenes.unanswered('Recording'))],
  play: press('Pause recording', 'Pausing…', 'Recordingpausing…'),
};

export const ResumePending: Story = {
  loaders: [loadScene(scenes.unanswered('Paused'))],
  play: press('Resume recording', 'Resuming…', 'Pausedresuming…'),
};

export const StopPending: Story = {
  loaders: [loadScene(scenes.unanswered('Recording'))],
  play: press('Stop recording', 'Stopping…', 'Recordingstopping…'),
};

export const RejectedByServer: Story = {
  loaders: [loadScene(scenes.rejectedByServer)],
  play: shows(
    'Could not pause. Still recording.',
    'Pause recording',
    'Stop recording',
    'Try again',
  ),
};

/** Without the permission a second press would fail again, so *Try again* is not offered. */
export const NoPermission: Story = {
  loaders: [loadScene(scenes.noPermission)],
  play: shows(
    'Could not stop. Still recording. You do not have the permission.',
    'Pause recording',
    'Stop recording',
  ),
};

export const NotConfirmed: Story = {
  loaders: [loadScene(scenes.notConfirmed)],
  play: async (context) => {
    await reads('Not confirmed', 'Treat as recording.')(context);
    await offers(context.canvasElement, [
      'Pause recording',
      'Stop recording',
      'Check again',
      'Try again',
    ]);
  },
};

export const ResumeNotConfirmed: Story = {
  loaders: [loadScene(scenes.resumeNotConfirmed)],
  play: reads('Not confirmed', 'Recording may not be running.'),
};

/** The server was asked again and still reports the same state, and the widget says so. */
export const CheckedAgain: Story = {
  loaders: [loadScene(scenes.notConfirmed)],
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Check again' }));
    await canvas.findByText(/Checked again, no change\./);
    await expect(canvas.getByRole('button', { name: 'Check again' })).toHaveFocus();
  },
};

export const Superseded: Story = {
  loaders: [loadScene(scenes.superseded)],
  play: shows('Could not pause. Recording stopped.', 'Start recording'),
};

export const PausedBySomeoneElse: Story = {
  loaders: [loadScene(scenes.pausedBySomeoneElse)],
  play: shows('Recording paused.', 'Resume recording', 'Stop recording'),
};

export const StoppedBySomeoneElse: Story = {
  loaders: [loadScene(scenes.stoppedBySomeoneElse)],
  play: shows('Recording stopped.', 'Start recording'),
};

/** The red look is only for a recording that is certain. */
export const OutOfDate: Story = {
  loaders: [loadScene(scenes.outOfDate)],
  play: reads('Recordinglast known', 'Connection lost.', '18'),
};

export const PausedOutOfDate: Story = {
  loaders: [loadScene(scenes.pausedOutOfDate)],
  play: reads('Pausedlast known', 'Connection lost.'),
};

export const SignedOut: Story = {
  loaders: [loadScene(scenes.signedOut)],
  play: reads('Recordinglast known', 'Signed out.'),
};

export const Unreachable: Story = {
  loaders: [loadScene(scenes.unreachable)],
  play: shows('Connection lost.'),
};

export const NotReported: Story = {
  loaders: [loadScene(scenes.notReported)],
  play: shows('The server does not report this call.'),
};

/** A state that the widget does not know is shown as *Unknown*. */
export const UnknownState: Story = {
  loaders: [loadScene(scenes.unknownState)],
  play: shows('Unknown'),
};

/** The capabilities contradict the state, and the widget shows both as the server said them. */
export const ContradictoryCapabilities: Story = {
  loaders: [loadScene(scenes.contradictoryCapabilities)],
  play: shows(
    'Recording',
    'Pause recording',
    'Stop recording',
    'Start recording',
    'Resume recording',
  ),
};

export const NoCapabilities: Story = {
  loaders: [loadScene(scenes.noCapabilities)],
  play: shows('Recording'),
};

export const StopOnly: Story = {
  loaders: [loadScene(scenes.stopOnly)],
  play: shows('Recording', 'Stop recording'),
};

export const Ended: Story = {
  loaders: [loadScene(scenes.ended)],
  play: shows('Call ended'),
};

export const EndedWhilePaused: Story = {
  loaders: [loadScene(scenes.endedWhilePaused)],
  play: shows('Call endedwhile paused'),
};

/** A press on one widget is shown as pending by both. */
export const TwoWidgetsOnOneCall: Story = {
  loaders: [loadScene(scenes.unanswered('Recording'))],
  render: ({ callId }) => (
    <div style={{ display: 'grid', gap: 12 }}>
      <RecordingControls callId={callId} callLabel="call list" />
      <RecordingControls callId={callId} callLabel="call details" />
    </div>
  ),
  play: async ({ canvas }) => {
    const [first] = canvas.getAllByRole('button', { name: 'Pause recording' });
    if (first) await userEvent.click(first);
    await expect(canvas.getAllByRole('button', { name: 'Pausing…' })).toHaveLength(2);
  },
};

/** In a narrow panel nothing is cut off, and Pause still takes one press. */
export const Narrow: Story = {
  loaders: [loadScene(scenes.rejectedByServer)],
  args: { style: { width: 280 } },
  play: async ({ canvas }) => {
    const group = canvas.getByRole('group');
    await expect(group.scrollWidth).toBeLessThanOrEqual(group.clientWidth);
    for (const button of canvas.getAllByRole('button')) {
      await expect(button.getBoundingClientRect().right).toBeLessThanOrEqual(
        group.getBoundingClientRect().right,
      );
    }
  },
};

export const LongWords: Story = {
  loaders: [loadScene(scenes.longWords)],
  args: { style: { width: 320 } },
  play: async ({ canvas }) => {
    const group = canvas.getByRole('group');
    await expect(group.scrollWidth).toBeLessThanOrEqual(group.clientWidth);
  },
};

/** Pause and Resume have one place, and Stop does not move when they change. */
export const StopStaysInPlace: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  play: async ({ canvas }) => {
    const left = (): number =>
      canvas.getByRole('button', { name: /Stop/ }).getBoundingClientRect().left;
    const before = left();
    const button = canvas.getByRole('button', { name: 'Pause recording' });
    const onClick = fn<() => void>();
    button.addEventListener('click', onClick);
    await userEvent.click(button);
    await expect(left()).toBe(before);
    await canvas.findByRole('button', { name: 'Resume recording' });
    await expect(left()).toBe(before);
    await expect(onClick).toHaveBeenCalledOnce();
  },
};
