import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { AgentDesktopProvider } from '../src/components/AgentDesktopProvider.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import { hears, heardScene, listens, withHeard } from './heard.tsx';
import * as scenes from './scenes.ts';
import { inProvider, simulationOf } from './playScene.tsx';

const meta: Meta = {
  title: 'Announcements',
  component: AgentDesktopProvider,
  parameters: { controls: { disable: true } },
  render: () => <RecordingControls callId="c1" />,
  decorators: [inProvider, withHeard],
};

export default meta;
type Story = StoryObj;

/** Presses, and hears that. */
function press(name: string, ...sentences: readonly string[]): NonNullable<Story['play']> {
  return async ({ canvas, canvasElement }) => {
    await listens(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name }));
    await hears(canvasElement, ...sentences);
  };
}

/** What the agent asked for is said when the server has confirmed it: short, once, politely. */
export const Confirmed: Story = {
  loaders: [heardScene(scenes.recordingUntimed)],
  play: press('Pause recording', 'Recording paused.'),
};

/** Only what takes longer than 700 ms is told of while it is pending. What is true comes first. */
export const Slow: Story = {
  loaders: [heardScene(scenes.unanswered('Recording'))],
  play: press('Pause recording', 'Still recording. Pausing…'),
};

/** A failure interrupts. */
export const Refused: Story = {
  loaders: [heardScene(scenes.refusing('Recording', 3))],
  play: press('Pause recording', '! Could not pause. Still recording.'),
};

export const NotConfirmed: Story = {
  loaders: [heardScene(scenes.acceptingInVain)],
  play: press('Pause recording', '! Not confirmed. Treat as recording.'),
};

/** So does what somebody else did. */
export const BySomeoneElse: Story = {
  loaders: [heardScene(scenes.recordingUntimed)],
  play: async ({ canvasElement, loaded }) => {
    await listens(canvasElement);
    simulationOf(loaded).supervisor('StopCallRecording', 'c1');
    await hears(canvasElement, 'Recording stopped.');
    // What happened right after a read is read again, and marked until then.
    await waitFor(() => expect(canvasElement.querySelector('[data-stale]')).toBeNull());
  },
};

/** A short loss is over before the sentence is: only after a second it is told of. */
export const LinkLostAndBack: Story = {
  loaders: [heardScene(scenes.recordingUntimed)],
  play: async ({ canvasElement, loaded }) => {
    await listens(canvasElement);
    simulationOf(loaded).disconnect();
    await hears(canvasElement, '! Connection lost. Recording state may be old.');
    simulationOf(loaded).reconnect();
    await hears(
      canvasElement,
      '! Connection lost. Recording state may be old.',
      'Connected. Recording.',
    );
  },
};

/** Nothing is said of what was so already, but for a pause. */
export const PausedOnArrival: Story = {
  loaders: [heardScene(scenes.paused)],
  play: ({ canvasElement }) => hears(canvasElement, 'Recording is paused.'),
};

/** Where several calls are on the page, the sentence begins with the name of its call. */
export const SeveralCalls: Story = {
  loaders: [
    heardScene({
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
    await listens(canvasElement);
    const [, second] = canvas.getAllByRole('button', { name: 'Pause recording' });
    if (second) await userEvent.click(second);
    await hears(canvasElement, 'Alan Turing: Recording paused.');
  },
};

function reminded(
  callId: string,
  seconds: number,
  ...sentences: readonly string[]
): Pick<Story, 'loaders' | 'render' | 'play'> {
  return {
    loaders: [heardScene(scenes.pausedFor(seconds, callId))],
    render: () => <RecordingControls callId={callId} />,
    play: ({ canvasElement }) => hears(canvasElement, ...sentences),
  };
}

/** Not forgotten: in the look, in words, and aloud. */
export const RemindedAfterAMinute: Story = reminded(
  'a-minute',
  60,
  'Recording is paused.',
  'Recording still paused, 1 minute.',
);

/** And after each minute more. */
export const RemindedAfterTwoMinutes: Story = reminded(
  'two-minutes',
  120,
  'Recording is paused.',
  'Recording still paused, 2 minutes.',
);

/** It was paused before this page looked: nobody here knows since when. */
export const RemindedOfAnOlderPause: Story = {
  loaders: [heardScene({ calls: [simulatedCall({ id: 'older', recordingState: 'Paused' })] })],
  render: () => <RecordingControls callId="older" />,
  play: ({ canvasElement }) =>
    hears(canvasElement, 'Recording is paused.', 'Recording still paused, at least 10 minutes.'),
};

/** `pauseReminder={false}` */
export const NeverReminded: Story = {
  loaders: [heardScene({ ...scenes.pausedFor(84, 'never'), provider: { pauseReminder: false } })],
  render: () => <RecordingControls callId="never" />,
  play: async ({ canvas, canvasElement }) => {
    await hears(canvasElement, 'Recording is paused.');
    await expect(canvas.queryByText(/Still paused/)).toBeNull();
  },
};

/** What was paused when its call ended will not be resumed by anybody. */
export const EndedWhilePaused: Story = {
  loaders: [heardScene(scenes.paused)],
  play: async ({ canvasElement, loaded }) => {
    await hears(canvasElement, 'Recording is paused.');
    simulationOf(loaded).endCall('c1');
    await hears(canvasElement, 'Recording is paused.', 'Call ended while paused.');
  },
};
