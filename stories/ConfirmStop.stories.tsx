import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, type ReactElement } from 'react';
import { expect, waitFor } from 'storybook/test';
import { AgentDesktopProvider } from '../src/components/AgentDesktopProvider.tsx';
import { ConfirmStop } from '../src/components/ConfirmStop.tsx';
import {
  RecordingControls,
  type RecordingControlsProps,
} from '../src/components/RecordingControls.tsx';
import { loadMessages, messageLocales } from '../src/i18n/loadMessages.ts';
import type { Messages } from '../src/i18n/messages.ts';
import {
  createSimulatedDesktop,
  type SimulatedDesktop,
} from '../src/testing/createSimulatedDesktop.ts';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';

const widths = [200, 240, 280, 320, 380, 430, 480, 640] as const;
/** The timeout in ms is long enough for a busy machine. */
const patient = { timeout: 10_000 };

interface QuestionsProps {
  readonly desktop: SimulatedDesktop['desktop'];
  readonly catalogues: readonly Messages[];
}

const renderButton: RecordingControlsProps['renderButton'] = (props, { slot }) =>
  slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />;

/** A Stop that asks first, in every language on panels of many widths. */
function Questions({ desktop, catalogues }: QuestionsProps): ReactElement {
  useEffect(() => desktop.connect(), [desktop]);
  return (
    <>
      {catalogues.map((messages) => (
        <AgentDesktopProvider key={messages.locale} desktop={desktop} messages={messages}>
          {widths.map((width) => (
            <RecordingControls
              key={width}
              callId="c1"
              callLabel={`${messages.locale}, ${width} px`}
              renderButton={renderButton}
              style={{ inlineSize: width }}
            />
          ))}
        </AgentDesktopProvider>
      ))}
    </>
  );
}

const meta: Meta<typeof Questions> = {
  title: 'ConfirmStop',
  component: Questions,
  // There are a hundred questions, so they have no picture. Pictures and axe check the question in
  // Policy.
  tags: ['no-picture'],
  parameters: { controls: { disable: true } },
};

export default meta;

/** The question fits into the card, in every language and width, and covers neither state nor Pause. */
export const FitsIntoTheCard: StoryObj<typeof Questions> = fits('normal');

export const FitsWhenCompact: StoryObj<typeof Questions> = fits('compact');

export const FitsForTouch: StoryObj<typeof Questions> = fits('touch');

/** The same question with buttons of another size. */
function fits(density: 'compact' | 'normal' | 'touch'): StoryObj<typeof Questions> {
  return {
    parameters: { a11y: { test: 'off' } },
    loaders: [
      async () => ({
        simulated: createSimulatedDesktop({
          calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
        }),
        catalogues: await Promise.all(messageLocales.map((locale) => loadMessages(locale))),
      }),
    ],
    render: (_, { loaded }) => (
      // The loader above has put it there. Storybook types what was loaded as a record of anything.
      <div data-density={density}>
        <Questions
          desktop={(loaded['simulated'] as SimulatedDesktop).desktop}
          catalogues={loaded['catalogues'] as Messages[]}
        />
      </div>
    ),
    play: async ({ canvasElement }) => {
      const all = (selector: string): readonly HTMLElement[] => [
        ...canvasElement.querySelectorAll<HTMLElement>(selector),
      ];
      const stops = '[data-place="stop"] > [data-slot="stop"]';
      const count = widths.length * messageLocales.length;
      await waitFor(() => expect(all(stops)).toHaveLength(count), patient);
      const cards = all('[data-tallylight="recording-controls"]');
      const heights = cards.map((card) => card.offsetHeight);
      for (const stop of all(stops)) stop.click();
      await waitFor(() => expect(all('[data-part="confirm"]')).toHaveLength(count), patient);
      const faults = cards.flatMap((card, index) =>
        [
          ...(card.offsetHeight === heights[index] ? [] : ['the card grows']),
          ...faultsOf(card),
        ].map((fault) => `${card.getAttribute('aria-label')}: ${fault}`),
      );
      await expect(faults).toEqual([]);
    },
  };
}

function faultsOf(card: HTMLElement): readonly string[] {
  const boxOf = (selector: string): DOMRect | undefined =>
    card.querySelector(selector)?.getBoundingClientRect();
  const outer = card.getBoundingClientRect();
  const question = boxOf('[data-part="confirm"]');
  const status = boxOf('[data-part="status"]');
  const pause = boxOf('[data-slot="primary"]');
  if (!question || !status || !pause) return ['something is missing'];
  // A difference of half a pixel comes from the rounding of the browser.
  const isBelow = (other: DOMRect): boolean => question.top > other.bottom - 0.5;
  const faults: string[] = [];
  if (question.bottom > outer.bottom + 0.5) faults.push('the question is higher than its place');
  if (!isBelow(status)) faults.push('the question covers the state');
  if (!isBelow(pause)) faults.push('the question covers Pause');
  if (card.scrollWidth > card.clientWidth) faults.push('the question is wider than the card');
  return faults;
}
