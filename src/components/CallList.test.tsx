import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { eventOf, wireCall } from '../doubles/fakeWire.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { CallList } from './CallList.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

function recording(id: string): ReturnType<typeof simulatedCall> {
  return simulatedCall({ id, recordingState: 'Recording', otherParty: `number of ${id}` });
}

/** Three calls that are being recorded. Somebody else pauses `b`, and later `c`. */
async function openList(options: RenderedDesktopOptions = {}): Promise<RenderedDesktop> {
  return renderDesktop(<CallList order="paused-longest-first" />, {
    calls: ['a', 'b', 'c'].map(recording),
    ...options,
  });
}

async function openLongList(
  options: RenderedDesktopOptions = {},
  count = 300,
  fetching: 'waiting' | 'not waiting' = 'waiting',
): Promise<RenderedDesktop> {
  const fixture = await renderDesktop(<CallList />, {
    calls: Array.from({ length: count }, (_, number) => recording(`c${number}`)),
    ...options,
  });
  // A long answer is taken in slices, and a frame is drawn between two of them.
  while (fixture.desktop.callIds.getState().length < count) await fixture.pass(20);
  await fixture.pass(0);
  if (fetching === 'waiting') await act(() => vi.dynamicImportSettled());
  return fixture;
}

function pause({ meanwhile, simulation }: RenderedDesktop, callId: string): Promise<void> {
  return meanwhile(() => {
    simulation.supervisor('PauseCallRecording', callId);
  });
}

const items = (): readonly HTMLElement[] => screen.queryAllByRole('listitem');
const order = (): string =>
  items()
    .map(({ dataset }) => dataset['callId'])
    .join(' ');
const pauseButton = (index: number): HTMLElement => {
  const button = screen.getAllByRole('button', { name: 'Pause recording' })[index];
  if (!button) throw new Error('No such button.');
  return button;
};

