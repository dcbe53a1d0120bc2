// `import 'tallylight/element/jsx'` where React or Preact's JSX shall know the two tags. Types
// alone, and an entry point of its own, so that a page without React needs no React types.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { RecordingElement } from './RecordingElement.ts';

interface RecordingElementAttributes extends DetailedHTMLProps<
  HTMLAttributes<RecordingElement>,
  RecordingElement
> {
  readonly 'call-id': string;
  readonly 'base-url'?: string | undefined;
  readonly 'call-label'?: string | undefined;
  readonly 'data-theme'?: 'light' | 'dark' | undefined;
  readonly 'data-density'?: 'compact' | 'normal' | 'touch' | undefined;
  readonly 'data-contrast'?: 'more' | undefined;
  /** React 19 sets these as properties; with React 18 set them on the `ref`. */
  readonly desktop?: RecordingElement['desktop'] | undefined;
  readonly headers?: RecordingElement['headers'] | undefined;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'tallylight-recording-controls': RecordingElementAttributes;
      'tallylight-recording-status': RecordingElementAttributes;
    }
  }
}
