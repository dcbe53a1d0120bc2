import { useId, type ReactElement } from 'react';
import type { ReportedRecordingState } from '../index.ts';
import type { Certainty } from './useShown.ts';
import { useWidgetWords } from './words/useWords.ts';

/** A state from a time on. */
interface StripState {
  /** Epoch ms. */
  readonly at: number;
  readonly state: ReportedRecordingState;
  readonly certainty: Certainty;
}

export interface StripProps {
  /** Oldest first. Each lasts until the next one, and the last one until now. */
  readonly states: readonly StripState[];
  readonly from: number;
  readonly until: number;
}

/**
 * A strip of time, for the eye only, because the same is written beside it. Positions are
 * attributes in per cent, because the strict policy of the page allows no inline styles.
 */
export function Strip({ states, from, until }: StripProps): ReactElement {
  const id = useId();
  const { dir } = useWidgetWords();
  return (
    <svg className="strip" width="100%" height="20" aria-hidden="true">
      <defs>
        <pattern id={id} width="6" height="20" patternUnits="userSpaceOnUse">
          <path d="M2 0v20" />
        </pattern>
      </defs>
      <rect className="ground" width="100%" height="20" />
      {states.map(({ at, state, certainty }, index) => {
        const begin = Math.max(at, from);
        const end = Math.min(states[index + 1]?.at ?? until, until);
        if (end <= begin) return null;
        const percent = (ms: number): string => `${((100 * ms) / (until - from)).toFixed(2)}%`;
        const place = {
          x: percent(dir === 'rtl' ? until - end : begin - from),
          width: percent(end - begin),
        };
        return (
          <g key={at} data-state={state} data-certainty={certainty}>
            <rect
              {...place}
              {...shapes[state]}
              {...(state === 'Paused' && { fill: `url(#${id})` })}
            />
            {certainty !== 'sure' && <rect className="mark" {...place} y="16" height="4" />}
          </g>
        );
      })}
    </svg>
  );
}

/** Each state has a shape of its own, so that no colour is needed to tell them apart. */
const shapes: Readonly<Record<ReportedRecordingState, { readonly y: number; height: number }>> = {
  Recording: { y: 0, height: 14 },
  Paused: { y: 0, height: 14 },
  Stopped: { y: 10, height: 4 },
  None: { y: 10, height: 4 },
  Unknown: { y: 12, height: 2 },
};
