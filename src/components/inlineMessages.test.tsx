import { act, render, screen } from '@testing-library/react';
import { useEffect, useState, type ReactElement } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { useRecordingInTitle } from '../hooks/useRecordingInTitle.ts';
import { english } from '../i18n/english.ts';
import { loadMessages } from '../i18n/loadMessages.ts';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { AgentDesktopProvider } from './AgentDesktopProvider.tsx';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls } from './RecordingControls.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  // The desktop reads the calls about once a minute, at a random time.
  vi.spyOn(Math, 'random').mockReturnValue(0.7);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

interface Told {
  readonly what: string;
  /** In s. */
  readonly at: number;
}

interface PageProps {
  readonly desktop: AgentDesktop;
  readonly onTold: (what: string) => void;
  readonly renders: 'once' | 'three times a second';
}

function Page({ desktop, onTold, renders }: PageProps): ReactElement {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (renders === 'once') return undefined;
    const timer = setInterval(() => setCount((before) => before + 1), 333);
    return () => clearInterval(timer);
  }, [renders]);
  return (
    <AgentDesktopProvider
      desktop={desktop}
      messages={{ ...english, lastHeard: (ago) => `Last heard ${ago}.` }}
      announce={(text, politeness) => onTold(`${politeness}: ${text}`)}
      pauseReminder={{ onReminder: ({ callId }) => onTold(`reminder: ${callId}`) }}
    >
      <Title />
      <RecordingControls callId="c1" callLabel="Ada" />
      <RecordingControls callId="c2" callLabel="Bob" />
      <PauseLimit callId="c2" limit={90_000} />
      {count}
    </AgentDesktopProvider>
  );
}

function Title(): null {
  useRecordingInTitle();
  return null;
}

/** What an agent is told on a day with a slow pause, a lost connection, and a long pause. */
async function toldOnAPage(renders: PageProps['renders']): Promise<readonly Told[]> {
  const told: Told[] = [];
  const { desktop, simulation } = createSimulatedDesktop({
    calls: [
      simulatedCall({ id: 'c1', recordingState: 'Recording' }),
      simulatedCall({ id: 'c2', recordingState: 'Paused' }),
    ],
  });
  const start = Date.now();
  const onTold = (what: string): void => {
    told.push({ what, at: Math.round((Date.now() - start) / 1_000) });
  };
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds * 10; passed += 1)
      // One step comes after the other.
      // oxlint-disable-next-line no-await-in-loop
      await act(() => simulation.advance(100));
  };
  const { unmount } = render(<Page {...{ desktop, onTold, renders }} />);
  await pass(1);
  simulation.hold();
  act(() => screen.getByRole('button', { name: 'Pause recording' }).click());
  await pass(3);
  simulation.release();
  await pass(2);
  simulation.disconnect();
  await pass(10);
  simulation.reconnect();
  await pass(130);
  unmount();
  return told;
}

it('a host that gives new messages at each render is told the same as one that does not', async () => {
  // A screen reader said "Recording is paused." three times a second, and never that the connection
  // was lost, that a pause was slow, or that one had lasted long.
  const whereRenderedOnce = await toldOnAPage('once');
  expect(whereRenderedOnce.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'polite: Ada: Still recording. Pausing…',
      'assertive: Connection lost. Recording state may be old.',
      'assertive: Bob: Pause limit in 30 seconds.',
      'polite: Bob: Recording still paused, at least 1 minute.',
      'reminder: c2',
    ]),
  );
  expect(await toldOnAPage('three times a second')).toEqual(whereRenderedOnce);
});

it('an agent who chooses another language is told nothing twice, and what comes next in it', async () => {
  const told: string[] = [];
  const { desktop, simulation } = createSimulatedDesktop({
    calls: [simulatedCall({ id: 'c1', recordingState: 'Paused' })],
  });
  const german = await loadMessages('de');
  const page = (messages: typeof english): ReactElement => (
    <AgentDesktopProvider
      desktop={desktop}
      messages={messages}
      announce={(text) => told.push(text)}
    >
      <RecordingControls callId="c1" />
    </AgentDesktopProvider>
  );
  const { rerender } = render(page(english));
  await act(() => simulation.advance(1_000));
  rerender(page(german));
  await act(() => simulation.advance(1_000));
  expect(told).toEqual(['Recording is paused.']);
  act(() => simulation.supervisor('ResumeCallRecording', 'c1'));
  await act(() => simulation.advance(100));
  expect(told[1]).toBe('Aufzeichnung fortgesetzt.');
});
