import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { expect, userEvent } from 'storybook/test';
import { CallList } from '../src/components/CallList.tsx';
import { useCall } from '../src/hooks/useCall.ts';
import type { Call } from '../src/model/call.ts';
import { simulatedCall, startingCalls, type SimulatedCall } from '../src/testing/simulatedCalls.ts';
import './CallList.css';
import * as scenes from './scenes.ts';
import { inProvider, loadScene, type Scene } from './playScene.tsx';

/** What a host may show of a call. */
function Caller({ callId }: { readonly callId: string }): ReactElement {
  const call = useCall(callId);
  return (
    <p className="caller">
      <b>{call && nameOf(call)}</b> {call?.callType}
    </p>
  );
}

function nameOf({ userData, id }: Call): string {
  const name = userData['CustomerName'];
  return typeof name === 'string' ? name : id;
}

const caller = (callId: string): ReactElement => <Caller callId={callId} />;

const meta: Meta<typeof CallList> = {
  title: 'CallList',
  component: CallList,
  args: {
    children: caller,
    callLabel: nameOf,
  },
  decorators: [inProvider],
};

export default meta;
type Story = StoryObj<typeof CallList>;

const names = (element: HTMLElement): readonly (string | null)[] =>
  [...element.querySelectorAll('.caller b')].map(({ textContent }) => textContent);

/** Somebody else paused these calls, so many seconds before the moment that the story shows. */
function pausedAt(ago: readonly number[]): Scene {
  const calls = ['Ada', 'Grace', 'Alan', 'Konrad'].map((CustomerName, index) =>
    simulatedCall({ id: `c${index}`, recordingState: 'Recording', userData: { CustomerName } }),
  );
  return {
    calls,
    happen: ({ ago: goTo, simulation }) => {
      for (const [index, seconds] of ago.entries()) {
        goTo(seconds);
        simulation.supervisor('PauseCallRecording', `c${index + 1}`);
      }
    },
  };
}

/** A consult call is beside the call it was made from. */
export const MainAndConsult: Story = {
  loaders: [loadScene({ calls: startingCalls() })],
  play: async ({ canvas, canvasElement }) => {
    await expect(names(canvasElement)).toEqual([
      'Ada Lovelace',
      'Alan Turing',
      'Grace Hopper',
      'Konrad Zuse',
    ]);
    const [main, consult] = canvas.getAllByRole('listitem');
    await expect(consult?.getBoundingClientRect().top).toBe(main?.getBoundingClientRect().top);
  },
};

export const Narrow: Story = {
  ...MainAndConsult,
  args: { style: { width: 320 } },
  play: async ({ canvas }) => {
    for (const item of canvas.getAllByRole('listitem'))
      await expect(item.scrollWidth).toBeLessThanOrEqual(item.clientWidth);
  },
};

export const PausedLongestFirst: Story = {
  loaders: [loadScene(pausedAt([20, 95]))],
  args: { order: 'paused-longest-first' },
  play: async ({ canvasElement }) => {
    await expect(names(canvasElement)).toEqual(['Alan', 'Grace', 'Ada', 'Konrad']);
  },
};

/** The Tab key follows the order on the screen, and a press moves no call in the list. */
export const ByKeys: Story = {
  ...PausedLongestFirst,
  play: async ({ canvas, canvasElement }) => {
    const before = names(canvasElement);
    for (const item of canvas.getAllByRole('listitem')) {
      await userEvent.tab();
      await expect(item).toContainElement(document.activeElement as HTMLElement);
      await userEvent.tab();
    }
    await userEvent.keyboard('{Enter}');
    await expect(names(canvasElement)).toEqual(before);
  },
};

export const NoCalls: Story = {
  loaders: [loadScene({ calls: [] })],
  play: async ({ canvas }) => {
    await expect(canvas.getByText('No calls')).toBeVisible();
  },
};

export const Checking: Story = {
  loaders: [loadScene(scenes.checking)],
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Checking…')).toBeVisible();
  },
};

/** Before the list has been read, the widget says what it waits for, and not that there are no calls. */
export const Unreachable: Story = {
  loaders: [loadScene(scenes.unreachable)],
  play: async ({ canvas }) => {
    await expect(canvas.getByText(/^Connection lost\. Waiting for the server\./)).toBeVisible();
  },
};

const many: readonly SimulatedCall[] = Array.from({ length: 1_000 }, (_, index) =>
  simulatedCall({
    id: `c${index}`,
    recordingState: index % 3 ? 'Recording' : 'Paused',
    userData: { CustomerName: `Caller ${index + 1}` },
  }),
);

/** The list holds a thousand calls, and the browser lays out only those that are on the screen. */
export const AThousandCalls: Story = {
  loaders: [loadScene({ calls: many })],
  // axe would need a minute for markup that it checks in the other stories, too.
  tags: ['!test', 'no-axe'],
  parameters: { a11y: { test: 'off' } },
};
