import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { watchRecordingEvents } from '../src/watchers/watchRecordingEvents.ts';
import { RecordingTimeline } from '../src/components/RecordingTimeline.tsx';
import { loadMessages } from '../src/i18n/loadMessages.ts';
import type { RecordingEvent } from '../src/model/recordingEvent.ts';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import { EventLog } from './examples/EventLog.tsx';
import './examples/examples.css';
import { callWith, end, loseLink, pause, resume, start, stop } from './callHistory.ts';
import * as scenes from './scenes.ts';
import { inProvider, play, loadScene } from './playScene.tsx';

const meta: Meta<typeof RecordingTimeline> = {
  title: 'RecordingTimeline',
  component: RecordingTimeline,
  args: { callId: 'c1' },
  decorators: [inProvider],
};

export default meta;
type Story = StoryObj<typeof RecordingTimeline>;
type Play = NonNullable<Story['play']>;

function tells(words: string): Play {
  return async ({ canvasElement }) => {
    await expect(canvasElement.querySelector('[data-part="caption"]')).toHaveTextContent(words);
  };
}

/** Most calls look like this: recorded, paused for the card number, and recorded again. */
export const PausedOnce: Story = {
  loaders: [loadScene(callWith([345, start], [154, pause], [70, resume]))],
  play: tells('Paused 3:38 to 5:02'),
};

export const PausedNow: Story = {
  loaders: [loadScene(callWith([345, start], [84, pause]))],
  play: tells('Paused 4:48 to now'),
};

/** Even a pause of one second is visible. */
export const ManyPauses: Story = {
  loaders: [
    loadScene(
      callWith(
        [372, start],
        [300, pause],
        [299, resume],
        [240, pause],
        [200, resume],
        [150, stop],
        [120, start],
        [30, pause],
        [12, resume],
      ),
    ),
  ],
};

/** The page was opened in the middle of the call, so it does not know what was before. */
export const JoinedLate: Story = {
  loaders: [loadScene(scenes.paused)],
  play: tells('Paused'),
};

export const LinkLost: Story = {
  loaders: [loadScene(callWith([345, start], [154, pause], [120, resume], [48, loseLink]))],
};

export const Ended: Story = {
  loaders: [loadScene(callWith([345, start], [154, pause], [70, resume], [20, end]))],
  play: async ({ canvasElement }) => {
    await expect(canvasElement).not.toHaveTextContent(/\bnow\b/);
    await expect(canvasElement).not.toHaveTextContent('Unknown');
  },
};

export const Checking: Story = {
  loaders: [loadScene(scenes.checking)],
  play: tells('Checking…'),
};

/** The arrow keys go from part to part, and the caption describes the chosen part. */
export const ByKeys: Story = {
  ...PausedOnce,
  play: async ({ canvas }) => {
    await userEvent.tab();
    await expect(canvas.getByRole('slider')).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect(canvas.getByRole('slider')).toHaveAttribute(
      'aria-valuetext',
      'Recorded: 0:27 to 3:38',
    );
  },
};

export const TableOpen: Story = {
  ...PausedOnce,
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByText('Times'));
    await expect(canvas.getByRole('table')).toBeVisible();
    await expect(canvas.getAllByRole('row')).toHaveLength(5);
  },
};

export const Narrow: Story = {
  ...TableOpen,
  args: { style: { width: 280 } },
  play: async (context) => {
    await TableOpen.play?.(context);
    const [group] = context.canvas.getAllByRole('group');
    await expect(group?.scrollWidth).toBeLessThanOrEqual(group?.clientWidth ?? 0);
  },
};

/** In a right-to-left language the time runs from right to left. */
export const Arabic: Story = {
  loaders: [
    async () => {
      const messages = await loadMessages('ar');
      const scene = callWith([345, start], [154, pause], [70, resume], [30, loseLink]);
      return { scene: await play({ ...scene, messages }) };
    },
  ],
};

/**
 * The events behind the picture as a host's log gets them, and the file that can be made of them.
 */
export const EventsBehindIt: Story = {
  loaders: [
    async () => {
      const events: RecordingEvent[] = [];
      const scene = await play({
        calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
        happen: async ({ desktop, simulation, ago, until }) => {
          watchRecordingEvents(desktop, (event) => events.push(event));
          ago(154);
          const accepted = desktop.performOperation('c1', 'PauseCallRecording');
          ago(153.62);
          await accepted;
          await until(({ outcome }) => outcome?.ending === 'confirmed');
          ago(92);
          simulation.rejectNext(5);
          const refused = desktop.performOperation('c1', 'ResumeCallRecording');
          ago(91.75);
          await refused.catch(() => undefined);
          await until(({ outcome }) => outcome?.ending === 'rejected');
          ago(70);
          simulation.supervisor('ResumeCallRecording', 'c1');
          ago(20);
          simulation.endCall('c1');
        },
      });
      return { scene, events };
    },
  ],
  render: (_, { loaded }) => (
    <div className="example">
      {/* The loader above has put it there. Storybook types what was loaded as a record of
          anything. */}
      <EventLog events={loaded['events'] as RecordingEvent[]} />
    </div>
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
      'AskedByResultRecordingTook',
      'PauseCallRecordingthis-agentrequestedRecording → Recording–',
      'PauseCallRecordingthis-agentconfirmedRecording → Paused380 ms',
      'ResumeCallRecordingthis-agentrequestedPaused → Paused–',
      'ResumeCallRecordingthis-agentrejectedPaused → Paused250 ms',
      '–someone-elsechangedPaused → Recording–',
      '–automaticendedRecording → Stopped–',
    ]);
    await userEvent.click(canvas.getByRole('button', { name: 'Show JSON' }));
    await expect(canvas.getByText(/"errorCode": "no-permission"/)).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Show CSV' }));
  },
};
