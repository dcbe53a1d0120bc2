// `import 'tallylight/element/jsx'` declares the tags for the JSX of React and Preact. It has only types,
// and is an entry point of its own, so that a page without React needs no types of React. In @types/react
// before 18.2.6 there is no `React.JSX`, and declaring it here hides all other tags.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { CallListElement } from './call-list.tsx';
import type { ConnectionStatusElement } from './connection-status.ts';
import type { DesktopElement } from './DesktopElement.ts';
import type { PauseLimitElement } from './pause-limit.ts';
import type { RecordingElement } from './RecordingElement.ts';
import type { RecordingTimelineElement } from './recording-timeline.ts';
import type { RecordingToolbarElement } from './recording-toolbar.ts';
import type { SensitiveSectionElement } from './sensitive-section.ts';

type ElementProps<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element>;

interface DesktopAttributes {
  readonly 'base-url'?: string | undefined;
  readonly 'data-theme'?: 'light' | 'dark' | undefined;
  readonly 'data-density'?: 'compact' | 'normal' | 'touch' | undefined;
  readonly 'data-contrast'?: 'more' | undefined;
  /**
   * React 19 sets `desktop` and `headers` as properties. Set them through a `ref` with React 18, and on a
   * page that a server has rendered, where React 19 sets no property either.
   */
  readonly desktop?: DesktopElement['desktop'] | undefined;
  readonly headers?: DesktopElement['headers'] | undefined;
}

interface CallAttributes extends DesktopAttributes {
  readonly 'call-id': string;
}

interface LabelledCallAttributes extends CallAttributes {
  readonly 'call-label'?: string | undefined;
}

interface RecordingElementAttributes
  extends ElementProps<RecordingElement>, LabelledCallAttributes {}

interface SensitiveSectionAttributes
  extends ElementProps<SensitiveSectionElement>, CallAttributes {}

interface PauseLimitAttributes extends ElementProps<PauseLimitElement>, CallAttributes {
  /** In ms. */
  readonly limit: number | string;
  readonly 'at-limit'?: 'remind' | 'resume' | undefined;
}

interface RecordingTimelineAttributes
  extends ElementProps<RecordingTimelineElement>, LabelledCallAttributes {}

interface CallListAttributes extends ElementProps<CallListElement>, DesktopAttributes {
  readonly order?: CallListElement['order'] | undefined;
  /** React 19 sets it as a property. With React 18, set it through a `ref`. */
  readonly callLabel?: CallListElement['callLabel'] | undefined;
}

interface ConnectionStatusAttributes
  extends ElementProps<ConnectionStatusElement>, DesktopAttributes {}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'tallylight-recording-controls': RecordingElementAttributes;
      'tallylight-recording-status': RecordingElementAttributes;
      'tallylight-sensitive-section': SensitiveSectionAttributes;
      'tallylight-pause-limit': PauseLimitAttributes;
      'tallylight-recording-timeline': RecordingTimelineAttributes;
      'tallylight-call-list': CallListAttributes;
      'tallylight-connection-status': ConnectionStatusAttributes;
      'tallylight-recording-toolbar': ElementProps<RecordingToolbarElement>;
    }
  }
}
