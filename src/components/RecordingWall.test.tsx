import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { createRef, Profiler, StrictMode, type ReactElement } from 'react';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createWallDouble, wallCalls, type WallDouble } from '../doubles/wallDouble.ts';
import { loadWallMessages } from '../i18n/loadWallMessages.ts';
import { wallEnglish } from '../i18n/wallEnglish.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { WallCall, WallSource } from '../model/wallSource.ts';
import { RecordingWall, type RecordingWallProps } from './RecordingWall.tsx';

// This DOM has no layout. The table shows what fits into 600 px, and a row has 48 px.
beforeEach(() => {
  const spies = [
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600),
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800),
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(48),
  ];
  vi.useFakeTimers();
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
    vi.useRealTimers();
  });
});

const call = (id: string, more: Partial<WallCall> = {}): WallCall => ({
  id,
  agent: `Agent ${id}`,
  recordingState: 'Recording',
  inStateFor: 0,
  beginning: 'seen',
  ...more,
});
const paused = (id: string, seconds: number, more: Partial<WallCall> = {}): WallCall =>
  call(id, { recordingState: 'Paused', inStateFor: seconds * 1_000, ...more });

interface RenderedWall extends WallDouble {
  readonly diagnostics: Diagnostic[];
  readonly commits: () => number;
  readonly show: (props?: Partial<RecordingWallProps>) => void;
  /** Sends a message, and waits until it is rendered and every row is at its place. */
  readonly deliver: (...messages: readonly unknown[]) => void;
}

/** React renders between the steps, as it does between the ticks of a clock. */
function pass(milliseconds: number): void {
  for (let left = milliseconds; left > 0; left -= 500)
    act(() => {
      vi.advanceTimersByTime(Math.min(left, 500));
    });
}

function renderWall(
  calls: readonly WallCall[],
  props: Partial<RecordingWallProps> = {},
  silentAfter?: number,
): RenderedWall {
  const double = createWallDouble(() => calls, silentAfter);
  const diagnostics: Diagnostic[] = [];
  let commits = 0;
  const wall = (more: Partial<RecordingWallProps>): ReactElement => (
    <Profiler id="wall" onRender={() => (commits += 1)}>
      <RecordingWall
        source={double.source}
        onDiagnostic={(each) => diagnostics.push(each)}
        {...props}
        {...more}
      />
    </Profiler>
  );
  const { rerender } = render(wall({}));
  pass(300);
  return {
    ...double,
    diagnostics,
    commits: () => commits,
    show: (more = {}) => rerender(wall(more)),
    deliver: (...messages) => {
      act(() => {
        for (const each of messages) double.say(each);
      });
      pass(1_100);
    },
  };
}

const rows = (): readonly HTMLElement[] =>
  screen.getAllByRole('row').filter(({ dataset }) => dataset['part'] === 'row');
const order = (): string =>
  rows()
    .map(({ dataset }) => dataset['callId'])
    .join(' ');
function rowOf(id: string): HTMLElement {
  const row = rows().find(({ dataset }) => dataset['callId'] === id);
  if (!row) throw new Error(`There is no row ${id}.`);
  return row;
}
const said = (): string =>
  [...document.querySelectorAll('[aria-live=polite]')].map((each) => each.textContent).join('');
const sourceLine = (): HTMLElement | null => document.querySelector('[data-part=source]');
const body = (): Element => grid().parentElement ?? grid();
const grid = (): HTMLElement => screen.getByRole('grid');

