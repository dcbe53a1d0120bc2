import { fireEvent, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { english } from '../i18n/english.ts';
import { simulatedCall, type SimulatedCall } from '../testing/simulatedCalls.ts';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import { AgentDesktopProvider } from './AgentDesktopProvider.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const paused = simulatedCall({ id: 'c1', recordingState: 'Paused' });
const words = 'Still paused. The call is not being recorded.';

interface Recorded {
  /** The announcements after the first one, which is about the state at the start. */
  readonly announced: string[];
  /** The arguments with which the host's callbacks were called. */
  readonly reported: unknown[];
}

async function fixture(
  call: SimulatedCall,
  { pauseReminder, ...options }: RenderedDesktopOptions & { readonly ui?: ReactNode } = {},
): Promise<RenderedDesktop & Recorded> {
  const announced: string[] = [];
  const reported: unknown[] = [];
  const rendered = await renderDesktop(options.ui ?? <RecordingControls callId="c1" />, {
    calls: [call],
    announce: (text) => announced.push(text),
    pauseReminder: pauseReminder ?? {
      onReminder: (reminder) => reported.push(reminder),
      onEndedWhilePaused: (ended) => reported.push(ended),
    },
    ...options,
  });
  announced.length = 0;
  return { ...rendered, announced, reported };
}

/** Asks for a pause and lets it be confirmed. */
async function pause({ pass }: RenderedDesktop): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Pause recording' }));
  await pass(0);
}

describe.each([
  ['on', true],
  ['off', false],
])('a pause that lasts, with StrictMode %s', (_, isStrict) => {
  it('is shown, announced and reported to the host after each minute', async () => {
    const desktop = await fixture(recording, { isStrict });
    const { announced, reported, pass } = desktop;
    const group = screen.getByRole('group');
    await pause(desktop);
    await pass(59_000);
    expect(screen.queryByText(words)).toBeNull();
    expect(group).not.toHaveAttribute('data-reminder');
    expect(announced).toEqual(['Recording paused.']);
    expect(reported).toEqual([]);

    await pass(2_000);
    expect(screen.getByText(words)).toHaveAttribute('data-tone', 'warning');
    expect(group).toHaveAttribute('data-reminder');
    await pass(120_000);
    expect(announced).toEqual([
      'Recording paused.',
      'Recording still paused, 1 minute.',
      'Recording still paused, 2 minutes.',
      'Recording still paused, 3 minutes.',
    ]);
    expect(reported).toEqual(
      [60_000, 120_000, 180_000].map((pausedFor) => ({ callId: 'c1', pausedFor })),
    );
  });
});

