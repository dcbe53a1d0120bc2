import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement, ReactNode } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { SensitiveSection } from '../src/components/SensitiveSection.tsx';
import type { RecordingBlock } from '../src/model/recordingBlock.ts';
import './examples/examples.css';
import { TakeAPayment } from './examples/TakeAPayment.tsx';
import * as scenes from './scenes.ts';
import { later, inProvider, simulationOf, loadScene } from './playScene.tsx';

const field = (
  <label>
    Card number <input inputMode="numeric" autoComplete="off" />
  </label>
);

const meta: Meta<typeof SensitiveSection> = {
  title: 'SensitiveSection',
  component: SensitiveSection,
  args: { callId: 'c1', children: field },
  argTypes: { children: { control: false }, renderBlocked: { control: false } },
  decorators: [(Story) => <Example>{<Story />}</Example>, inProvider],
};

export default meta;
type Story = StoryObj<typeof SensitiveSection>;
type Play = NonNullable<Story['play']>;

function Example({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className="example">{children}</div>;
}

function section(canvasElement: HTMLElement): Element | null {
  return canvasElement.querySelector('[data-tallylight="sensitive-section"]');
}

/** Expects that the fields are blocked, and that the widget says why and what can be done. */
async function blocked(
  canvasElement: HTMLElement,
  why: RecordingBlock,
  words: string,
  ...remedies: readonly string[]
): Promise<void> {
  await waitFor(() => expect(section(canvasElement)).toHaveAttribute('data-blocked', why));
  const notice = canvasElement.querySelector('[data-part="notice"]');
  await expect(notice).toHaveTextContent(words);
  const found = [...canvasElement.querySelectorAll('[data-part="notice"] button')];
  await expect(found.map(({ textContent }) => textContent)).toEqual(remedies);
  await expect(canvasElement.querySelector('[data-part="fields"]')).toHaveAttribute('inert');
}

/** Expects open fields, because the server has confirmed that nothing is recorded. */
async function open(canvasElement: HTMLElement, words: string): Promise<void> {
  await waitFor(() => expect(section(canvasElement)).not.toHaveAttribute('data-blocked'));
  await expect(canvasElement.querySelector('[data-part="notice"]')).toHaveTextContent(words);
}

function isBlocked(...said: [RecordingBlock, string, ...string[]]): Play {
  return ({ canvasElement }) => blocked(canvasElement, ...said);
}

/** A pause was requested, and the server has not confirmed it yet. */
export const Waiting: Story = {
  loaders: [loadScene(scenes.unanswered('Recording'))],
  play: isBlocked('pausing', 'Waiting for the pause…'),
};

/** The server said *Paused*. */
export const Open: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  play: async ({ canvas, canvasElement }) => {
    await open(canvasElement, 'Paused');
    await userEvent.type(canvas.getByLabelText('Card number'), '4111 11');
    await expect(canvas.getByLabelText('Card number')).toHaveValue('4111 11');
  },
};

/** The call is not being recorded, so no pause is requested. */
export const OpenAtOnce: Story = {
  loaders: [loadScene(scenes.notRecording)],
  play: async ({ canvasElement, loaded }) => {
    await open(canvasElement, 'Not recording');
    await expect(simulationOf(loaded).requests).toEqual([]);
  },
};

/** Somebody resumed the recording, so no further key reaches the field. */
export const RecordingAgain: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  play: async ({ canvas, canvasElement, loaded }) => {
    await open(canvasElement, 'Paused');
    const input = canvas.getByLabelText('Card number');
    await userEvent.type(input, '4111');
    simulationOf(loaded).supervisor('ResumeCallRecording', 'c1');
    await blocked(canvasElement, 'recording', 'Recording is running again.', 'Pause again');
    await userEvent.keyboard('2222');
    await expect(input).toHaveValue('4111');
    await expect(canvasElement.querySelector('[data-part="notice"]')).toHaveFocus();
  },
};

/** One press pauses again, and the focus returns to the field. */
export const PausedAgain: Story = {
  ...RecordingAgain,
  play: async (context) => {
    await RecordingAgain.play?.(context);
    const { canvas, canvasElement } = context;
    later(1_600);
    await userEvent.click(canvas.getByRole('button', { name: 'Pause again' }));
    await open(canvasElement, 'Paused');
    await expect(canvas.getByLabelText('Card number')).toHaveFocus();
  },
};