describe('CallList', () => {
  it('shows each call with its own controls, named by the other party', async () => {
    await openList();
    expect(screen.getByRole('list')).toHaveAccessibleName('Calls');
    expect(screen.getAllByRole('group').map((each) => each.getAttribute('aria-label'))).toEqual(
      ['a', 'b', 'c'].map((id) => `Call recording, number of ${id}`),
    );
  });

  it('shows what the host renders for a call, and uses the host’s name for it', async () => {
    const { show } = await openList();
    show(
      <CallList callLabel={({ dnis }) => `Line ${dnis}`}>
        {(callId) => <h3>Caller {callId}</h3>}
      </CallList>,
    );
    expect(screen.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual([
      'Caller a',
      'Caller b',
      'Caller c',
    ]);
    expect(screen.getAllByRole('group', { name: 'Call recording, Line 15000' })).toHaveLength(3);
  });

  it('gives the controls of every call the same policy', async () => {
    const { show } = await openList();
    show(<CallList controls={{ operations: ['PauseCallRecording'] }} />);
    expect(screen.getAllByRole('button', { name: 'Pause recording' })).toHaveLength(3);
    expect(screen.queryByRole('button', { name: 'Stop recording' })).toBeNull();
  });

  it('says that there are no calls when the server reports none, and only then', async () => {
    const { simulation, pass } = await renderDesktop(<CallList />, {
      calls: [],
      before: (each) => {
        each.hold();
      },
    });
    expect(screen.getByText('Checking…')).toBeInTheDocument();
    simulation.release();
    await pass(0);
    expect(screen.getByText('No calls')).toBeInTheDocument();
    simulation.disconnect();
    await pass(20_000);
    expect(screen.queryByText('No calls')).toBeNull();
    expect(screen.getByText(/^Connection lost\. Waiting for the server\./)).toBeInTheDocument();
  });

  // An agent reloaded the page during an outage and saw two words. Nothing said that the page would
  // try again. The ten lines of the README contain only the list.
  it.each<[string, string, NonNullable<RenderedDesktopOptions['before']>]>([
    ['nobody answers', 'Checking…', (each) => each.hold()],
    [
      'the server cannot be reached',
      'Connection lost. Waiting for the server. Your calls appear as soon as it answers.',
      (each) => each.disconnect(),
    ],
    [
      'only the notifications are down, and there are no calls',
      'Connection lost. Waiting for the server. Your calls appear as soon as it answers.',
      (each) => each.disconnect('notifications'),
    ],
    ['nobody is signed in', 'Signed out.', (each) => each.signOut()],
    ['there are no calls', 'No calls', () => undefined],
  ])('is never empty: %s', async (_, words, before) => {
    const { pass } = await renderDesktop(<CallList />, { calls: [], before });
    const atFirst = document.querySelector('[data-tallylight="call-list"]')?.textContent;
    expect(atFirst).not.toBe('');
    await pass(5_000);
    expect(document.querySelector('[data-tallylight="call-list"]')).toHaveTextContent(words);
  });

  it('says that the page has closed the connection', async () => {
    const { pass } = await renderDesktop(<CallList />, { calls: [] });
    window.dispatchEvent(new Event('pagehide'));
    await pass(0);
    expect(screen.getByText('Disconnected.')).toBeInTheDocument();
  });

  it('keeps the order of arrival, unless long pauses are to come first', async () => {
    const fixture = await openList();
    await pause(fixture, 'c');
    await fixture.pass(1_000);
    await pause(fixture, 'b');
    expect(order()).toBe('c b a');
    fixture.show(<CallList />);
    expect(order()).toBe('a b c');
  });

  it('puts a consult call beside the call it was made from', async () => {
    const { meanwhile, simulation } = await openList();
    await meanwhile(() => {
      simulation.happen({ type: 'begin', call: simulatedCall({ id: 'd', parentCallId: 'a' }) });
    });
    expect(items().map(({ dataset }) => [dataset['callId'], dataset['place']])).toEqual([
      ['a', 'first'],
      ['d', 'next'],
      ['b', 'alone'],
      ['c', 'alone'],
    ]);
  });

  it('moves nothing while the pointer is over it, and catches up when it has left', async () => {
    const fixture = await openList();
    fireEvent.pointerMove(pauseButton(0));
    await pause(fixture, 'c');
    await fixture.meanwhile(() => {
      fixture.simulation.happen({ type: 'begin', call: recording('d') });
    });
    expect(order()).toBe('a b c d');
    fireEvent.pointerLeave(screen.getByRole('list'));
    await fixture.pass(0);
    expect(order()).toBe('c a b d');
  });

  // This happened: an agent held the pointer still over a button, to press it when the caller was
  // ready. After five seconds the list moved, and the press went to another call.
  it('moves nothing under a pointer that rests in it, however long', async () => {
    const fixture = await openList();
    fireEvent.pointerOver(pauseButton(0));
    await pause(fixture, 'c');
    await fixture.meanwhile(() => {
      fixture.simulation.endCall('b');
    });
    await fixture.pass(120_000);
    expect(order()).toBe('a b c');
    fireEvent.pointerOut(pauseButton(0), { relatedTarget: document.body });
    await fixture.pass(0);
    expect(order()).toBe('c a');
  });

  it('moves nothing while the focus is inside, from call to call', async () => {
    const fixture = await openList();
    act(() => {
      pauseButton(0).focus();
    });
    await pause(fixture, 'c');
    act(() => {
      pauseButton(1).focus();
    });
    expect(order()).toBe('a b c');
    act(() => {
      pauseButton(1).blur();
    });
    expect(order()).toBe('c a b');
  });

  it('moves nothing after the window has lost the focus for a while', async () => {
    const fixture = await openList();
    const button = pauseButton(0);
    act(() => {
      button.focus();
    });
    // This is what a browser reports when another window comes to the front. The element stays the
    // active one.
    fireEvent.focusOut(button, { relatedTarget: null });
    await pause(fixture, 'c');
    expect(order()).toBe('a b c');
    expect(button).toHaveFocus();
  });

  it('does not remove a call that has the focus', async () => {
    const fixture = await openList();
    const button = pauseButton(0);
    act(() => {
      button.focus();
    });
    await fixture.meanwhile(() => {
      fixture.simulation.endCall('a');
      fixture.simulation.endCall('b');
    });
    await fixture.pass(61_000);
    expect(order()).toBe('a c');
    expect(items()[0]).toHaveTextContent('Call ended');
    expect(items()[0]).toContainElement(document.activeElement as HTMLElement);
    act(() => {
      (document.activeElement as HTMLElement).blur();
    });
    expect(order()).toBe('c');
  });

  it('renders only the call that has changed', async () => {
    const rendered: string[] = [];
    const children = (callId: string): string => {
      rendered.push(callId);
      return callId;
    };
    const fixture = await openList();
    fixture.show(<CallList>{children}</CallList>);
    rendered.length = 0;
    const before = fixture.commits();
    await pause(fixture, 'b');
    expect(rendered).toEqual([]);
    expect(fixture.commits()).toBe(before + 1);
  });

  it('reads no other call when a message changes no place', async () => {
    const { desktop, meanwhile, simulation } = await openList();
    const looks = vi.spyOn(desktop, 'call');
    await meanwhile(() => {
      simulation.say(eventOf(wireCall({ id: 'b', seconds: 9 })));
    });
    expect(desktop.call('b').getState().call?.duration).toBe(9);
    expect(looks.mock.calls.filter(([callId]) => callId !== 'b')).toEqual([]);
  });

  it('reads no other call when a call is paused and pauses do not decide the order', async () => {
    const { show, desktop, meanwhile, simulation } = await openList();
    show(<CallList />);
    const looks = vi.spyOn(desktop, 'call');
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'b');
    });
    expect(desktop.call('b').getState().recording.state).toBe('Paused');
    expect(looks.mock.calls.filter(([callId]) => callId !== 'b')).toEqual([]);
  });

  // A supervisor of a large site opened the list, and the page stood still for some ten seconds.
  it('draws only some of the calls, and tells their places', async () => {
    const { simulation, meanwhile } = await openLongList();
    expect(items().length).toBeGreaterThan(5);
    expect(items().length).toBeLessThan(60);
    expect(items()[0]).toHaveAttribute('aria-posinset', '1');
    expect(items()[4]).toHaveAttribute('aria-posinset', '5');
    expect(items()[4]).toHaveAttribute('aria-setsize', '300');
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c2');
    });
    expect(items()[2]).toHaveTextContent('Paused');
  });

  it('tells no places while it draws every call', async () => {
    await openList();
    expect(items()[0]).not.toHaveAttribute('aria-posinset');
    expect(items()[0]).not.toHaveAttribute('aria-setsize');
  });

  it('announces what happens to a call that is not drawn, once', async () => {
    const said: string[] = [];
    const { simulation, meanwhile } = await openLongList({ announce: (text) => said.push(text) });
    for (const callId of ['c1', 'c290'])
      await meanwhile(() => {
        simulation.supervisor('PauseCallRecording', callId);
      });
    expect(said).toEqual(['number of c1: Recording paused.', 'number of c290: Recording paused.']);
  });

  it('keeps a call with the focus, and those beside it, however far the list is scrolled', async () => {
    await openLongList();
    const button = pauseButton(3);
    act(() => {
      button.focus();
    });
    act(() => {
      scrollTo(0, 20_000);
      fireEvent.scroll(window);
    });
    expect(button).toHaveFocus();
    expect(
      items()
        .slice(0, 3)
        .map(({ dataset }) => dataset['callId']),
    ).toEqual(['c2', 'c3', 'c4']);
    expect(Number(items()[3]?.getAttribute('aria-posinset'))).toBeGreaterThan(100);
  });

  // What finds out which calls are in view is fetched when a list has become long. An agent had tabbed
  // to a call by then.
  it('keeps the focus while it is fetched what draws a long list', async () => {
    await openLongList({}, 300, 'not waiting');
    const button = pauseButton(3);
    act(() => {
      button.focus();
    });
    await act(() => vi.dynamicImportSettled());
    expect(button).toHaveFocus();
    expect(items()[3]).toContainElement(button);
  });

  it('draws every call when that cannot be fetched', async () => {
    vi.doMock('./longList.ts', () => {
      throw new Error('offline');
    });
    try {
      await openLongList({}, 203);
      expect(items()).toHaveLength(203);
      expect(items()[0]).not.toHaveAttribute('aria-posinset');
    } finally {
      vi.doUnmock('./longList.ts');
    }
  });

  it('draws every call again when only few are left', async () => {
    const { simulation, meanwhile, pass } = await openLongList({}, 203);
    await meanwhile(() => {
      for (let number = 0; number < 5; number += 1) simulation.endCall(`c${number}`);
    });
    await pass(61_000);
    expect(items()).toHaveLength(198);
    expect(items()[0]).not.toHaveAttribute('aria-posinset');
  });

  it('works in StrictMode', async () => {
    const fixture = await openList({ isStrict: true });
    await pause(fixture, 'c');
    expect(order()).toBe('c a b');
  });
});
