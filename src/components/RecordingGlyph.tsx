import type { ReactElement, ReactNode } from 'react';
import type { RecordingLook } from '../i18n/describeRecording.ts';
import type { RecordingOperationName } from '../model/recording.ts';

const disc = <circle cx="8" cy="8" r="6" fill="currentColor" />;
const ring = <circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.6" />;
const bars = (
  <path
    fill="currentColor"
    d="M4 2.5h2.2a.5.5 0 0 1 .5.5v10a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5Zm5.8 0H12a.5.5 0 0 1 .5.5v10a.5.5 0 0 1-.5.5H9.8a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5Z"
  />
);
const square = <rect x="3" y="3" width="10" height="10" rx="1.5" fill="currentColor" />;
const warning = (
  <g fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round">
    <path d="M8 1.8 15 14H1z" />
    <path d="M8 6.2v3.6M8 11.6v.9" strokeLinecap="round" />
  </g>
);
const dots = (
  <g fill="currentColor">
    <circle cx="3" cy="8" r="1.5" />
    <circle cx="8" cy="8" r="1.5" />
    <circle cx="13" cy="8" r="1.5" />
  </g>
);
// Not "play": nothing is played back.
const discInRing = (
  <>
    <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
    <circle cx="8" cy="8" r="2.8" fill="currentColor" />
  </>
);

/** A shape for each look, so that colour is only ever the third way to tell. */
export const lookGlyphs: Readonly<Record<RecordingLook, ReactNode>> = {
  checking: dots,
  none: ring,
  recording: disc,
  paused: bars,
  stopped: square,
  unknown: warning,
  unconfirmed: warning,
  ended: square,
};

export const operationGlyphs: Readonly<Record<RecordingOperationName, ReactNode>> = {
  StartCallRecording: disc,
  PauseCallRecording: bars,
  ResumeCallRecording: discInRing,
  StopCallRecording: square,
};

/** Decoration only: the words beside it say the same. */
export function Glyph({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <svg data-part="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}
