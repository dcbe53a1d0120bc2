import * as React from 'react';
import { act, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { useRecordingStatus } from '../hooks/useRecordingStatus.ts';
import type { ConnectionState } from '../model/connection.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import { simulatedCall, simulatedCallId } from '../testing/simulatedCalls.ts';
import { AgentDesktopProvider } from './AgentDesktopProvider.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';

// With a thousand widgets the page stood still for 200 ms when the connection was lost and when it
// was back, because React rendered all of them in one task.

// React 18 has no `<Activity>`.
const { Activity } = React;
/** More than what is rendered in one go. */
const count = 40;
const ids = Array.from({ length: count }, (_, index) => simulatedCallId(index + 1));
const live: ConnectionState = { phase: 'live' };
const lost = (): ConnectionState => ({ phase: 'lost', asOf: steadyNow(), reason: 'network' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Waits longer than usual, because a busy machine renders this many widgets slowly. */
const soon = (check: () => void): Promise<void> => vi.waitFor(check, 5_000);
const marked = (): number => document.querySelectorAll('[data-stale]').length;
/** The widgets that show "last known". */
const rendered = (): number => document.querySelectorAll('[data-part=detail]').length;

interface Shown {
  /** Lets a test set the connection at any moment. */
  readonly connection: StoreApi<ConnectionState>;
  readonly show: (mode: 'visible' | 'hidden') => void;
}

/** Shows many calls that are recorded, on a connection that works. */
async function shown(
  widget: (callId: string) => ReactElement = (callId) => (
    <RecordingControls key={callId} callId={callId} />
  ),
): Promise<Shown> {
  const { desktop, simulation } = createSimulatedDesktop({
    calls: ids.map((id) => simulatedCall({ id, recordingState: 'Recording' })),
  });
  const connection = createStore<ConnectionState>(() => live);
  const mine = { ...desktop, connection };
  // They are the same elements each time, so that React does not render them when `mode` changes.
  const widgets = ids.map(widget);
  const inside = (mode: 'visible' | 'hidden'): ReactElement => (
    <AgentDesktopProvider desktop={mine}>
      {Activity ? <Activity mode={mode}>{widgets}</Activity> : widgets}
    </AgentDesktopProvider>
  );
  const { rerender } = render(inside('visible'));
  await act(() => simulation.advance(0));
  await soon(() =>
    expect(document.querySelectorAll('[data-recording-state=Recording]')).toHaveLength(count),
  );
  expect(marked()).toBe(0);
  return {
    connection,
    show: (mode) => {
      rerender(inside(mode));
    },
  };
}

function set(connection: StoreApi<ConnectionState>, status: ConnectionState): void {
  act(() => connection.setState(status, true));
}

describe.each([
  ['RecordingControls', RecordingControls],
  ['RecordingStatus', RecordingStatus],
])('many %s', (_, Widget) => {
  const widget = (callId: string): ReactElement => <Widget key={callId} callId={callId} />;

  it.each([
    ['the connection is lost', lost()],
    ['the agent is signed out', { phase: 'signed-out', asOf: steadyNow() }],
    ['the host disconnects', { phase: 'closed', asOf: steadyNow() }],
  ] as const)(
    'are all marked in the task in which %s, and are rendered later',
    async (__, status) => {
      const { connection } = await shown(widget);
      set(connection, status);
      expect(marked()).toBe(count);
      expect(rendered()).toBeLessThan(count);
      await soon(() => expect(rendered()).toBe(count));
      expect(marked()).toBe(count);
    },
  );

  it('lose their marks some after the others when the connection is back', async () => {
    const { connection } = await shown(widget);
    set(connection, lost());
    await soon(() => expect(rendered()).toBe(count));
    set(connection, live);
    expect(marked()).toBeGreaterThan(0);
    await soon(() => expect(marked()).toBe(0));
    expect(rendered()).toBe(0);
  });

  // React had rendered nothing of the loss in most of them, so it had no mark to remove.
  it('have no mark left when the connection is back before they were rendered', async () => {
    const { connection } = await shown(widget);
    set(connection, lost());
    expect(rendered()).toBeLessThan(count);
    set(connection, { phase: 'live' });
    await soon(() => expect(marked()).toBe(0));
    expect(rendered()).toBe(0);
  });

  it('are marked again when the connection is lost while they lose their marks', async () => {
    const { connection } = await shown(widget);
    set(connection, lost());
    await soon(() => expect(rendered()).toBe(count));
    set(connection, live);
    expect(marked()).toBeLessThan(count);
    set(connection, lost());
    expect(marked()).toBe(count);
    await soon(() => expect(rendered()).toBe(count));
    expect(marked()).toBe(count);
  });

  it.skipIf(Activity === undefined)(
    'have no mark left when the connection came back while <Activity> hid them',
    async () => {
      const { connection, show } = await shown(widget);
      set(connection, lost());
      expect(rendered()).toBeLessThan(count);
      show('hidden');
      set(connection, live);
      show('visible');
      expect(marked()).toBe(0);
    },
  );

  it('all tell the age of what they show', async () => {
    const { connection } = await shown(widget);
    set(connection, lost());
    await soon(() => expect(rendered()).toBe(count));
    const ages = (): ReadonlySet<string | null> =>
      new Set(
        Array.from(document.querySelectorAll('[data-note=connection]'), (note) => note.textContent),
      );
    await act(() => vi.advanceTimersByTimeAsync(3_000));
    await soon(() =>
      expect([...ages()]).toEqual([expect.stringMatching(/ [1-9]\d* seconds? ago/)]),
    );
    expect(document.querySelectorAll('[data-note=connection]')).toHaveLength(count);
  });
});

describe('many widgets of a host’s own markup', () => {
  function Own({ callId }: { readonly callId: string }): ReactElement {
    const { attributes, detail } = useRecordingStatus(callId);
    return <p {...attributes}>{detail && <b data-part="detail">{detail}</b>}</p>;
  }

  it('are marked by rendering all of them at once, and lose their marks some after the others', async () => {
    const { connection } = await shown((callId) => <Own key={callId} callId={callId} />);
    set(connection, lost());
    expect(marked()).toBe(count);
    expect(rendered()).toBe(count);
    set(connection, live);
    expect(marked()).toBeGreaterThan(0);
    await soon(() => expect(marked()).toBe(0));
  });
});
