import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { PauseLimit } from '../src/components/PauseLimit.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import './examples/examples.css';
import { expectAnnounced, loadAnnouncedScene, withAnnouncements } from './announcements.tsx';
import * as scenes from './scenes.ts';
import { later, inProvider, simulationOf, loadScene } from './playScene.tsx';

const meta: Meta<typeof PauseLimit> = {
  title: 'PauseLimit',
  component: PauseLimit,
  args: { callId: 'c1', limit: 180_000, atLimit: 'resume' },
  // The limit is below the controls of its call, as on a desktop.
  decorators: [
    (Story, { args }) => (
      <div className="example">
        <RecordingControls callId={args.callId} />
        <Story />
      </div>
    ),
    inProvider,
  ],
};

export default meta;
type Story = StoryObj<typeof PauseLimit>;
type Play = NonNullable<Story['play']>;

function reads(words: string): Play {
  return async ({ canvasElement }) => {
    const limit = canvasElement.querySelector('[data-tallylight="pause-limit"]');
    await waitFor(() => expect(limit).toHaveTextContent(words), { timeout: 3_000 });
  };
}

export const Counting: Story = {
  loaders: [loadScene(scenes.pausedFor(24, 'counting'))],
  args: { callId: 'counting' },
  play: reads('Resumes in 2:36'),
};

/** Half a minute before the limit, the agent can still put it off. */
export const Warning: Story = {
  loaders: [loadScene(scenes.pausedFor(160, 'warning'))],
  args: { callId: 'warning' },
  play: reads('Resumes in 0:20Keep paused'),
};

/** One press puts the limit off, and the agent can do it again. */
export const KeptPaused: Story = {
  ...Warning,
  play: async ({ canvas, ...context }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Keep paused' }));
    await reads('Resumes in 3:00')({ canvas, ...context });
    await expect(canvas.queryByRole('button', { name: 'Keep paused' })).toBeNull();
  },
};

/** Nobody put the limit off, so the widget requested a Resume, and the server confirmed it. */
export const Resumed: Story = {
  loaders: [
    loadAnnouncedScene({ ...scenes.pausedFor(160, 'resumed'), provider: { pauseReminder: false } }),
  ],
  args: { callId: 'resumed' },
  decorators: [withAnnouncements],
  play: async (context) => {
    const { canvas, canvasElement, loaded } = context;
    const warned = ['Recording is paused.', '! Recording resumes in 20 seconds.'];
    await expectAnnounced(canvasElement, ...warned);
    // The time passes in steps, because a clock that jumps looks like a computer that has slept.
    for (const left of ['0:15', '0:10', '0:05', '0:00']) {
      later(4_900);
      await reads(`Resumes in ${left}`)(context);
    }
    later(4_900);
    await canvas.findByRole('button', { name: 'Pause recording' }, { timeout: 3_000 });
    await expectAnnounced(
      canvasElement,
      ...warned,
      '! Recording resumed. Because of the pause limit.',
    );
    await expect(simulationOf(loaded).requests.at(-1)?.operationName).toBe('ResumeCallRecording');
  },
};

/**
 * The limit was over when the page was opened, and nobody had been warned, so the agent gets half a
 * minute to put it off.
 */
export const OverUnwarned: Story = {
  loaders: [loadScene(scenes.pausedFor(200, 'over'))],
  args: { callId: 'over' },
  play: reads('Resumes in 0:30'),
};

/** The host has not chosen `resume`, so the widget only reminds. */
export const OnlyReminds: Story = {
  loaders: [loadScene(scenes.pausedFor(160, 'reminding'))],
  args: { callId: 'reminding', atLimit: 'remind' },
  play: reads('Pause limit in 0:20Keep paused'),
};

export const Reached: Story = {
  loaders: [loadScene(scenes.pausedFor(200, 'reached'))],
  args: { callId: 'reached', atLimit: 'remind' },
  play: async (context) => {
    await reads('Pause limit reached.Keep paused')(context);
    await expect(context.canvas.getByRole('button', { name: 'Resume recording' })).toBeVisible();
  },
};

/** Nothing is paused, so the widget is empty. */
export const NotPaused: Story = {
  loaders: [loadScene(scenes.recording)],
  play: async ({ canvasElement }) => {
    const limit = canvasElement.querySelector('[data-tallylight="pause-limit"]');
    await expect(limit?.textContent).toBe('');
  },
};
