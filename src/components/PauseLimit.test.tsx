import { threadId } from 'node:worker_threads';
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

// Worker threads are like tabs of one browser to a BroadcastChannel: a limit that is put off in one
// of them is put off in all. The same tests run for each React version at the same time, so each
// uses a call of its own.
const callId = `c${threadId}`;
const recording = simulatedCall({ id: callId, recordingState: 'Recording' });

/** A call that an agent has just paused, with two minutes to go. */
async function fixture(
  atLimit: 'remind' | 'resume' = 'resume',
  options: RenderedDesktopOptions = {},
): Promise<RenderedDesktop & { readonly announced: string[] }> {
  const announced: string[] = [];
  const rendered = await renderDesktop(
    <>
      <RecordingControls callId={callId} />
      <PauseLimit callId={callId} limit={120_000} atLimit={atLimit} />
    </>,
    {
      calls: [recording],
      pauseReminder: false,
      announce: (text, politeness) =>
        announced.push((politeness === 'assertive' ? '! ' : '') + text),
      ...options,
    },
  );
  fireEvent.click(screen.getByRole('button', { name: 'Pause recording' }));
  await rendered.pass(5);
  announced.length = 0;
  return { ...rendered, announced };
}

function limit(): HTMLElement | null {
  return document.querySelector('[data-tallylight="pause-limit"]');
}

function operations({ simulation }: RenderedDesktop): string[] {
  return simulation.requests.map(({ operationName }) => operationName.replace('CallRecording', ''));
}

