import type { ReactElement } from 'react';
import type { RecordingLook } from '../i18n/describeRecording.ts';
import type { RecordingOperationName } from '../model/recording.ts';

const strokeProps = {
  width: 16,
  height: 16,
  fill: 'none',
  stroke: 'currentColor',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** The names of the shapes of states in `src/styles/glyphs.css`. */
type Shape = 'disc' | 'ring' | 'bars' | 'crossed' | 'bar' | 'triangle' | 'dots';

/**
 * A glyph in two ways. Both are decoration only, because the words beside them say the same. Each is
 * one element that never changes, so that React does not compare it again.
 */
interface Glyph {
  /**
   * An empty element that the stylesheet gives its shape. Three of them cost Chromium 7 kB less than
   * three drawings. In a button, it has its shape by the `data-operation` of the button: only the glyph
   * of the state has `data-glyph`, so that a browser looks only at this one when its colour changes.
   */
  readonly shape: ReactElement;
  /** A drawing that needs no stylesheet, for an unstyled widget and for the buttons of a host. */
  readonly drawing: ReactElement;
}

/** @see Glyph */
export type GlyphKind = keyof Glyph;

/** Which of the two a widget uses for what it draws itself. */
export function glyphKind(unstyled: '' | undefined, rest: object): GlyphKind {
  return unstyled === '' || 'data-unstyled' in rest ? 'drawing' : 'shape';
}

function glyph(name: Shape, path: string, strokeWidth: number): Glyph {
  return {
    shape: <span key="glyph" data-part="glyph" data-glyph={name} />,
    drawing: drawing(path, strokeWidth),
  };
}

/** Draws lines. A dot is a short line with round ends. */
function drawing(path: string, strokeWidth: number): ReactElement {
  return (
    <svg
      key="glyph"
      data-part="glyph"
      // This belongs to the drawing and not to the stylesheet, so that the glyph is right without a
      // stylesheet.
      {...strokeProps}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={path} strokeWidth={strokeWidth} />
    </svg>
  );
}

const disc = /* @__PURE__ */ glyph('disc', 'M8 8h0', 12);
const ring = /* @__PURE__ */ glyph('ring', 'M8 3a5 5 0 1 0 .1 0z', 1.6);
const bars = /* @__PURE__ */ glyph('bars', 'M5.5 4v8m5-8v8', 3);
// The Stop button has the square, so the state *Stopped* has another shape: a ring that is crossed out.
const crossed = /* @__PURE__ */ glyph(
  'crossed',
  'M8 2.5a5.5 5.5 0 1 0 .1 0zM4.2 11.8l7.6-7.6',
  1.6,
);
const bar = /* @__PURE__ */ glyph('bar', 'M3 8h10', 2.4);
const triangle = /* @__PURE__ */ glyph('triangle', 'M8 2.4 14.6 14H1.4zM8 6.5v3m0 2.3v0', 1.6);
const dots = /* @__PURE__ */ glyph('dots', 'M3 8h0m5 0h0m5 0h0', 3);

/** The glyphs that show whether the fields below them can be used. */
export const lockGlyphs: Readonly<Record<'locked' | 'open', ReactElement>> = {
  locked: /* @__PURE__ */ drawing('M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2', 1.6),
  open: /* @__PURE__ */ drawing('M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 4.6-1.3', 1.6),
};

/** Each look has a shape of its own, so that nobody has to tell them apart by their colour. */
export const lookGlyphs: Readonly<Record<RecordingLook, Glyph>> = {
  checking: dots,
  none: ring,
  recording: disc,
  paused: bars,
  stopped: crossed,
  unknown: triangle,
  unconfirmed: triangle,
  ended: bar,
};

const inButton = <span key="glyph" data-part="glyph" />;

export const operationGlyphs: Readonly<Record<RecordingOperationName, Glyph>> = {
  StartCallRecording: { shape: inButton, drawing: disc.drawing },
  PauseCallRecording: { shape: inButton, drawing: bars.drawing },
  // This is not the sign for "play", because nothing is played back.
  ResumeCallRecording: {
    shape: inButton,
    drawing: /* @__PURE__ */ drawing('M8 2.5a5.5 5.5 0 1 0 .1 0zm0 4.5a1 1 0 1 0 .1 0z', 2),
  },
  StopCallRecording: { shape: inButton, drawing: /* @__PURE__ */ drawing('M5 5h6v6H5zl6 6', 4) },
};
