// These tests count commits and calls. Times are measured by the bench (`npm run bench`).
import { act, screen } from '@testing-library/react';
import { Profiler, type ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { callResource, simulatedCall, simulatedCallId } from '../testing/simulatedCalls.ts';
import type { SimulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import { renderDesktop } from '../doubles/renderDesktop.tsx';

const recorded = (number: number): SimulatedCall =>
  simulatedCall({ id: simulatedCallId(number), recordingState: 'Recording', seconds: 60 });
const callsUpTo = (count: number): readonly SimulatedCall[] =>
  Array.from({ length: count }, (_, index) => recorded(index + 1));

/** A message about a call, with whatever is different this time. */
function message(call: SimulatedCall, notificationType = 'CallRecordingStateChange'): unknown {
  return {
    data: {
      notificationType,
      call: callResource(call, '15000'),
      phoneNumber: '15000',
      messageType: 'CallStateChangeMessage',
    },
    channel: '/v2/me/calls',
  };
}

describe('a widget', () => {
  const call = recorded(1);

  it('commits once for an event that changes what it shows', async () => {
    const { simulation, meanwhile, commits } = await renderDesktop(
      <RecordingControls callId={call.id} />,
      { calls: [call] },
    );
    for (const operationName of ['PauseCallRecording', 'ResumeCallRecording'] as const) {
      const before = commits();
      await meanwhile(() => {
        simulation.supervisor(operationName, call.id);
      });
      expect(commits()).toBe(before + 1);
    }
  });

  it.each([
    ['Pause', 'Recording'],
    ['Resume', 'Paused'],
    ['Stop', 'Recording'],
    ['Start', 'Stopped'],
  ] as const)(
    'commits once when %s is pressed, not when that is accepted, and once when it is confirmed',
    async (verb, recordingState) => {
      const { desktop, simulation, pass, commits } = await renderDesktop(
        <>
          <RecordingControls callId={call.id} />
          <RecordingStatus callId={call.id} />
        </>,
        { calls: [{ ...call, recordingState }] },
      );
      simulation.delayEvents(300);
      const before = commits();
      act(() => {
        screen.getByRole('button', { name: `${verb} recording` }).click();
      });
      expect(commits()).toBe(before + 1);
      await pass(0);
      expect(desktop.call(call.id).getState().recording.pending?.progress).toBe('accepted');
      expect(commits()).toBe(before + 1);
      // A clock that was stopped starts here, and must show the same time that was rendered a
      // moment ago.
      await pass(300);
      expect(desktop.call(call.id).getState().recording.outcome?.ending).toBe('confirmed');
      expect(commits()).toBe(before + 2);
    },
  );

  it('does not commit for a change that it does not show', async () => {
    const { simulation, meanwhile, commits } = await renderDesktop(
      <RecordingControls callId={call.id} />,
      { calls: [call, recorded(2)] },
    );
    const before = commits();
    const irrelevant: readonly unknown[] = [
      message({ ...call, seconds: 61 }),
      message({ ...call, seconds: 62, userData: { Topic: 'Another' } }, 'AttachedDataChanged'),
      message({ ...call, seconds: 63, otherParty: '15099' }, 'ParticipantsUpdated'),
      message({ ...call, seconds: 64, state: 'Held', capabilities: capabilities('Retrieve') }),
      message({ ...recorded(2), recordingState: 'Paused' }),
      { data: { messageType: 'DeviceStateChangeMessage' }, channel: '/v2/me/calls' },
      '<html>',
    ];
    for (const each of irrelevant) {
      await meanwhile(() => {
        simulation.say(each);
      });
    }
    expect(commits()).toBe(before);
  });

  it('commits once for a hundred events that come together', async () => {
    const { simulation, meanwhile, commits } = await renderDesktop(
      <RecordingControls callId={call.id} />,
      { calls: [call] },
    );
    const before = commits();
    await meanwhile(() => {
      for (let event = 1; event <= 101; event += 1)
        simulation.say(message({ ...call, recordingState: event % 2 ? 'Paused' : 'Recording' }));
    });
    expect(screen.getByRole('button', { name: 'Resume recording' })).toBeVisible();
    expect(commits()).toBe(before + 1);
  });
});

describe('many widgets', () => {
  it('render only the widget of the call that has changed', async () => {
    const rendered: string[] = [];
    const calls = callsUpTo(100);
    const { simulation, meanwhile } = await renderDesktop(
      calls.map(({ id }) => (
        <Profiler key={id} id={id} onRender={(each) => rendered.push(each)}>
          <RecordingControls callId={id} />
        </Profiler>
      )),
      { calls },
    );
    rendered.length = 0;
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', simulatedCallId(50));
    });
    expect(rendered).toEqual([simulatedCallId(50)]);
  });

  it('add no listeners to the events of other calls', async () => {
    // The listeners are the widget, the announcer, and the watcher of long pauses.
    const once = { listenersOfEvent: 3, listenersOfOther: 0 };
    expect(await listenersWith(1)).toEqual(once);
    expect(await listenersWith(100)).toEqual(once);
  });

  it('do not read the calls of the others to announce an event', async () => {
    expect(await readFor(1)).toEqual([simulatedCallId(1)]);
    expect(await readFor(100)).toEqual([simulatedCallId(1)]);
  });

  it('share one clock, which stops when no widget needs it', async () => {
    const calls = callsUpTo(20);
    // Nothing is known and no time is shown, because the first read is not answered yet.
    const { simulation, meanwhile, show, pass } = await renderDesktop(widgets(calls), {
      calls,
      pauseReminder: false,
      before: (held) => {
        held.hold();
      },
    });
    const setInterval = vi.spyOn(globalThis, 'setInterval');
    const clearInterval = vi.spyOn(globalThis, 'clearInterval');
    simulation.release();
    await pass(0);
    expect(screen.getAllByRole('timer')).toHaveLength(20);
    await meanwhile(() => {
      for (const { id } of calls) simulation.supervisor('PauseCallRecording', id);
    });
    // A message that comes right after a read causes another read.
    await pass(500);
    expect(screen.getAllByRole('timer')).toHaveLength(20);
    // StrictMode starts and stops each clock once before it runs.
    const running = (): number => setInterval.mock.calls.length - clearInterval.mock.calls.length;
    expect(running()).toBe(1);
    show(null);
    expect(running()).toBe(0);
  });
});

