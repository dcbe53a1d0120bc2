import type { Meta, StoryObj } from '@storybook/react-vite';
import { useContext, useEffect, useState, type ReactElement } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { RecordingWall, type RecordingWallProps } from '../src/components/RecordingWall.tsx';
import { createWallDouble, createWallStorm, wallCalls } from '../src/doubles/wallDouble.ts';
import { english } from '../src/i18n/english.ts';
import type { Messages } from '../src/i18n/messages.ts';
import type { WallWords } from '../src/i18n/wallWords.ts';
import type { Call } from '../src/model/call.ts';
import type { WallSource } from '../src/model/wallSource.ts';
import '../src/styles/supervisor.css';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import { wallSourceOf, type WallAgent } from '../src/watchers/wallSourceOf.ts';
import { messagesFor, StoryLanguage, wallWordsFor } from './language.tsx';
import { later, play as playScene, type PlayedScene } from './playScene.tsx';

/** What a story's loader has prepared. */
interface LoadedWall {
  readonly source: WallSource;
  /** Sends a message to the wall. Only a source without desktops has this function. */
  readonly say?: (message: unknown) => void;
  readonly disconnect: () => void;
  /** The language of a story that is always in the same one. */
  readonly messages?: Messages;
}

const meta: Meta<typeof RecordingWall> = {
  title: 'RecordingWall',
  component: RecordingWall,
  args: { style: { height: 620 } },
  loaders: [async ({ globals }) => ({ words: await wallWordsFor(String(globals['language'])) })],
  render: (args, { loaded }) => (
    // The loaders have put both there. Storybook types what was loaded as a record of anything.
    <Wall {...args} wall={loaded['wall'] as LoadedWall} words={loaded['words'] as WallWords} />
  ),
};

export default meta;
type Story = StoryObj<typeof RecordingWall>;

function Wall({
  wall,
  words,
  ...args
}: Omit<RecordingWallProps, 'source'> & {
  readonly wall: LoadedWall;
  readonly words: WallWords;
}): ReactElement {
  const language = useContext(StoryLanguage) ?? english;
  // The wall must not read the words anew at each render.
  const [messages] = useState({ ...language, wall: words, ...wall.messages });
  useEffect(() => wall.disconnect, [wall]);
  return <RecordingWall {...args} source={wall.source} messages={messages} />;
}

const agents = ['Ada King', 'Grace Hopper', 'Alan Turing', 'Konrad Zuse'];
const customers = ['Edsger Dijkstra', 'Barbara Liskov', 'Tony Hoare'];
const callLabel = ({ userData, callType }: Call): string =>
  [userData['CustomerName'], callType].filter((each) => typeof each === 'string').join(', ');

/** Four agents with three calls each, on simulated servers. Every state is among them. */
async function twelveCalls(): Promise<LoadedWall> {
  const scenes: PlayedScene[] = [];
  for (const [agent] of agents.entries())
    scenes.push(
      await playScene({
        calls: customers.map((CustomerName, index) =>
          simulatedCall({
            id: `c${index}`,
            recordingState: 'Recording',
            userData: { CustomerName },
          }),
        ),
        happen: ({ simulation, ago, disconnect }) => {
          ago(194 - 40 * agent);
          simulation.supervisor('PauseCallRecording', 'c0');
          if (agent === 1) simulation.supervisor('StopCallRecording', 'c1');
          if (agent === 2) simulation.endCall('c0');
          if (agent === 3) {
            ago(37);
            disconnect();
          }
        },
      }),
    );
  const wallAgents = scenes.map(({ desktop }, index): WallAgent => {
    const name = agents[index] ?? '';
    return { id: name, name, desktop };
  });
  return {
    source: wallSourceOf(wallAgents, callLabel),
    disconnect: () => {
      for (const { disconnect } of scenes) disconnect();
    },
  };
}

/** A source without desktops, on a page whose clock stands still. */
async function sourceWith(
  calls: ReturnType<typeof wallCalls>,
  silentAfter?: number,
): Promise<LoadedWall> {
  const { disconnect } = await playScene({ calls: [] });
  return { ...createWallDouble(() => calls, silentAfter), disconnect };
}

/** Calls that a backend may send and of which a wall can say nothing certain. */
const odd: ReturnType<typeof wallCalls> = [
  ...wallCalls(6),
  { id: 'odd', agent: 'Edsger Dijkstra', recordingState: 'Snoozing', inStateFor: 12_000 },
];

const say = (loaded: Record<string, unknown>, message: unknown): void => {
  // The loader has put it there. Storybook types what was loaded as a record of anything.
  (loaded['wall'] as LoadedWall).say?.(message);
};

/** Returns the rows of calls as soon as the wall has drawn them, which is a frame after the message. */
const rowsOf = (canvas: ReturnType<typeof within>): Promise<HTMLElement[]> =>
  waitFor(() => {
    const [, ...rows] = canvas.getAllByRole('row');
    if (rows.length === 0) throw new Error('The wall shows no call yet.');
    return rows;
  });

