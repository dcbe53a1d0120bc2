import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, within } from 'storybook/test';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import * as scenes from './scenes.ts';
import { onStage, stage } from './stage.tsx';

const meta: Meta<typeof RecordingControls> = {
  title: 'RecordingControls',
  component: RecordingControls,
  args: { callId: 'c1' },
  decorators: [onStage],
};

export default meta;
type Story = StoryObj<typeof RecordingControls>;
type Play = NonNullable<Story['play']>;

/** The agent reads these words, in this order. */
function reads(...words: readonly string[]): Play {
  return async ({ canvas }) => {
    const group = canvas.getByRole('group', { name: 'Call recording' });
    for (const word of words) await expect(group).toHaveTextContent(word);
  };
}

/** The agent finds these buttons and no others. */
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

/** Presses, and sees it pending: the truth first, the focus where it was. */
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
  loaders: [stage(scenes.checking)],
  play: shows('Checking…'),
};

export const NotRecording: Story = {
  loaders: [stage(scenes.notRecording)],
  play: shows('Not recording', 'Start recording'),
};

export const Recording: Story = {
  loaders: [stage(scenes.recording)],
  play: shows('Recording', 'Pause recording', 'Stop recording'),
};

/** The page did not see it begin: nobody here knows when. */
export const RecordingSinceBefore: Story = {
  loaders: [stage(scenes.recordingUntimed)],
  play: shows('Recording', 'Pause recording', 'Stop recording'),
};

export const Paused: Story = {
  loaders: [stage(scenes.paused)],
  play: shows('Paused', 'Resume recording', 'Stop recording'),
};

/** After a minute the agent is reminded: in the look, in words, and aloud. */
export const PausedForLong: Story = {
  loaders: [stage(scenes.pausedForLong)],
  play: reads('Paused', 'Still paused. The call is not being recorded.'),
};

export const Stopped: Story = {
  loaders: [stage(scenes.stopped)],
  play: shows('Stopped', 'Start recording'),
};

export const StartPending: Story = {
  loaders: [stage(scenes.unanswered(undefined))],
  play: press('Start recording', 'Starting…', 'Not recordingstarting…'),
};

export const PausePending: Story = {
  loaders: [stage(scenes.unanswered('Recording'))],
  play: press('Pause recording', 'Pausing…', 'Recordingpausing…'),
};

export const ResumePending: Story = {
  loaders: [stage(scenes.unanswered('Paused'))],
  play: press('Resume recording', 'Resuming…', 'Pausedresuming…'),
};

export const StopPending: Story = {
  loaders: [stage(scenes.unanswered('Recording'))],
  play: press('Stop recording', 'Stopping…', 'Recordingstopping…'),
};

export const RejectedByServer: Story = {
  loaders: [stage(scenes.rejectedByServer)],
  play: shows(
    'Could not pause. Still recording.',
    'Pause recording',
    'Stop recording',
    'Try again',
  ),
};

/** Pressing again would not help, so it is not offered. */
export const NoPermission: Story = {
  loaders: [stage(scenes.noPermission)],
  play: shows(
    'Could not stop. Still recording. You do not have the permission.',
    'Pause recording',
    'Stop recording',
  ),
};

export const NotConfirmed: Story = {
  loaders: [stage(scenes.notConfirmed)],
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
  loaders: [stage(scenes.resumeNotConfirmed)],
  play: reads('Not confirmed', 'Recording may not be running.'),
};

/** The server says no to nothing, and the same again: that is said too. */
export const CheckedAgain: Story = {
  loaders: [stage(scenes.notConfirmed)],
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Check again' }));
    await canvas.findByText(/Checked again, no change\./);
    await expect(canvas.getByRole('button', { name: 'Check again' })).toHaveFocus();
  },
};

export const Superseded: Story = {
  loaders: [stage(scenes.superseded)],
  play: shows('Could not pause. Recording stopped.', 'Start recording'),
};

export const PausedBySomeoneElse: Story = {
  loaders: [stage(scenes.pausedBySomeoneElse)],
  play: shows('Recording paused.', 'Resume recording', 'Stop recording'),
};

export const StoppedBySomeoneElse: Story = {
  loaders: [stage(scenes.stoppedBySomeoneElse)],
  play: shows('Recording stopped.', 'Start recording'),
};

/** Red only while recording is certain. */
export const OutOfDate: Story = {
  loaders: [stage(scenes.outOfDate)],
  play: reads('Recordinglast known', 'Connection lost.', '18'),
};

export const PausedOutOfDate: Story = {
  loaders: [stage(scenes.pausedOutOfDate)],
  play: reads('Pausedlast known', 'Connection lost.'),
};

export const SignedOut: Story = {
  loaders: [stage(scenes.signedOut)],
  play: reads('Recordinglast known', 'Signed out.'),
};

export const Unreachable: Story = {
  loaders: [stage(scenes.unreachable)],
  play: shows('Connection lost.'),
};

export const NotReported: Story = {
  loaders: [stage(scenes.notReported)],
  play: shows('The server does not report this call.'),
};

/** A word of the server's that we do not know is never taken for recording. */
export const UnknownState: Story = {
  loaders: [stage(scenes.unknownState)],
  play: shows('Unknown'),
};

/** The server allows what its own state forbids: both are shown as said. */
export const ContradictoryCapabilities: Story = {
  loaders: [stage(scenes.contradictoryCapabilities)],
  play: shows(
    'Recording',
    'Pause recording',
    'Stop recording',
    'Start recording',
    'Resume recording',
  ),
};

export const NoCapabilities: Story = {
  loaders: [stage(scenes.noCapabilities)],
  play: shows('Recording'),
};

export const StopOnly: Story = {
  loaders: [stage(scenes.stopOnly)],
  play: shows('Recording', 'Stop recording'),
};

export const Ended: Story = {
  loaders: [stage(scenes.ended)],
  play: shows('Call ended'),
};

export const EndedWhilePaused: Story = {
  loaders: [stage(scenes.endedWhilePaused)],
  play: shows('Call endedwhile paused'),
};

/** One press, and both widgets tell of it. */
export const TwoWidgetsOnOneCall: Story = {
  loaders: [stage(scenes.unanswered('Recording'))],
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

/** Agent panels are narrow: nothing is cut off, and Pause is still one press away. */
export const Narrow: Story = {
  loaders: [stage(scenes.rejectedByServer)],
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
  loaders: [stage(scenes.longWords)],
  args: { style: { width: 320 } },
  play: async ({ canvas }) => {
    const group = canvas.getByRole('group');
    await expect(group.scrollWidth).toBeLessThanOrEqual(group.clientWidth);
  },
};

/** Pause and Resume take turns in one place: Stop must not slide under the pointer. */
export const StopStaysInPlace: Story = {
  loaders: [stage(scenes.recordingUntimed)],
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
