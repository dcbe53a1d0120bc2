import type { ReactElement } from 'react';
import type { RecordingLook } from '../i18n/describeRecording.ts';
import type { RecordingOperationName } from '../model/recording.ts';

const disc = 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z';
const hole = 'M8 3.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8z';
const core = 'M8 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z';
const bars = 'M3.5 2.5h3.2v11H3.5zM9.3 2.5h3.2v11H9.3z';
const square = 'M3 3h10v10H3z';
const triangle = 'M8 1 15.6 14.6H.4zM8 4.2 3.1 13h9.8zM7.2 6.6h1.6v3.2H7.2zM7.2 10.6h1.6v1.4H7.2z';
const dots = 'M1.5 6.5h3v3h-3zM6.5 6.5h3v3h-3zM11.5 6.5h3v3h-3z';

/** A shape for each look, so that colour is only ever the third way to tell. */
export const lookGlyphs: Readonly<Record<RecordingLook, string>> = {
  checking: dots,
  none: disc + hole,
  recording: disc,
  paused: bars,
  stopped: square,
  unknown: triangle,
  unconfirmed: triangle,
  ended: square,
};

export const operationGlyphs: Readonly<Record<RecordingOperationName, string>> = {
  StartCallRecording: disc,
  PauseCallRecording: bars,
  // Not "play": nothing is played back.
  ResumeCallRecording: disc + hole + core,
  StopCallRecording: square,
};

/** Decoration only: the words beside it say the same. */
export function Glyph({ path }: { readonly path: string }): ReactElement {
  return (
    <svg data-part="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={path} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