/**
 * The agent pressed Resume in another widget, and the fields are blocked at once, before the server
 * answers.
 */
export const UndoneBeside: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  decorators: [
    (Story) => (
      <>
        <RecordingControls callId="c1" />
        <Story />
      </>
    ),
  ],
  play: async ({ canvas, canvasElement, loaded }) => {
    await open(canvasElement, 'Paused');
    simulationOf(loaded).hold();
    later(1_600);
    await userEvent.click(canvas.getByRole('button', { name: 'Resume recording' }));
    await expect(canvas.getByRole('button', { name: 'Resuming…' })).toHaveFocus();
    await blocked(canvasElement, 'resuming', 'Resuming…');
  },
};

/** The server refused the pause for now. */
export const Refused: Story = {
  loaders: [loadScene(scenes.refusing('Recording', 3))],
  play: isBlocked('refused', 'Could not pause. Still recording.', 'Try again'),
};

/** The server refused the pause for good, and the section shows the host's own words. */
export const RefusedForGood: Story = {
  loaders: [loadScene(scenes.refusing('Recording', 5))],
  args: { renderBlocked: () => <p>Pay by link instead: press F8.</p> },
  play: async ({ canvas, canvasElement }) => {
    const words = 'Could not pause. Still recording. You do not have the permission.';
    await blocked(canvasElement, 'refused', words);
    await expect(canvas.getByText('Pay by link instead: press F8.')).toBeVisible();
  },
};

/** The call's capabilities have no Pause. */
export const NotAllowed: Story = {
  loaders: [loadScene(scenes.stopOnly)],
  play: isBlocked('not-allowed', 'Pausing is not possible now. Still recording.'),
};

/** The server accepted the pause and did not confirm it. */
export const NotConfirmed: Story = {
  loaders: [loadScene(scenes.acceptingInVain)],
  play: isBlocked(
    'not-confirmed',
    'Not confirmed. Treat as recording.',
    'Check again',
    'Try again',
  ),
};

/** A state that the widget does not know could mean that the call is being recorded. */
export const Unknown: Story = {
  loaders: [loadScene(scenes.unknownState)],
  play: isBlocked('unknown', 'Treat as recording.'),
};

/** The recording was paused when the link broke. Nobody knows whether it still is. */
export const OutOfDate: Story = {
  loaders: [loadScene(scenes.pausedOutOfDate)],
  play: isBlocked('out-of-date', 'Connection lost. May be out of date. Last heard 18 seconds ago.'),
};

export const Checking: Story = {
  loaders: [loadScene(scenes.checking)],
  play: isBlocked('checking', 'Waiting for the pause…'),
};

/** The call is over, and may go on under another id. */
export const CallEnded: Story = {
  loaders: [loadScene(scenes.ended)],
  play: isBlocked('ended', 'Call ended.', 'Unlock the fields'),
};

/**
 * Only the agent knows that the call does not go on under another id, so the agent unlocks the
 * fields.
 */
export const Continued: Story = {
  ...CallEnded,
  play: async ({ canvas, canvasElement }) => {
    await blocked(canvasElement, 'ended', 'Call ended.', 'Unlock the fields');
    await userEvent.click(canvas.getByRole('button', { name: 'Unlock the fields' }));
    await open(canvasElement, 'Call ended');
  },
};

/** The recording is paused when the form opens and resumed when it closes, as on a desktop. */
export const TakingAPayment: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  render: ({ callId }) => (
    <>
      <RecordingControls callId={callId} />
      <TakeAPayment callId={callId} />
    </>
  ),
  play: async ({ canvas, canvasElement, loaded }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Take a payment' }));
    await open(canvasElement, 'Paused');
    await userEvent.type(canvas.getByLabelText('Card number'), '4111 1111 1111 1111');
    await userEvent.click(canvas.getByRole('button', { name: 'Payment taken' }));
    await canvas.findByRole('button', { name: 'Pause recording' });
    await expect(simulationOf(loaded).requests.map(({ operationName }) => operationName)).toEqual([
      'PauseCallRecording',
      'ResumeCallRecording',
    ]);
  },
};