describe('the reminder', () => {
  it('stops when the recording is resumed, and starts again with the next pause', async () => {
    const desktop = await fixture(recording);
    const { announced, simulation, meanwhile, pass } = desktop;
    await pause(desktop);
    await pass(61_000);
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect(screen.queryByText(words)).toBeNull();
    await pass(120_000);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    announced.length = 0;
    await pass(59_000);
    expect(announced).toEqual([]);
    await pass(2_000);
    expect(announced).toEqual(['Recording still paused, 1 minute.']);
  });

  it('stops when the call ends, which is reported as ended while paused', async () => {
    const desktop = await fixture(recording);
    const { announced, reported, simulation, meanwhile, pass } = desktop;
    await pause(desktop);
    await pass(30_000);
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(announced.at(-1)).toBe('Call ended while paused.');
    expect(reported).toEqual([{ callId: 'c1' }]);
    await pass(300_000);
    expect(reported).toHaveLength(1);
    expect(announced).toHaveLength(2);
  });

  it('reports nothing when a call ended while it was recorded', async () => {
    const { reported, simulation, meanwhile } = await fixture(recording);
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(reported).toEqual([]);
  });

  it('says "at least" when the pause began before the page was loaded', async () => {
    const { announced, pass } = await fixture(paused);
    await pass(121_000);
    expect(announced).toEqual([
      'Recording still paused, at least 1 minute.',
      'Recording still paused, at least 2 minutes.',
    ]);
  });

  it('does not forget a call that no widget shows', async () => {
    const { announced, reported, pass } = await fixture(recording, {
      calls: [recording, simulatedCall({ id: 'c2', recordingState: 'Paused' })],
    });
    await pass(61_000);
    expect(announced).toEqual(['Recording still paused, at least 1 minute.']);
    expect(reported).toEqual([{ callId: 'c2', pausedFor: 60_000 }]);
  });

  it('names the call where several are shown', async () => {
    const { announced, pass } = await fixture(paused, {
      ui: (
        <>
          <RecordingControls callId={paused.connId} callLabel="Ada King" />
          <RecordingControls callId="c2" callLabel="Alan Turing" />
        </>
      ),
      calls: [paused, simulatedCall({ id: 'c2', recordingState: 'Recording' })],
    });
    await pass(61_000);
    expect(announced).toEqual(['Ada King: Recording still paused, at least 1 minute.']);
  });

  it('is shown in the status as well', async () => {
    const { pass } = await fixture(paused, { ui: <RecordingStatus callId="c1" /> });
    await pass(61_000);
    expect(screen.getByText(words)).toBeVisible();
    expect(document.querySelector('[data-tallylight="recording-status"]')).toHaveAttribute(
      'data-reminder',
    );
  });

  it('does not come while the state may be out of date, and comes once when that is over', async () => {
    const { announced, reported, simulation, meanwhile, pass } = await fixture(paused);
    await pass(50_000);
    await meanwhile(() => {
      simulation.disconnect();
    });
    announced.length = 0;
    await pass(200_000);
    expect(screen.queryByText(words)).toBeNull();
    expect(reported).toEqual([]);
    await meanwhile(simulation.reconnect);
    await pass(30_000);
    expect(screen.getByText(words)).toBeVisible();
    expect(announced.filter((text) => text.startsWith('Recording still paused'))).toHaveLength(1);
    expect(reported).toHaveLength(1);
  });

  it('comes once after the page slept for an hour, with the time it really took', async () => {
    const desktop = await fixture(recording);
    const { announced, pass } = desktop;
    await pause(desktop);
    announced.length = 0;
    // The steady clock goes on while no timer runs.
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_600_000);
    await pass(1_000);
    vi.mocked(performance.now).mockRestore();
    expect(announced).toEqual(['Recording still paused, 60 minutes.']);
  });

  it('comes after the times that the host has set', async () => {
    const { announced, pass } = await fixture(paused, {
      pauseReminder: { after: 20_000, every: 30_000 },
    });
    await pass(81_000);
    expect(announced).toEqual([
      'Recording still paused, at least 20 seconds.',
      'Recording still paused, at least 50 seconds.',
      'Recording still paused, at least 1 minute.',
    ]);
  });

  it('comes each minute when the host has set times that are none', async () => {
    // With a time that was no number it came each second.
    const { announced, pass } = await fixture(paused, {
      pauseReminder: { after: Number('a minute'), every: Number('often') },
    });
    await pass(121_000);
    expect(announced).toEqual([
      'Recording still paused, at least 1 minute.',
      'Recording still paused, at least 2 minutes.',
    ]);
  });

  it('is reported to the host even when the words of the host fail', async () => {
    // The error was an unhandled rejection of the page, and the host was not told of the pause.
    const hostError = new Error('The words are not there.');
    const diagnostics: unknown[] = [];
    const fail = (): never => {
      throw hostError;
    };
    const { reported, pass } = await fixture(paused, {
      messages: { ...english, spoken: { ...english.spoken, stillPaused: fail } },
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    });
    await pass(61_000);
    expect(reported).toEqual([{ callId: 'c1', pausedFor: 60_000 }]);
    expect(diagnostics).toEqual([
      { code: 'host-callback-failed', callback: 'messages', cause: hostError },
    ]);
  });

  it('never comes if the host has switched it off', async () => {
    const { announced, pass } = await fixture(paused, { pauseReminder: false });
    await pass(600_000);
    expect(announced).toEqual([]);
    expect(screen.queryByText(words)).toBeNull();
  });

  it('runs no timer while nothing is paused', async () => {
    const desktop = await fixture(simulatedCall({ id: 'c1' }));
    const idle = vi.getTimerCount();
    await desktop.meanwhile(() => {
      desktop.simulation.supervisor('StartCallRecording', 'c1');
      desktop.simulation.supervisor('PauseCallRecording', 'c1');
    });
    expect(vi.getTimerCount()).toBeGreaterThan(idle);
    await desktop.pass(61_000);
    await desktop.meanwhile(() => {
      desktop.simulation.supervisor('StopCallRecording', 'c1');
    });
    // The server is asked once more whether the call is really over.
    await desktop.pass(1_000);
    expect(vi.getTimerCount()).toBe(idle);
  });
});

