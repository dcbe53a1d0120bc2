import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState, type ReactElement } from 'react';
import { expect, userEvent } from 'storybook/test';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import type { RecordingOperationName } from '../src/model/recording.ts';
import type { Simulation } from '../src/testing/simulation.ts';
import './examples/examples.css';
import * as scenes from './scenes.ts';
import { inProvider, loadScene, simulationOf } from './playScene.tsx';

const meta: Meta<typeof RecordingControls> = {
  title: 'Welcome',
  component: RecordingControls,
  args: { callId: 'c1' },
  decorators: [inProvider],
  // The reader is meant to press here. The code to copy is on the next page.
  parameters: { docs: { canvas: { sourceState: 'none' } } },
};

export default meta;
type Story = StoryObj<typeof RecordingControls>;

/** The operation that somebody else can do in each state of a recording. */
const othersWish: ReadonlyMap<string | undefined, RecordingOperationName> = new Map([
  ['Recording', 'PauseCallRecording'],
  ['Paused', 'ResumeCallRecording'],
]);

/** The widget of one call, and three things that can happen at the server. */
function LiveCall({ simulation }: { readonly simulation: Simulation }): ReactElement {
  const [said, setSaid] = useState('');
  const changeByOthers = (): void => {
    const state = simulation.calls()[0]?.recordingState;
    simulation.supervisor(othersWish.get(state) ?? 'StartCallRecording', 'c1');
    setSaid('Somebody else has changed the recording. The page learns it from a notification.');
  };
  const refuse = (): void => {
    simulation.rejectNext(3);
    setSaid('The server will refuse the next press.');
  };
  const doNothing = (): void => {
    simulation.acceptAndDoNothing();
    setSaid('The server will accept the next press and do nothing. That takes ten seconds.');
  };
  return (
    <div className="example">
      <RecordingControls callId="c1" callLabel="Ada King" />
      <fieldset lang="en" dir="ltr">
        <legend>What happens at the server</legend>
        <button type="button" onClick={changeByOthers}>
          Somebody else changes it
        </button>
        <button type="button" onClick={refuse}>
          Refuse the next press
        </button>
        <button type="button" onClick={doNothing}>
          Accept the next press and do nothing
        </button>
      </fieldset>
      <output lang="en" dir="ltr">
        {said}
      </output>
    </div>
  );
}

/** Press Pause: it is pending until the server has said that the call is paused. */
export const OneCall: Story = {
  loaders: [
    loadScene({
      ...scenes.recording,
      confirmationTimeout: 10_000,
      happen: async (tools) => {
        await scenes.recording.happen?.(tools);
        // The delay in ms is long enough for a reader to see the pending state, and shorter than
        // the time until the first read.
        tools.simulation.delayEvents(400);
      },
    }),
  ],
  render: (_, { loaded }) => <LiveCall simulation={simulationOf(loaded)} />,
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Pause recording' }));
    await expect(canvas.getByRole('button', { name: 'Pausing…' })).toHaveFocus();
    await canvas.findByRole('button', { name: 'Resume recording' }, { timeout: 10_000 });
    await expect(canvas.getByRole('group', { name: /Call recording/ })).toHaveTextContent('Paused');
  },
};
