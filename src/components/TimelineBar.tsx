import type { ReactElement } from 'react';
import type { TimelineKind, TimelineStretch } from '../model/timeline.ts';

export interface TimelineBarProps {
  /** The id is unique on the page, because the SVG patterns are found by it. */
  readonly id: string;
  readonly label: string;
  readonly dir: 'ltr' | 'rtl';
  readonly stretches: readonly TimelineStretch[];
  /** The stretch that the arrow keys are on, and the one whose times are shown below, by index. */
  readonly current: number;
  readonly shown: number;
  /** The text of the current stretch for screen readers. */
  readonly valueText: string | undefined;
  readonly onChoose: (index: number | undefined) => void;
  readonly onHover: (index: number | undefined) => void;
}

/** The picture. It is one stop for the Tab key, and the arrow keys go along the call. */
export function TimelineBar(props: TimelineBarProps): ReactElement {
  const { id, label, dir, stretches, current, shown, valueText, onChoose, onHover } = props;
  const last = stretches.length - 1;
  const total = stretches[last]?.until ?? 0;
  const drawn = stretches.map(({ kind, ...ends }, index) => ({
    kind,
    at: barPosition(ends, total, dir),
    index,
  }));

  return (
    <div
      data-part="bar"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- all steps of an input have one length, and its thumb would hide what is below it
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={current}
      aria-valuetext={valueText}
      // The chosen stretch is kept on focus, because otherwise a screen reader would read a new
      // part of the call as if the agent had gone there.
      onFocus={() => onChoose(current)}
      onBlur={() => onChoose(undefined)}
      onKeyDown={(event) => {
        const next = indexForKey(event.key, current, last, dir);
        if (next === undefined) return;
        event.preventDefault();
        onChoose(next);
        onHover(undefined);
      }}
      onPointerLeave={() => onHover(undefined)}
    >
      <svg width="100%" height="24" aria-hidden="true">
        <Patterns id={id} />
        {[...drawn.filter(isSolid), ...drawn.filter((each) => !isSolid(each))].map(
          ({ kind, at, index }) => (
            <g
              key={index}
              onPointerEnter={() => onHover(index)}
              // This event comes before the focus event, and the focus keeps the stretch that was
              // chosen here.
              onPointerDown={() => onChoose(index)}
            >
              <rect data-ground={kind} {...at} y={0} height={16} />
              <rect {...at} {...timelineShape(kind, id)} />
            </g>
          ),
        )}
        <rect data-part="cursor" {...drawn[shown]?.at} y={20} height={2} />
      </svg>
    </div>
  );
}

/** The other kinds are drawn over these two, so that even one second of them can be seen. */
function isSolid({ kind }: { readonly kind: TimelineKind }): boolean {
  return kind === 'recorded' || kind === 'not-recorded';
}

/**
 * Returns the stretch that a key leads to, from 0 to `last`. Time runs in the direction of the
 * writing.
 */
function indexForKey(
  key: string,
  current: number,
  last: number,
  dir: 'ltr' | 'rtl',
): number | undefined {
  const forward = dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const backward = dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case forward:
    case 'ArrowUp':
      return Math.min(current + 1, last);
    case backward:
    case 'ArrowDown':
      return Math.max(current - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/**
 * Positions in per cent of the bar. They are attributes, because a strict page allows no inline
 * styles.
 */
function barPosition(
  { from, until }: Pick<TimelineStretch, 'from' | 'until'>,
  total: number,
  dir: 'ltr' | 'rtl',
): { readonly x: string; readonly width: string } {
  const percent = (ms: number): string => `${((100 * ms) / total).toFixed(3)}%`;
  return { x: percent(dir === 'rtl' ? total - until : from), width: percent(until - from) };
}

/** Each kind has a shape of its own, so that nobody has to tell them apart by their colour. */
export function timelineShape(
  kind: TimelineKind,
  id: string,
): { readonly 'data-kind': TimelineKind; y: number; height: number; fill?: string } {
  switch (kind) {
    case 'recorded':
      return { 'data-kind': kind, y: 0, height: 16 };
    case 'paused':
      return { 'data-kind': kind, y: 1, height: 14, fill: `url(#${id}bars)` };
    case 'not-recorded':
      return { 'data-kind': kind, y: 6, height: 4 };
    case 'unknown':
      return { 'data-kind': kind, y: 1, height: 14, fill: `url(#${id}dots)` };
    default:
      return kind satisfies never;
  }
}

function Patterns({ id }: { readonly id: string }): ReactElement {
  return (
    <defs>
      <pattern id={`${id}bars`} width="6" height="16" patternUnits="userSpaceOnUse">
        <path d="M2.5 0v16" data-part="bars" />
      </pattern>
      <pattern id={`${id}dots`} width="6" height="6" patternUnits="userSpaceOnUse">
        <path d="M3 4.5h0" data-part="dots" />
      </pattern>
    </defs>
  );
}