describe('in several tabs', () => {
  it('is announced in one tab and shown in each', async () => {
    shareLocks();
    const other = createSimulatedDesktop({ calls: [paused] });
    const saidThere: string[] = [];
    const { announced, reported, pass } = await fixture(paused, {
      ui: (
        <>
          <RecordingControls callId="c1" />
          <AgentDesktopProvider
            desktop={other.desktop}
            announce={(text) => saidThere.push(text)}
            pauseReminder={{ onReminder: () => reported.push('there') }}
          >
            <RecordingControls callId="c1" />
          </AgentDesktopProvider>
        </>
      ),
    });
    saidThere.length = 0;
    await pass(181_000);
    expect([...announced, ...saidThere]).toEqual([
      'Recording still paused, at least 1 minute.',
      'Recording still paused, at least 2 minutes.',
      'Recording still paused, at least 3 minutes.',
    ]);
    expect(reported).toHaveLength(3);
    expect(screen.getAllByText(words)).toHaveLength(2);
  });

  it('stays with the tab that announced first, although another tab was opened later', async () => {
    shareLocks();
    const other = createSimulatedDesktop({ calls: [paused] });
    const saidThere: string[] = [];
    const { announced, pass, show } = await fixture(paused, { ui: null });
    await pass(30_000);
    show(
      <AgentDesktopProvider desktop={other.desktop} announce={(text) => saidThere.push(text)} />,
    );
    await pass(100_000);
    expect(announced).toEqual([
      'Recording still paused, at least 1 minute.',
      'Recording still paused, at least 2 minutes.',
    ]);
    expect(saidThere).toEqual([]);
  });

  it('is announced in each tab when the browser refuses Web Locks', async () => {
    vi.stubGlobal('navigator', {
      locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) },
    });
    const { announced, pass } = await fixture(paused);
    await pass(61_000);
    expect(announced).toEqual(['Recording still paused, at least 1 minute.']);
  });

  it('lets a visible tab go first', async () => {
    const held = shareLocks();
    const visible = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    onTestFinished(() => {
      visible.mockRestore();
    });
    const { announced, pass } = await fixture(paused);
    await pass(60_500);
    expect(announced).toEqual([]);
    // No other tab took the lock.
    await pass(5_500);
    expect(announced).toHaveLength(1);
    held.add('tallylight paused c1');
    await pass(60_000);
    expect(announced).toHaveLength(1);
  });
});

/** The parts of Web Locks that these tests need, shared by several tabs. */
function shareLocks(): Set<string> {
  const held = new Set<string>();
  vi.stubGlobal('navigator', {
    locks: {
      request: async (
        name: string,
        _: unknown,
        hold: (lock: object | null) => Promise<void> | undefined,
      ) => {
        await Promise.resolve();
        if (held.has(name)) return hold(null);
        held.add(name);
        await hold({});
        held.delete(name);
        return undefined;
      },
    },
  });
  return held;
}
