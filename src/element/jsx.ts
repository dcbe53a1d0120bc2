// `import 'tallylight/element/jsx'` declares the tags for the JSX of React and Preact. It has only types,
// and is an entry point of its own, so that a page without React needs no types of React.
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
  /** React 19 sets `desktop` and `headers` as properties. With React 18, set them through a `ref`. */
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
