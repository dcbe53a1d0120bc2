import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { AgentDesktopProvider } from '../src/components/AgentDesktopProvider.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import {
  expectAnnounced,
  loadAnnouncedScene,
  waitForListener,
  withAnnouncements,
} from './announcements.tsx';
import * as scenes from './scenes.ts';
import { inProvider, simulationOf } from './playScene.tsx';

const meta: Meta = {
  title: 'Announcements',
  component: AgentDesktopProvider,
  parameters: { controls: { disable: true } },
  render: () => <RecordingControls callId="c1" />,
  decorators: [inProvider, withAnnouncements],
};

export default meta;
type Story = StoryObj;

/** Presses a button, and expects these announcements. */
function press(name: string, ...sentences: readonly string[]): NonNullable<Story['play']> {
  return async ({ canvas, canvasElement }) => {
    await waitForListener(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name }));
    await expectAnnounced(canvasElement, ...sentences);
  };
}

/**
 * What the agent requested is announced after the server has confirmed it: in a short sentence,
 * once, and politely.
 */
export const Confirmed: Story = {
  loaders: [loadAnnouncedScene(scenes.recordingUntimed)],
  play: press('Pause recording', 'Recording paused.'),
};

/**
 * A pending operation is announced only after 700 ms. The sentence begins with what is true now.
 */
export const Slow: Story = {
  loaders: [loadAnnouncedScene(scenes.unanswered('Recording'))],
  play: press('Pause recording', 'Still recording. Pausing…'),
};

/** A failure is announced assertively, so it interrupts. */
export const Refused: Story = {
  loaders: [loadAnnouncedScene(scenes.refusing('Recording', 3))],
  play: press('Pause recording', '! Could not pause. Still recording.'),
};

export const NotConfirmed: Story = {
  loaders: [loadAnnouncedScene(scenes.acceptingInVain)],
  play: press('Pause recording', '! Not confirmed. Treat as recording.'),
};

/** What somebody else did is announced, too. */
export const BySomeoneElse: Story = {
  loaders: [loadAnnouncedScene(scenes.recordingUntimed)],
  play: async ({ canvasElement, loaded }) => {
    await waitForListener(canvasElement);
    simulationOf(loaded).supervisor('StopCallRecording', 'c1');
    await expectAnnounced(canvasElement, 'Recording stopped.');
    // A change that comes right after a read is read again, and the widget is marked until then.
    await waitFor(() => expect(canvasElement.querySelector('[data-stale]')).toBeNull());
  },
};

/**
 * A lost connection is announced after a second, because a shorter loss would be over before the
 * sentence.
 */
export const LinkLostAndBack: Story = {
  loaders: [loadAnnouncedScene(scenes.recordingUntimed)],
  play: async ({ canvasElement, loaded }) => {
    await waitForListener(canvasElement);
    simulationOf(loaded).disconnect();
    await expectAnnounced(canvasElement, '! Connection lost. Recording state may be old.');
    simulationOf(loaded).reconnect();
    await expectAnnounced(
      canvasElement,
      '! Connection lost. Recording state may be old.',
      'Connected. Recording.',
    );
  },
};

/** Only the agent can sign in again, so a lost sign-in is not announced as a lost connection. */
export const SignedOut: Story = {
  loaders: [loadAnnouncedScene(scenes.recordingUntimed)],
  play: async ({ canvasElement, loaded }) => {
    await waitForListener(canvasElement);
    simulationOf(loaded).signOut();
    await expectAnnounced(canvasElement, '! Signed out. May be out of date.');
  },
};

/** A state that began before the page was opened is not announced, except for a pause. */
export const PausedOnArrival: Story = {
  loaders: [loadAnnouncedScene(scenes.paused)],
  play: ({ canvasElement }) => expectAnnounced(canvasElement, 'Recording is paused.'),
};

/** Where several calls are on the page, the sentence begins with the name of its call. */
export const SeveralCalls: Story = {
  loaders: [
    loadAnnouncedScene({
      calls: ['c1', 'c2'].map((id) => simulatedCall({ id, recordingState: 'Recording' })),
    }),
  ],
  render: () => (
    <div style={{ display: 'grid', gap: 12 }}>
      <RecordingControls callId="c1" callLabel="Ada King" />
      <RecordingControls callId="c2" callLabel="Alan Turing" />
    </div>
  ),
  play: async ({ canvas, canvasElement }) => {
    await waitForListener(canvasElement);
    const [, second] = canvas.getAllByRole('button', { name: 'Pause recording' });
    if (second) await userEvent.click(second);
    await expectAnnounced(canvasElement, 'Alan Turing: Recording paused.');
  },
};

function reminded(
  callId: string,
  seconds: number,
  ...sentences: readonly string[]
): Pick<Story, 'loaders' | 'render' | 'play'> {
  return {
    loaders: [loadAnnouncedScene(scenes.pausedFor(seconds, callId))],
    render: () => <RecordingControls callId={callId} />,
    play: ({ canvasElement }) => expectAnnounced(canvasElement, ...sentences),
  };
}

/**
 * The widget reminds the agent of a long pause by its look, by its words, and by an announcement.
 */
export const RemindedAfterAMinute: Story = reminded(
  'a-minute',
  60,
  'Recording is paused.',
  'Recording still paused, 1 minute.',
);

/** The reminder comes again after each further minute. */
export const RemindedAfterTwoMinutes: Story = reminded(
  'two-minutes',
  120,
  'Recording is paused.',
  'Recording still paused, 2 minutes.',
);

/** The call was paused before the page was opened, so the page does not know since when. */
export const RemindedOfAnOlderPause: Story = {
  loaders: [
    loadAnnouncedScene({ calls: [simulatedCall({ id: 'older', recordingState: 'Paused' })] }),
  ],
  render: () => <RecordingControls callId="older" />,
  play: ({ canvasElement }) =>
    expectAnnounced(
      canvasElement,
      'Recording is paused.',
      'Recording still paused, at least 10 minutes.',
    ),
};

/** `pauseReminder={false}` */
export const NeverReminded: Story = {
  loaders: [
    loadAnnouncedScene({ ...scenes.pausedFor(84, 'never'), provider: { pauseReminder: false } }),
  ],
  render: () => <RecordingControls callId="never" />,
  play: async ({ canvas, canvasElement }) => {
    await expectAnnounced(canvasElement, 'Recording is paused.');
    await expect(canvas.queryByText(/Still paused/)).toBeNull();
  },
};

/**
 * A call that ends while its recording is paused is announced, because nobody can resume it any
 * more.
 */
export const EndedWhilePaused: Story = {
  loaders: [loadAnnouncedScene(scenes.paused)],
  play: async ({ canvasElement, loaded }) => {
    await expectAnnounced(canvasElement, 'Recording is paused.');
    simulationOf(loaded).endCall('c1');
    await expectAnnounced(canvasElement, 'Recording is paused.', 'Call ended while paused.');
  },
};
