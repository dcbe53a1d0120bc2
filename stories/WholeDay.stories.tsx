import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';
import { keepRecordingHistory } from '../src/watchers/recordingHistory.ts';
import { CallSummary } from '../src/components/CallSummary.tsx';
import { MiniWindow } from '../src/components/MiniWindow.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { useRecordingSounds } from '../src/hooks/useRecordingSounds.ts';
import { usePauseKey } from '../src/hooks/usePauseKey.ts';
import { useRecordingInTitle } from '../src/hooks/useRecordingInTitle.ts';
import type { Simulation } from '../src/testing/simulation.ts';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import './examples/examples.css';
import { callWith, end, pause, resume, start } from './callHistory.ts';
import * as scenes from './scenes.ts';
import { inProvider, loadScene, simulationOf } from './playScene.tsx';

const meta: Meta<typeof CallSummary> = {
  title: 'Whole day',
  component: CallSummary,
  args: { callId: 'c1' },
  decorators: [inProvider],
};

export default meta;
type Story = StoryObj<typeof CallSummary>;
type Play = NonNullable<Story['play']>;

function says(text: string): Play {
  return async ({ canvasElement }) => {
    await expect(canvasElement.querySelector('[data-tallylight="call-summary"]')).toHaveTextContent(
      text,
    );
  };
}

/** The agent forgot to resume. */
export const EndedWhilePaused: Story = {
  loaders: [loadScene(callWith([345, start], [150, pause], [20, end]))],
  play: says('Call ended while paused. Not recorded: 2 min 10 sec.'),
};

export const PausedTwice: Story = {
  loaders: [
    loadScene(
      callWith([345, start], [300, pause], [240, resume], [150, pause], [100, resume], [20, end]),
    ),
  ],
  play: says('Not recorded: 1 min 50 sec.'),
};

export const RecordedThroughout: Story = {
  loaders: [loadScene(callWith([345, start], [20, end]))],
  play: says('Recorded: 5 min 25 sec.'),
};

/** The page cannot know what happened before it was opened. */
export const AfterAReload: Story = {
  loaders: [
    loadScene({
      calls: [simulatedCall({ id: 'c1', recordingState: 'Paused', seconds: 40 })],
      happen: (acting) => {
        keepRecordingHistory(acting.desktop);
        acting.ago(20);
        end(acting);
      },
    }),
  ],
  play: says('Unknown: 40 sec.'),
};

export const LinkWasLost: Story = {
  loaders: [
    loadScene(
      callWith(
        [345, start],
        [200, pause],
        [150, ({ simulation }) => simulation.disconnect('notifications')],
        [100, ({ simulation }) => simulation.reconnect()],
        [80, resume],
        [20, end],
      ),
    ),
  ],
  play: says('at least'),
};

/** The Pause was accepted, and the call ended before the server said that it was done. */
export const ThereWasDoubt: Story = {
  loaders: [
    loadScene(
      callWith(
        [345, start],
        [
          30,
          ({ desktop, simulation }) => {
            simulation.acceptAndDoNothing();
            void desktop.performOperation('c1', 'PauseCallRecording');
          },
        ],
        [20, end],
      ),
    ),
  ],
  play: says('There was doubt'),
};

function Tab(): ReactElement {
  useRecordingInTitle();
  return (
    <div className="example">
      <RecordingControls callId="c1" />
    </div>
  );
}

/** Pause it, and look at the tab: its title and its icon change when the server has said so. */
export const InTheTab: Story = {
  // The title and the icon of a tab are not in a picture of the page.
  tags: ['no-picture'],
  loaders: [loadScene(scenes.recordingUntimed)],
  render: () => <Tab />,
  play: async ({ canvas, loaded }) => {
    await waitFor(() => expect(document.title).toMatch(/^Recording · /));
    simulationOf(loaded).supervisor('PauseCallRecording', 'c1');
    await canvas.findByText('Paused');
    await waitFor(() => expect(document.title).toMatch(/^(Paused|Unknown) · /));
    const icon = document.querySelector('link[rel="icon"]');
    await expect(icon).toHaveAttribute('href', expect.stringContaining('data:image/svg+xml'));
  },
};

function Desk(): ReactElement {
  const { note } = usePauseKey('Alt+Shift+P');
  return (
    <div className="example">
      <RecordingControls callId="c1" callLabel="Ada King" />
      <RecordingControls callId="c2" callLabel="Grace Hopper" />
      <p>
        <label>
          Note about the call: <input />
        </label>
      </p>
      <p data-testid="note">{note}</p>
    </div>
  );
}

/** Press Alt+Shift+P, in the field too: Ada King is on the line, and Grace Hopper on hold. */
export const PauseKey: Story = {
  loaders: [
    loadScene({
      calls: [
        simulatedCall({ id: 'c1', recordingState: 'Recording', seconds: 94 }),
        simulatedCall({ id: 'c2', recordingState: 'Recording', seconds: 240, state: 'Held' }),
      ],
    }),
  ],
  render: () => <Desk />,
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('textbox'));
    await userEvent.keyboard('{Alt>}{Shift>}P{/Shift}{/Alt}');
    await canvas.findByText('Paused');
    await expect(canvas.getByText('Recording')).toBeVisible();
  },
};

/** Two calls are established, as in a conference, so the key does not guess which of them is meant. */
export const PauseKeyNotClear: Story = {
  ...PauseKey,
  loaders: [
    loadScene({
      calls: ['c1', 'c2'].map((id) => simulatedCall({ id, recordingState: 'Recording' })),
    }),
  ],
  play: async ({ canvas }) => {
    await userEvent.keyboard('{Alt>}{Shift>}P{/Shift}{/Alt}');
    await waitFor(() =>
      expect(canvas.getByTestId('note')).toHaveTextContent(
        'Not sent: several calls are active. Use the button of the call.',
      ),
    );
  },
};

/**
 * The window itself cannot be shown, because a story is in a frame, and a window cannot be opened
 * there.
 */
export const KeptOnTop: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  render: () => (
    <MiniWindow>
      <RecordingControls callId="c1" />
    </MiniWindow>
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: 'Keep on top' })).toBeVisible();
  },
};

export const NotSupported: Story = {
  ...KeptOnTop,
  beforeEach: () => {
    const had = Object.getOwnPropertyDescriptor(window, 'documentPictureInPicture');
    Object.defineProperty(window, 'documentPictureInPicture', {
      configurable: true,
      value: undefined,
    });
    return () => {
      if (had) Object.defineProperty(window, 'documentPictureInPicture', had);
      else Reflect.deleteProperty(window, 'documentPictureInPicture');
    };
  },
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByText(/cannot keep a window on top/)).toBeVisible();
    await expect(canvasElement.querySelector('button')).toBeNull();
  },
};

function Sounding({ simulation }: { readonly simulation: Simulation }): ReactElement {
  useRecordingSounds();
  return (
    <div className="example">
      <RecordingControls callId="c1" />
      <p>
        <button type="button" onClick={() => simulation.supervisor('ResumeCallRecording', 'c1')}>
          Somebody else resumes
        </button>{' '}
        <button type="button" onClick={() => simulation.rejectNext(5)}>
          Refuse the next press
        </button>
      </p>
    </div>
  );
}

/** Have somebody else resume it. Or refuse the next press, and press Stop. */
export const Sounds: Story = {
  loaders: [loadScene(scenes.paused)],
  render: (_, { loaded }) => <Sounding simulation={simulationOf(loaded)} />,
};