/** Four agents with three calls each. One of them has lost the connection to the server. */
export const TwelveCalls: Story = {
  loaders: [async () => ({ wall: await twelveCalls() })],
  play: async ({ canvas }) => {
    const rows = await rowsOf(canvas);
    await expect(rows).toHaveLength(12);
    await expect(rows[0]).toHaveTextContent('Ada King');
  },
};

/** Only the rows that can be seen are in the page. */
export const AThousandCalls: Story = {
  loaders: [async () => ({ wall: await sourceWith(wallCalls(1_000)) })],
  play: async ({ canvas }) => {
    await rowsOf(canvas);
    const grid = canvas.getByRole('grid');
    await expect(grid).toHaveAttribute('aria-rowcount', '1001');
    await expect(within(grid).getAllByRole('row').length).toBeLessThan(60);
  },
};

/** Two hundred changes a second, while you look. The order changes at most once a second. */
export const AStorm: Story = {
  tags: ['!test', 'no-picture', 'no-axe'],
  loaders: [
    () => {
      const double = createWallDouble(() => wallCalls(1_000));
      const next = createWallStorm(1_000);
      const storm = setInterval(() => {
        for (let event = 0; event < 10; event += 1) double.say(next());
      }, 50);
      return { wall: { ...double, disconnect: () => clearInterval(storm) } };
    },
  ],
};

/** Nothing has come for longer than the source promised. No row is shown as live. */
export const SourceSilent: Story = {
  loaders: [async () => ({ wall: await sourceWith(wallCalls(12), 1_000) })],
  play: async ({ canvas }) => {
    await rowsOf(canvas);
    later(45_000);
    await canvas.findByText(/No messages are arriving/, {}, { timeout: 5_000 });
    for (const row of canvas.getAllByRole('row').slice(1))
      if (row.dataset['look'] !== 'ended') await expect(row).toHaveAttribute('data-stale');
  },
};

/** The source says that it has lost its own server. */
export const SourceLost: Story = {
  loaders: [async () => ({ wall: await sourceWith(wallCalls(12)) })],
  play: async ({ canvas, loaded }) => {
    await rowsOf(canvas);
    say(loaded, { type: 'lost', notHeardFor: 45_000 });
    await expect(await canvas.findByText(/Connection lost/)).toBeVisible();
  },
};

/** A word that is not known is shown as *Unknown*, and what could not be read is counted. */
export const Unreadable: Story = {
  loaders: [async () => ({ wall: await sourceWith(odd) })],
  play: async ({ canvas, loaded }) => {
    await rowsOf(canvas);
    for (const message of [undefined, { type: 'call', call: { id: 7 } }]) say(loaded, message);
    await expect(await canvas.findByText(/could not be read: 2/)).toBeVisible();
  },
};

export const Waiting: Story = {
  loaders: [
    async () => {
      const { disconnect } = await playScene({ calls: [] });
      return { wall: { source: { subscribe: () => () => undefined }, disconnect } };
    },
  ],
};

export const NoCalls: Story = {
  loaders: [async () => ({ wall: await sourceWith([]) })],
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('No calls')).toBeVisible();
  },
};

/** The numbers count all calls, whatever is shown. */
export const Filtered: Story = {
  loaders: [async () => ({ wall: await sourceWith(wallCalls(40)) })],
  play: async ({ canvas }) => {
    await rowsOf(canvas);
    await userEvent.click(canvas.getByRole('button', { name: /^Paused \d+$/ }));
    for (const row of canvas.getAllByRole('row').slice(1))
      await expect(row).toHaveAttribute('data-recording-state', 'Paused');
    await userEvent.type(canvas.getByRole('searchbox'), 'grace');
    for (const row of canvas.getAllByRole('row').slice(1))
      await expect(row).toHaveTextContent('Grace');
  },
};

/**
 * The table has one tab stop, and from there the arrow keys go on. The order does not change
 * meanwhile.
 */
export const ByKeys: Story = {
  loaders: [async () => ({ wall: await sourceWith(wallCalls(40)) })],
  play: async ({ canvas }) => {
    await rowsOf(canvas);
    canvas.getByRole('button', { name: 'Show all' }).focus();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    await expect(document.activeElement).toHaveAttribute('role', 'gridcell');
    await expect(document.activeElement?.closest('[role=row]')).toHaveAttribute(
      'aria-rowindex',
      '3',
    );
  },
};

/** On a narrow wall each call is a card. */
export const Narrow: Story = {
  ...TwelveCalls,
  args: { style: { width: 320, height: 620 } },
  play: async ({ canvas }) => {
    const rows = await rowsOf(canvas);
    for (const row of rows) await expect(row.scrollWidth).toBeLessThanOrEqual(row.clientWidth);
  },
};

/** In a right-to-left language the table begins at the right. */
export const Arabic: Story = {
  loaders: [
    async () => ({
      wall: { ...(await twelveCalls()), messages: await messagesFor('ar') },
      words: await wallWordsFor('ar'),
    }),
  ],
  play: async ({ canvas }) => {
    const [first] = await canvas.findAllByRole('rowheader');
    first?.focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect(document.activeElement).toHaveAttribute('data-part', 'recording');
    (document.activeElement as HTMLElement).blur();
  },
};
