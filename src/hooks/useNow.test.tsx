import { act, render, screen } from '@testing-library/react';
import { useLayoutEffect, type ReactElement } from 'react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { onTick } from '../watchers/everySecond.ts';
import { useNow } from './useNow.ts';

const start = Date.UTC(2026, 10, 21, 9, 0, 0, 400);

function fakeTime(): void {
  vi.useFakeTimers({ now: start });
  skipped = 0;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + skipped);
  onTestFinished(() => {
    vi.mocked(performance.now).mockRestore();
    vi.useRealTimers();
  });
}

/** Lets the steady clock go on without running any timers. */
function skip(milliseconds: number): void {
  skipped += milliseconds;
}

let skipped = 0;

function pass(milliseconds: number): void {
  act(() => {
    vi.advanceTimersByTime(milliseconds);
  });
}

describe('the clock of all widgets', () => {
  it.each([-24, 24])('does not change when the client’s clock is set by %i h', (hours) => {
    fakeTime();
    const drawn: number[] = [];
    render(<Clock drawn={drawn} />);
    vi.setSystemTime(start + hours * 3_600_000);
    pass(1_000);
    expect(new Set(drawn)).toEqual(new Set([start, start + 1_000]));
  });

  it('returns the same time at the first read and a moment later', () => {
    fakeTime();
    const drawn: number[] = [];
    render(<Clock drawn={drawn} />);
    expect(new Set(drawn)).toEqual(new Set([start]));
    pass(1_000);
    expect(new Set(drawn)).toEqual(new Set([start, start + 1_000]));
  });

  it('returns the same time when somebody subscribes some time after reading it', () => {
    fakeTime();
    onTick(() => undefined)();
    const drawn: number[] = [];
    skip(800);
    render(<Clock drawn={drawn} takes={300} />);
    expect(new Set(drawn).size).toBe(1);
  });

  it('returns the present time before its first tick, and not the time at which it last stopped', () => {
    fakeTime();
    onTick(() => undefined)();
    skip(3_600_000);
    // A pause that is not on the screen starts the clock.
    onTestFinished(onTick(() => undefined));
    const drawn: number[] = [];
    render(<Clock drawn={drawn} />);
    expect(new Set(drawn)).toEqual(new Set([start + 3_600_000]));
  });

  it('renders once when an awaited moment has come, and not before', () => {
    fakeTime();
    const drawn: number[] = [];
    render(<Alarm at={start + 60_000} drawn={drawn} />);
    const untilThen = drawn.length;
    pass(59_000);
    expect(drawn).toHaveLength(untilThen);
    pass(1_000);
    const atOnce = drawn.length;
    pass(60_000);
    expect(drawn).toHaveLength(atOnce);
    expect(new Set(drawn)).toEqual(new Set([0, start + 60_000]));
    expect(screen.getByText(start + 60_000)).toBeVisible();
  });
});

function Clock({
  drawn,
  takes = 0,
}: {
  readonly drawn: number[];
  /** How long the page takes from rendering it to running its effects, in ms. */
  readonly takes?: number;
}): ReactElement {
  const now = useNow(true);
  drawn.push(now);
  useLayoutEffect(() => {
    skip(takes);
  }, [takes]);
  return <p>{now}</p>;
}

function Alarm({ at, drawn }: { readonly at: number; readonly drawn: number[] }): ReactElement {
  const now = useNow(false, at);
  drawn.push(now);
  return <p>{now}</p>;
}