describe('the wall', () => {
  it('shows the longest pause first, then the calls in doubt, then the others', () => {
    renderWall([
      call('r'),
      call('u', { recordingState: 'Snoozing' }),
      paused('short', 10),
      call('old', { notHeardFor: 5_000 }),
      paused('long', 300),
      call('over', { state: 'Released', recordingState: 'Paused' }),
    ]);
    expect(order()).toBe('long short u old r over');
    expect(grid()).toHaveAttribute('aria-rowcount', '7');
    expect(rowOf('long')).toHaveAttribute('aria-rowindex', '2');
    expect(screen.getByRole('columnheader', { name: 'Recording' })).toHaveAttribute(
      'aria-sort',
      'other',
    );
  });

  it('shows for each call the state, for how long it lasts, and when the source last reported it', () => {
    renderWall([
      paused('a', 130.2, { label: 'Billing, +1 555 0100' }),
      paused('b', 70.2, { beginning: 'not-seen' }),
      paused('c', 60.2, { notHeardFor: 20_200 }),
      call('d', { doubt: 'capabilities' }),
      call('e', { state: 'Completed', recordingState: 'Paused' }),
    ]);
    expect(within(rowOf('a')).getByRole('rowheader')).toHaveTextContent('Agent a');
    const cells = (id: string): readonly (string | null)[] =>
      within(rowOf(id))
        .getAllByRole('gridcell')
        .map(({ textContent }) => textContent.replaceAll('\u00a0', ' '));
    // The clock that all rows share is up to a second behind. It may also be a second ahead, because
    // the test before this one has moved it on, and each test begins with the real time.
    const about = (pattern: RegExp): unknown => expect.stringMatching(pattern) as unknown;
    expect(cells('a')).toEqual([
      'Paused',
      about(/^2 min (9|10|11) sec$/),
      'Billing, +1 555 0100',
      'now',
    ]);
    expect(cells('b')).toEqual(['Paused', about(/^at least 1 min (9|10|11) sec$/), '', 'now']);
    // For twenty seconds nothing was reported, so the state is not known.
    expect(cells('c')).toEqual([
      'Paused last known',
      'at least 40 sec',
      '',
      about(/^(19|20|21) seconds ago$/),
    ]);
    expect(cells('d')).toEqual(['Recording in doubt', '0 sec', '', 'now']);
    expect(cells('e')).toEqual(['Call ended while paused', '', '', '']);
  });

  it('counts the calls of each state, whatever the filters show', () => {
    renderWall([paused('a', 1), paused('b', 2), call('c'), call('d', { notHeardFor: 1 })]);
    for (const [name, count] of [
      ['Paused', 2],
      ['In doubt', 1],
      ['Unknown', 0],
      ['Recording', 2],
    ] as const)
      expect(screen.getByRole('button', { name: `${name} ${count}` })).toBeVisible();
    fireEvent.click(screen.getByRole('button', { name: 'Paused 2' }));
    expect(order()).toBe('b a');
    expect(screen.getByRole('button', { name: 'Paused 2' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    fireEvent.click(screen.getByRole('button', { name: 'In doubt 1' }));
    expect(order()).toBe('b a d');
    expect(screen.getByText('Calls shown: 3 of 4')).toBeVisible();
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search agents and calls' }), {
      target: { value: 'agent B' },
    });
    expect(order()).toBe('b');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nobody' } });
    expect(screen.getByText('No call matches the filters.')).toBeVisible();
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(order()).toBe('b a d c');
  });

  it('says that there are no calls only after the source has said so', () => {
    const { source } = createWallDouble(() => []);
    const silent: WallSource = { subscribe: () => () => undefined };
    const { rerender } = render(<RecordingWall source={silent} />);
    pass(300);
    expect(screen.getByText('Checking…')).toBeVisible();
    expect(screen.queryByText('No calls')).toBeNull();
    pass(31_000);
    // The source has never sent anything, so there is no time of its last message.
    expect(sourceLine()).toHaveTextContent(/arriving\. May be out of date\.$/);
    expect(screen.queryByText('No calls')).toBeNull();
    rerender(<RecordingWall source={source} />);
    pass(300);
    expect(screen.getByText('No calls')).toBeVisible();
  });

  it('passes ref, className, style and all other props to its div', () => {
    const ref = createRef<HTMLDivElement>();
    renderWall([], { ref, className: 'mine', style: { height: '9px' }, title: 'Mine' } as object);
    expect(ref.current).toHaveAttribute('data-tallylight', 'recording-wall');
    expect(ref.current).toHaveClass('mine');
    expect(ref.current).toHaveStyle({ height: '9px' });
    expect(ref.current).toHaveAttribute('title', 'Mine');
  });

  it('uses the language of its messages', async () => {
    vi.useRealTimers();
    const messages = await loadWallMessages('de');
    vi.useFakeTimers();
    renderWall([paused('a', 130)], { messages });
    expect(screen.getByRole('grid', { name: 'Aufzeichnungen aller Gespräche' })).toBeVisible();
    expect(rowOf('a')).toHaveTextContent('Aufzeichnung pausiert');
    expect(document.querySelector('[data-tallylight=recording-wall]')).toHaveAttribute(
      'lang',
      'de',
    );
    expect(document.querySelector('[data-part=long-pauses]')).toHaveTextContent(
      'Aufzeichnung länger als 2 Minuten pausiert: 1.',
    );
  });

  it('works in StrictMode, with one subscription', () => {
    const { source, subscribed, ended } = createWallDouble(() => [call('a')]);
    const { unmount } = render(
      <StrictMode>
        <RecordingWall source={source} />
      </StrictMode>,
    );
    pass(300);
    expect(order()).toBe('a');
    expect(subscribed() - ended()).toBe(1);
    unmount();
    expect(subscribed() - ended()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('prints also the rows that are not on the screen', () => {
    renderWall(wallCalls(100));
    expect(rows().length).toBeLessThan(40);
    fireEvent(window, new Event('beforeprint'));
    expect(rows()).toHaveLength(100);
    fireEvent(window, new Event('afterprint'));
    expect(rows().length).toBeLessThan(40);
  });
});

describe('a source that sends nothing', () => {
  it('makes each row stale and stops its time', () => {
    const { deliver, subscribed } = renderWall([paused('a', 60), call('b')], {}, 20_000);
    pass(19_000);
    expect(rowOf('a')).not.toHaveAttribute('data-stale');
    pass(12_000);
    for (const id of ['a', 'b']) expect(rowOf(id)).toHaveAttribute('data-stale');
    expect(rowOf('a')).toHaveTextContent(/at least 1\smin/);
    expect(sourceLine()).toHaveTextContent(
      'No messages are arriving. May be out of date. Last heard 31 seconds ago.',
    );
    expect(said()).toBe('No messages are arriving. May be out of date.');
    // The message is about one call only, so the wall subscribes again to get all of them.
    const before = subscribed();
    deliver({ type: 'heard' });
    expect(subscribed()).toBe(before + 1);
    for (const id of ['a', 'b']) expect(rowOf(id)).not.toHaveAttribute('data-stale');
  });

  it('has its calls marked until it reports each of them again', () => {
    const double = createWallDouble(() => [call('a'), call('b')]);
    render(<RecordingWall source={double.source} />);
    pass(300);
    act(() => double.say({ type: 'lost' }));
    pass(1_100);
    act(() => double.say({ type: 'heard' }));
    pass(1_100);
    expect(rowOf('a')).toHaveAttribute('data-stale');
    expect(sourceLine()).toHaveTextContent('Connection lost.');
    act(() => double.say({ type: 'snapshot', calls: [call('a')] }));
    pass(1_100);
    expect(rowOf('a')).not.toHaveAttribute('data-stale');
    expect(order()).toBe('a');
  });

  it('does not count as known when it begins without a snapshot', () => {
    let say = (_message: unknown): void => undefined;
    const source: WallSource = {
      subscribe: (listener) => {
        say = listener as typeof say;
        return () => undefined;
      },
    };
    render(<RecordingWall source={source} />);
    pass(31_000);
    act(() => say({ type: 'heard' }));
    pass(1_100);
    expect(screen.queryByText('No calls')).toBeNull();
    expect(sourceLine()).toHaveAttribute('data-phase', 'waiting');
    act(() => say({ type: 'call', call: call('a') }));
    pass(1_100);
    expect(rowOf('a')).not.toHaveAttribute('data-stale');
    expect(sourceLine()).toHaveAttribute('data-phase', 'waiting');
  });

  it('stays stale when its messages cannot be read', () => {
    const { say } = renderWall([call('a')], {}, 20_000);
    for (let second = 0; second < 25; second += 5) {
      act(() => say({ type: 'what?' }));
      pass(5_000);
    }
    expect(rowOf('a')).toHaveAttribute('data-stale');
  });

  it('is stale after a sleep, although the steady clock of some computers stops during it', () => {
    renderWall([call('a')], {}, 20_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    pass(20_000);
    expect(rowOf('a')).toHaveAttribute('data-stale');
  });

  it('can mark one call only, whose desktop has lost the server', () => {
    const { deliver } = renderWall([call('a'), call('b')]);
    deliver({ type: 'call', call: call('a', { notHeardFor: 3_000 }) });
    expect(rowOf('a')).toHaveAttribute('data-stale');
    expect(rowOf('b')).not.toHaveAttribute('data-stale');
    expect(order()).toBe('a b');
  });
});

describe('invalid data', () => {
  const hostile: readonly unknown[] = [
    undefined,
    null,
    7,
    'snapshot',
    [],
    { type: 'snapshot', calls: 'all' },
    { type: 'call', call: null },
    { type: 'call', call: { id: 'x'.repeat(5_000) } },
    { type: 'gone', id: {} },
    { type: '__proto__' },
    {
      get type() {
        throw new Error('no');
      },
    },
  ];

  it('changes nothing, is counted on the wall, and is reported with a code', () => {
    const { deliver, diagnostics } = renderWall([call('a')]);
    deliver(...hostile);
    expect(rowOf('a')).toHaveTextContent('Recording');
    expect(diagnostics).toHaveLength(hostile.length);
    for (const each of diagnostics)
      expect(each).toMatchObject({ code: 'unreadable-input', source: 'wall' });
    expect(
      screen.getByText(`Messages that could not be read: ${hostile.length}. May be out of date.`),
    ).toBeVisible();
    deliver({ type: 'snapshot', calls: [call('a')] });
    expect(screen.queryByText(/could not be read/)).toBeNull();
  });

  it('does not say that there are no calls when it could read none', () => {
    const { deliver } = renderWall([]);
    deliver({ type: 'snapshot', calls: [{}, 7] });
    expect(screen.queryByText('No calls')).toBeNull();
    expect(screen.getByText(/could not be read: 2/)).toBeVisible();
  });

  it('is shown as unknown where the state is not a known one, and is reported once', () => {
    const { deliver, diagnostics } = renderWall([call('a')]);
    const odd = { type: 'call', call: call('a', { recordingState: 'Snoozing' }) };
    deliver(odd);
    deliver(odd);
    expect(rowOf('a')).toHaveTextContent('Unknown');
    expect(rowOf('a')).toHaveAttribute('data-look', 'unknown');
    expect(diagnostics).toEqual([
      { code: 'unknown-recording-state', callId: 'a', value: 'Snoozing' },
    ]);
  });

  it('never becomes markup', () => {
    renderWall([call('a', { agent: '<img src=x onerror=alert(1)>', label: '\u202egnp.exe' })]);
    expect(document.querySelector('img')).toBeNull();
    expect(within(rowOf('a')).getByRole('rowheader')).toHaveTextContent('<img');
    // The direction of a name ends with the name.
    expect(rowOf('a').querySelectorAll('bdi')).toHaveLength(2);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['returns nothing', () => undefined],
    ['returns a promise that is rejected', () => Promise.reject(new Error('no'))],
    [
      'returns an end that throws',
      () => () => {
        throw new Error('no');
      },
    ],
  ])('does not make the wall fail: a source that %s', async (_, subscribe) => {
    const diagnostics: Diagnostic[] = [];
    const { unmount } = render(
      <RecordingWall
        // The value does not have the type that is declared.
        source={{ subscribe } as unknown as WallSource}
        onDiagnostic={(each) => diagnostics.push(each)}
      />,
    );
    await act(async () => {
      await vi.advanceTimersByTimeAsync(300);
    });
    expect(grid()).toBeVisible();
    unmount();
    for (const { code } of diagnostics) expect(code).toBe('host-callback-failed');
  });

  it.each([undefined, 0, -1, NaN, Infinity, 'soon', {}])(
    'waits as long as usual where silentAfter is %s',
    (silentAfter) => {
      const { source } = createWallDouble(() => [call('a')]);
      render(<RecordingWall source={{ ...source, silentAfter } as unknown as WallSource} />);
      pass(29_000);
      expect(rowOf('a')).not.toHaveAttribute('data-stale');
      pass(2_000);
      expect(rowOf('a')).toHaveAttribute('data-stale');
    },
  );

  it('has the English words where those of the host throw or are missing, and the host is told once', async () => {
    const messages = {
      ...(await loadWallMessages('de')),
      atLeast: () => {
        throw new Error('no');
      },
      wall: { ...wallEnglish.wall, none: undefined, label: 'Aufzeichnungen' },
    } as unknown as typeof wallEnglish;
    const { diagnostics } = renderWall([paused('a', 60, { beginning: 'not-seen' })], { messages });
    pass(1_100);
    expect(rowOf('a')).toHaveTextContent(/at least 1\sMin/);
    expect(rowOf('a')).toHaveTextContent('Aufzeichnung pausiert');
    pass(10_000);
    // The host is told in a microtask.
    await Promise.resolve();
    expect(diagnostics).toMatchObject([
      { code: 'incomplete-messages', message: expect.stringContaining('wall.none') },
      { code: 'host-callback-failed', callback: 'messages' },
    ]);
  });
});

describe('the order', () => {
  const calls = [call('a'), call('b'), call('c')];

  it('follows the changes, at most once a second', () => {
    const { deliver, say } = renderWall(calls);
    deliver({ type: 'call', call: paused('c', 0) });
    expect(order()).toBe('c a b');
    act(() => say({ type: 'call', call: paused('b', 0) }));
    act(() => say({ type: 'call', call: call('c') }));
    // The row shows the new state at once. It moves when the second is over.
    pass(300);
    expect(rowOf('b')).toHaveTextContent('Paused');
    expect(order()).toBe('c a b');
    pass(1_000);
    expect(order()).toBe('b a c');
  });

  it('does not change under the pointer, and the wall says that it waits', () => {
    const { deliver } = renderWall(calls);
    const note = (): HTMLElement | null =>
      grid().parentElement?.querySelector<HTMLElement>('[data-part=order]') ?? null;
    fireEvent.pointerMove(rowOf('b'));
    deliver({ type: 'call', call: paused('c', 0) }, { type: 'call', call: paused('d', 9) });
    deliver({ type: 'gone', id: 'a' });
    expect(order()).toBe('a b c d');
    expect(rowOf('a')).toHaveTextContent('No longer reported');
    expect(sourceLine()).toHaveTextContent('Calls shown: 3 of 3');
    expect(note()).toHaveAttribute('data-order', 'behind');
    pass(60_000);
    expect(order()).toBe('a b c d');
    fireEvent.pointerLeave(body());
    expect(order()).toBe('d c b');
    expect(note()).toHaveAttribute('data-order', 'free');
  });

  it('is updated by a button, although the pointer is in the table', () => {
    const { deliver } = renderWall(calls);
    fireEvent.pointerMove(rowOf('b'));
    deliver({ type: 'call', call: paused('c', 0) });
    const button = screen.getByRole('button', { name: 'Sort now' });
    act(() => button.focus());
    fireEvent.click(button);
    expect(order()).toBe('c a b');
    // The button has disappeared, and the focus has not moved to the page.
    expect(grid()).toContainElement(document.activeElement as HTMLElement);
  });

  it('does not change while the focus is inside, until Escape asks for it, and keeps the focus', () => {
    const { deliver } = renderWall(calls);
    const cell = within(rowOf('a')).getByRole('rowheader');
    act(() => cell.focus());
    deliver({ type: 'call', call: paused('c', 0) });
    expect(order()).toBe('a b c');
    fireEvent.keyDown(cell, { key: 'Escape' });
    expect(order()).toBe('c a b');
    expect(cell).toHaveFocus();
    // A call that is gone keeps its row while it has the focus.
    deliver({ type: 'gone', id: 'a' });
    fireEvent.keyDown(cell, { key: 'Escape' });
    expect(cell).toHaveFocus();
    act(() => cell.blur());
    pass(1_100);
    expect(order()).toBe('c b');
  });
});

describe('the keyboard', () => {
  const focused = (): string => {
    const cell = document.activeElement as HTMLElement;
    return `${cell.closest<HTMLElement>('[role=row]')?.dataset['callId']} ${cell.dataset['part']}`;
  };

  it('goes from cell to cell, with one tab stop', () => {
    renderWall(Array.from({ length: 200 }, (_, index) => call(`${index}`)));
    const stops = (): readonly Element[] => [...grid().querySelectorAll('[tabindex="0"]')];
    expect(stops()).toHaveLength(1);
    act(() => (stops()[0] as HTMLElement).focus());
    expect(focused()).toBe('0 agent');
    for (const [key, where, more] of [
      ['ArrowDown', '1 agent'],
      ['ArrowRight', '1 recording'],
      ['End', '1 heard'],
      ['ArrowRight', '1 heard'],
      ['PageDown', '11 heard'],
      ['End', '199 heard', { ctrlKey: true }],
      ['ArrowDown', '199 heard'],
      ['ArrowUp', '198 heard'],
      ['Home', '198 agent'],
      ['Home', '0 agent', { ctrlKey: true }],
    ] as const) {
      fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
      expect(focused()).toBe(where);
      expect(stops()).toHaveLength(1);
    }
  });
});

describe('the announcement', () => {
  it('says how many recordings have been paused for long, and later again when there are more', () => {
    const { deliver } = renderWall([paused('a', 100), paused('b', 110), call('c')]);
    expect(screen.getByText('Paused longer than 2 minutes: 0.')).toBeVisible();
    expect(said()).toBe('');
    pass(11_000);
    expect(said()).toBe('Paused longer than 2 minutes: 1.');
    expect(rowOf('b')).toHaveAttribute('data-long-pause');
    pass(8_000);
    expect(said()).toBe('Paused longer than 2 minutes: 1.');
    pass(5_000);
    expect(said()).toBe('Paused longer than 2 minutes: 2.');
    deliver({ type: 'heard' });
    expect(document.querySelector('[aria-live=assertive]')).toHaveTextContent('');
  });
});

describe('a thousand calls', () => {
  it('have only the visible rows in the page', () => {
    renderWall(wallCalls(1_000));
    expect(grid()).toHaveAttribute('aria-rowcount', '1001');
    expect(rows().length).toBeLessThan(40);
  });

  // The row of a call whose beginning is not known says "at least" each time it renders.
  const messages = { ...wallEnglish, atLeast: vi.fn((time: string) => `at least ${time}`) };
  const alike = Array.from({ length: 1_000 }, (_, index) =>
    call(`${index}`, { beginning: 'not-seen' }),
  );

  it('render once for all events of a frame, and only the row of the call that has changed', () => {
    const { say, commits } = renderWall(alike, { messages });
    pass(2_000);
    const before = commits();
    messages.atLeast.mockClear();
    for (let event = 0; event < 50; event += 1)
      act(() => say({ type: 'call', call: { ...alike[3], label: `${event}` } }));
    expect(commits() - before).toBe(0);
    pass(17);
    expect(commits() - before).toBe(1);
    // StrictMode renders it twice.
    expect(messages.atLeast.mock.calls.length).toBeLessThanOrEqual(2);
    expect(rowOf('3')).toHaveTextContent('49');
  });

  it('do not render at all for a call that is not on the screen, while no number changes', () => {
    const { say, commits } = renderWall(alike, { messages });
    pass(2_000);
    const before = commits();
    for (let frame = 0; frame < 10; frame += 1) {
      act(() => say({ type: 'call', call: call(`${900 + frame}`, { label: 'other' }) }));
      pass(17);
    }
    expect(commits() - before).toBe(0);
  });

  it('change the order once for many events within a second', () => {
    const { say } = renderWall(alike);
    pass(2_000);
    const orders = new Set<string>();
    for (let frame = 0; frame < 60; frame += 1) {
      act(() => {
        for (let event = 0; event < 4; event += 1)
          say({ type: 'call', call: paused(`${999 - frame}`, frame) });
      });
      pass(16);
      orders.add(order());
    }
    expect(orders.size).toBeLessThanOrEqual(3);
  });
});