describe('a pause limit', () => {
  // A host whose setting was not loaded yet showed "Resumes in NaN:NaN".
  it.each([undefined, null, NaN, -1, 'soon'])(
    'that is %o counts nothing and resumes nothing',
    async (given) => {
      const { simulation, pass } = await renderDesktop(
        <PauseLimit callId={callId} limit={given as number} atLimit="resume" />,
        { calls: [simulatedCall({ id: callId, recordingState: 'Paused' })], pauseReminder: false },
      );
      await pass(130_000);
      expect(limit()?.textContent ?? '').toBe('');
      expect(simulation.requests).toEqual([]);
    },
  );

  it('counts down, warns half a minute before, and resumes as an agent would', async () => {
    const rendered = await fixture();
    const { announced, simulation, pass } = rendered;
    await pass(30_000);
    // React 18 and 19 render a different tick of the clock here, so a second more or less is
    // accepted.
    expect(limit()).toHaveTextContent(/^Resumes in 1:(30|29)$/);
    expect(limit()).not.toHaveAttribute('data-warning');
    await pass(61_000);
    expect(limit()).toHaveAttribute('data-warning');
    expect(announced).toEqual(['! Recording resumes in 30 seconds.']);
    await pass(28_000);
    expect(announced).toHaveLength(1);
    expect(operations(rendered)).toEqual(['Pause']);
    simulation.delayEvents(500);
    await pass(1_100);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
    // Only the server can say that the recording runs again.
    expect(screen.getByText('resuming…')).toBeVisible();
    // The record says that nobody pressed a button.
    const { pending } = rendered.desktop.call(callId).getState().recording;
    expect(pending?.cause).toBe('pause-limit');
    await pass(1_000);
    expect(screen.getByText('Recording')).toBeVisible();
    expect(limit()).toHaveTextContent(/^$/);
    await pass(300_000);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('only warns, unless the host wants the recording to resume', async () => {
    const rendered = await fixture('remind');
    const { announced, pass } = rendered;
    await pass(91_000);
    expect(announced).toEqual(['! Pause limit in 30 seconds.']);
    await pass(60_000);
    expect(limit()).toHaveTextContent('Pause limit reached.');
    expect(operations(rendered)).toEqual(['Pause']);
  });

  it('can be put off ten times and more, each time with one press', async () => {
    const rendered = await fixture();
    const { pass, user } = rendered;
    for (let times = 0; times < 11; times += 1) {
      await pass(100_000);
      await user.click(screen.getByRole('button', { name: 'Keep paused' }));
      expect(screen.queryByRole('button', { name: 'Keep paused' })).toBeNull();
    }
    expect(operations(rendered)).toEqual(['Pause']);
    await pass(121_000);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  }, 30_000);

  it('asks once for a Resume that the server refuses, and says that the limit is reached', async () => {
    const rendered = await fixture();
    rendered.simulation.rejectNext(5);
    await rendered.pass(300_000);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
    expect(screen.getByText(/Could not resume\. Still paused\./)).toBeVisible();
    expect(limit()).toHaveTextContent('Pause limit reached.');
  });

  it('is never reached while a sensitive section is open', async () => {
    const rendered = await fixture();
    rendered.show(
      <>
        <PauseLimit callId={callId} limit={120_000} atLimit="resume" />
        <SensitiveSection callId={callId}>
          <input />
        </SensitiveSection>
      </>,
    );
    await rendered.pass(600_000);
    expect(operations(rendered)).toEqual(['Pause']);
    rendered.show(<PauseLimit callId={callId} limit={120_000} atLimit="resume" />);
  });

  it('is never reached while the page is hidden, asleep, or out of date', async () => {
    const rendered = await fixture();
    const { simulation, pass, meanwhile } = rendered;
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    onTestFinished(() => {
      hidden.mockRestore();
    });
    await pass(300_000);
    expect(operations(rendered)).toEqual(['Pause']);
    hidden.mockReturnValue(false);
    await pass(25_000);
    const now = performance.now.bind(performance);
    const asleep = vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_600_000);
    onTestFinished(() => {
      asleep.mockRestore();
    });
    await pass(25_000);
    expect(operations(rendered)).toEqual(['Pause']);
    await meanwhile(() => {
      simulation.disconnect('notifications');
    });
    await pass(60_000);
    expect(operations(rendered)).toEqual(['Pause']);
    await meanwhile(simulation.reconnect);
    await pass(50_000);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('is put off in every tab when it is put off in one of them', async () => {
    shareChannels();
    const rendered = await fixture();
    rendered.show(
      <>
        <PauseLimit callId={callId} limit={120_000} atLimit="resume" />
        <PauseLimit callId={callId} limit={120_000} atLimit="resume" />
        <PauseLimit callId="c2" limit={120_000} atLimit="resume" />
      </>,
    );
    await rendered.pass(100_000);
    const [keep] = screen.getAllByRole('button', { name: 'Keep paused' });
    if (keep) fireEvent.click(keep);
    await rendered.pass(0);
    expect(screen.queryByRole('button', { name: 'Keep paused' })).toBeNull();
    await rendered.pass(60_000);
    expect(operations(rendered)).toEqual(['Pause']);
  });

  it('keeps the focus in the widget when its button disappears', async () => {
    const { pass, user } = await fixture();
    await pass(100_000);
    await user.click(screen.getByRole('button', { name: 'Keep paused' }));
    expect(screen.getByRole('timer', { name: '' })).toBeInTheDocument();
    expect(limit()?.firstElementChild).toHaveFocus();
  });

  it('warns before it resumes, also when the pause is older than the limit', async () => {
    const rendered = await fixture('remind');
    const { pass, announced, show } = rendered;
    await pass(300_000);
    announced.length = 0;
    show(<PauseLimit callId={callId} limit={120_000} atLimit="resume" />);
    await pass(5_000);
    expect(announced).toEqual(['! Recording resumes in 30 seconds.']);
    expect(screen.getByRole('button', { name: 'Keep paused' })).toBeVisible();
    await pass(20_000);
    expect(operations(rendered)).toEqual(['Pause']);
    await pass(10_000);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('shows nothing for a call that is not paused', async () => {
    await renderDesktop(<PauseLimit callId={callId} limit={1} />, { calls: [recording] });
    expect(limit()).toHaveTextContent(/^$/);
  });
});

/** Connects the channels of several tabs of a browser. Messages take no time. */
function shareChannels(): void {
  const channels = new Set<EventTarget>();
  vi.stubGlobal(
    'BroadcastChannel',
    class extends EventTarget {
      constructor() {
        super();
        channels.add(this);
      }
      postMessage(data: unknown): void {
        for (const each of channels)
          if (each !== this) each.dispatchEvent(new MessageEvent('message', { data }));
      }
      close(): void {
        channels.delete(this);
      }
    },
  );
}
