import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { PauseLimit } from '../src/components/PauseLimit.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import './examples/examples.css';
import * as scenes from './scenes.ts';
import { onStage, simulationOf, stage, type Scene } from './stage.tsx';

const meta: Meta<typeof PauseLimit> = {
  title: 'PauseLimit',
  component: PauseLimit,
  args: { callId: 'c1', limit: 180_000, atLimit: 'resume' },
  // Where a desktop has it: below the controls of its call.
  decorators: [
    (Story, { args }) => (
      <div className="example">
        <RecordingControls callId={args.callId} />
        <Story />
      </div>
    ),
    onStage,
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
  loaders: [stage(scenes.pausedFor(24))],
  play: reads('Resumes in 2:36'),
};

/** Half a minute before: in time to put it off. */
export const Warning: Story = {
  loaders: [stage(scenes.pausedFor(160))],
  play: reads('Resumes in 0:20Keep paused'),
};

/** One press, as often as it takes. */
export const KeptPaused: Story = {
  ...Warning,
  play: async ({ canvas, ...context }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Keep paused' }));
    await reads('Resumes in 3:00')({ canvas, ...context });
    await expect(canvas.queryByRole('button', { name: 'Keep paused' })).toBeNull();
  },
};

/** Nobody put it off: asked like an agent would, confirmed by the server. */
export const Resumed: Story = {
  loaders: [stage(scenes.pausedFor(200, 'resumed'))],
  args: { callId: 'resumed' },
  play: async ({ canvas, loaded }) => {
    await canvas.findByRole('button', { name: 'Pause recording' }, { timeout: 3_000 });
    await expect(simulationOf(loaded).requests.at(-1)?.operationName).toBe('ResumeCallRecording');
  },
};

/** The host has not opted in: it tells, and resumes nothing. */
export const OnlyReminds: Story = {
  loaders: [stage(scenes.pausedFor(160))],
  args: { atLimit: 'remind' },
  play: reads('Pause limit in 0:20Keep paused'),
};

export const Reached: Story = {
  loaders: [stage(scenes.pausedFor(200))],
  args: { atLimit: 'remind' },
  play: async (context) => {
    await reads('Pause limit reached.Keep paused')(context);
    await expect(context.canvas.getByRole('button', { name: 'Resume recording' })).toBeVisible();
  },
};

const refusing: Scene = {
  ...scenes.pausedFor(200, 'refused'),
  happen: async (acting) => {
    await scenes.pausedFor(200, 'refused').happen?.(acting);
    acting.simulation.rejectNext(3);
  },
};

/** The server said no. It is asked once; what is next is the agent's to say. */
export const ResumeRefused: Story = {
  loaders: [stage(refusing)],
  args: { callId: 'refused' },
  play: async (context) => {
    await context.canvas.findByText(/Could not resume\. Still paused\./, {}, { timeout: 3_000 });
    await reads('Pause limit reached.Keep paused')(context);
  },
};

/** Nothing is paused: nothing is there. */
export const NotPaused: Story = {
  loaders: [stage(scenes.recording)],
  play: async ({ canvasElement }) => {
    const limit = canvasElement.querySelector('[data-tallylight="pause-limit"]');
    await expect(limit?.textContent).toBe('');
  },
};
