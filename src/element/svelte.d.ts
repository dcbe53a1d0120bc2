// `import 'tallylight/element/svelte'` declares the tags for Svelte's templates. It has only types, and is
// written by hand as a declaration, because Svelte is not installed where the library is built.
import type { HTMLAttributes } from 'svelte/elements';
import type {
  CallListElement,
  ConnectionStatusElement,
  DesktopElement,
  PauseLimitElement,
  RecordingElement,
  RecordingTimelineElement,
  RecordingToolbarElement,
  SensitiveSectionElement,
  TallylightEventMap,
} from './all.js';

/** The handlers for events that are the element's own: Svelte passes `ontallylight-…` on to the element. */
type HandlersOf<Name extends keyof TallylightEventMap> = {
  [Each in Name as `on${Each}`]?: ((event: TallylightEventMap[Each]) => void) | undefined;
};

interface DesktopAttributes extends HandlersOf<'tallylight-diagnostic'> {
  'base-url'?: string | undefined;
  desktop?: DesktopElement['desktop'] | undefined;
  headers?: DesktopElement['headers'] | undefined;
}

type CallEvents = 'tallylight-recordingchange' | 'tallylight-operation' | 'tallylight-error';

interface CallAttributes extends DesktopAttributes, HandlersOf<CallEvents> {
  'call-id': string;
}

interface RecordingElementAttributes extends HTMLAttributes<RecordingElement>, CallAttributes {
  'call-label'?: string | undefined;
}

interface SensitiveSectionAttributes
  extends
    HTMLAttributes<SensitiveSectionElement>,
    CallAttributes,
    HandlersOf<'tallylight-blockchange'> {}

interface PauseLimitAttributes
  extends HTMLAttributes<PauseLimitElement>, CallAttributes, HandlersOf<'tallylight-pausewarning'> {
  /** In ms. */
  limit: number | string;
  'at-limit'?: 'remind' | 'resume' | undefined;
}

interface RecordingTimelineAttributes
  extends HTMLAttributes<RecordingTimelineElement>, CallAttributes {
  'call-label'?: string | undefined;
}

interface CallListAttributes
  extends
    HTMLAttributes<CallListElement>,
    DesktopAttributes,
    HandlersOf<CallEvents | 'tallylight-callschange'> {
  order?: CallListElement['order'] | undefined;
  callLabel?: CallListElement['callLabel'] | undefined;
}

interface ConnectionStatusAttributes
  extends
    HTMLAttributes<ConnectionStatusElement>,
    DesktopAttributes,
    HandlersOf<'tallylight-connectionchange'> {}

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'tallylight-recording-controls': RecordingElementAttributes;
    'tallylight-recording-status': RecordingElementAttributes;
    'tallylight-sensitive-section': SensitiveSectionAttributes;
    'tallylight-pause-limit': PauseLimitAttributes;
    'tallylight-recording-timeline': RecordingTimelineAttributes;
    'tallylight-call-list': CallListAttributes;
    'tallylight-connection-status': ConnectionStatusAttributes;
    'tallylight-recording-toolbar': HTMLAttributes<RecordingToolbarElement>;
  }
}
