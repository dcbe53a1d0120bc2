import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { keepInspectionLog } from '../src/devtools/keepInspectionLog.ts';
import { RecordingDevtools } from '../src/devtools/RecordingDevtools.tsx';
import { loadMessages } from '../src/i18n/loadMessages.ts';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import { inProvider, loadScene, play, type Scene, type SceneTools } from './playScene.tsx';

const meta: Meta<typeof RecordingDevtools> = {
  title: 'Devtools',
  component: RecordingDevtools,
  decorators: [inProvider],
};

export default meta;
type Story = StoryObj<typeof RecordingDevtools>;

/** A desktop that was inspected from the beginning. */
function inspected(happen: (tools: SceneTools) => Promise<void> | void = () => undefined): Scene {
  return {
    calls: [
      simulatedCall({ id: 'c1', recordingState: 'Recording', seconds: 94 }),
      simulatedCall({ id: 'c2', recordingState: 'Stopped', seconds: 12 }),
    ],
    before: ({ desktop, ago }) => {
      ago(40);
      keepInspectionLog(desktop);
    },
    happen: async (tools) => {
      await tools.until(({ isKnown }) => isKnown);
      await happen(tools);
    },
  };
}

async function pause({ desktop, ago, until }: SceneTools): Promise<void> {
  ago(31);
  const accepted = desktop.performOperation('c1', 'PauseCallRecording');
  ago(30.9);
  await accepted;
  ago(30.6);
  await until(({ outcome }) => outcome?.ending === 'confirmed');
}

/** Returns the panel, which is in a shadow root and comes a moment after the page. */
async function panelIn(canvasElement: HTMLElement): Promise<ReturnType<typeof within>> {
  return waitFor(() => {
    const panel = canvasElement
      .querySelector('[data-tallylight="devtools"]')
      ?.shadowRoot?.querySelector<HTMLElement>('[data-part="panel"]');
    if (!panel) throw new Error('There is no panel yet.');
    return within(panel);
  });
}

function tells(...words: readonly string[]): NonNullable<Story['play']> {
  return async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    const happened = panel.getByRole('group', { name: 'What happened, newest first' });
    for (const each of words) await expect(happened).toHaveTextContent(each);
  };
}

/** The agent has paused a call, and a supervisor has resumed it. */
export const Live: Story = {
  loaders: [
    loadScene(
      inspected(async (tools) => {
        await pause(tools);
        tools.ago(12);
        tools.simulation.supervisor('ResumeCallRecording', 'c1');
        await tools.until(({ state }) => state === 'Recording');
      }),
    ),
  ],
  play: tells('Recording → Paused, by this agent', 'Paused → Recording, by someone else'),
};

/** An operation waits for the server. Its clocks say for how long, and when it is given up. */
export const Pending: Story = {
  // The clocks of this story run, so its pictures would never be equal.
  tags: ['no-picture'],
  loaders: [
    loadScene({
      ...inspected(({ desktop, simulation, ago }) => {
        ago(4);
        simulation.hold();
        void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
      }),
      confirmationTimeout: 20_000,
    }),
  ],
  play: async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    await expect(panel.getByRole('group', { name: 'Operations' })).toHaveTextContent(
      'Pause #1 (host): requestedpending for 4 s, given up in 16 s',
    );
  },
};

/** A message came twice, and one came that nobody can read. The grey lines stay on this screen. */
export const InDoubt: Story = {
  loaders: [
    loadScene(
      inspected(async (tools) => {
        await pause(tools);
        tools.ago(9);
        tools.simulation.say({ data: { notificationType: 'StatusChange', call: 'no call' } });
        tools.desktop.report({ code: 'sound-blocked', reason: 'no-gesture' });
      }),
    ),
  ],
  play: async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    await userEvent.click(panel.getByRole('radio', { name: /^Diagnostics/ }));
    await expect(
      panel.getByText('call: expected an object with an id fit for a URL'),
    ).toBeVisible();
  },
};

export const LinkLost: Story = {
  loaders: [
    loadScene(
      inspected(async (tools) => {
        await pause(tools);
        tools.ago(18);
        tools.simulation.disconnect();
      }),
    ),
  ],
  play: async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    await expect(panel.getByRole('group', { name: 'Now' })).toHaveTextContent('lost');
  },
};

/** The text that was copied is shown, so that you can read it before you pass it on. */
export const BugReport: Story = {
  ...Live,
  // The report names the browser, so its picture would differ with each version.
  tags: ['no-picture'],
  play: async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    await userEvent.click(panel.getByRole('button', { name: 'Copy as bug report' }));
    const report = await panel.findByRole('textbox', { name: 'The report' });
    const text = report instanceof HTMLTextAreaElement ? report.value : '';
    await expect(text).toContain('Pause #1 (host); confirmed');
  },
};

/** The panel is as narrow as a phone. */
export const Narrow: Story = {
  ...Live,
  args: { style: { width: 280 } },
  play: async ({ canvasElement }) => {
    await panelIn(canvasElement);
    const host = canvasElement.querySelector('[data-tallylight="devtools"]');
    const parts = host?.shadowRoot?.querySelectorAll('*') ?? [];
    const right = host?.getBoundingClientRect().right ?? 0;
    const tooWide = [...parts].filter((part) => part.getBoundingClientRect().right > right + 1);
    await expect(tooWide).toEqual([]);
  },
};

/** On a page that is read from right to left the panel stays English, from left to right. */
export const Arabic: Story = {
  loaders: [
    async () => {
      const messages = await loadMessages('ar');
      return { scene: await play({ ...inspected(pause), messages }) };
    },
  ],
};