function widgets(calls: readonly SimulatedCall[]): readonly ReactElement[] {
  return calls.map(({ id }) => <RecordingControls key={id} callId={id} />);
}

/**
 * How many listeners an event of one call has when this many widgets, each of its own call, are
 * mounted.
 */
async function listenersWith(
  count: number,
): Promise<{ listenersOfEvent: number; listenersOfOther: number }> {
  const calls = callsUpTo(count + 1);
  const concerned = simulatedCallId(1);
  const counts = new Map<string, number>();
  const { simulation, meanwhile, show } = await renderDesktop(widgets(calls.slice(0, count)), {
    calls,
    before: (_, desktop) => {
      for (const { id } of calls) countListeners(desktop, id, counts);
    },
  });
  counts.clear();
  await meanwhile(() => {
    simulation.supervisor('PauseCallRecording', concerned);
  });
  const listenersOfEvent = counts.get(concerned) ?? 0;
  const listenersOfOther = [...counts].filter(([id]) => id !== concerned).length;
  show(null);
  return { listenersOfEvent, listenersOfOther };
}

/** The calls that are read for an event of one call when this many widgets are mounted. */
async function readFor(count: number): Promise<readonly string[]> {
  const calls = callsUpTo(count);
  const read = new Set<string>();
  const { simulation, meanwhile, show } = await renderDesktop(widgets(calls), {
    calls,
    before: (_, desktop) => {
      for (const { id } of calls) {
        const store = desktop.call(id);
        const { getState } = store;
        vi.spyOn(store, 'getState').mockImplementation(() => {
          read.add(id);
          return getState();
        });
      }
    },
  });
  read.clear();
  await meanwhile(() => {
    simulation.supervisor('PauseCallRecording', simulatedCallId(1));
  });
  const readForEvent = [...read];
  show(null);
  return readForEvent;
}

function countListeners(desktop: AgentDesktop, id: string, counts: Map<string, number>): void {
  const store = desktop.call(id);
  const { subscribe } = store;
  vi.spyOn(store, 'subscribe').mockImplementation((listener) =>
    subscribe((now, before) => {
      counts.set(id, (counts.get(id) ?? 0) + 1);
      listener(now, before);
    }),
  );
}

function capabilities(...others: readonly string[]): readonly string[] {
  return [...others, 'PauseCallRecording', 'StopCallRecording'];
}
