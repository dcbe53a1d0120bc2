// `import 'tallylight/element/vue'` declares the tags for Vue's templates. It has only types, and is
// written by hand as a declaration, because Vue is not installed where the library is built.
import type { HTMLAttributes } from 'vue';
import type { CallListElement, DesktopElement, TallylightEventMap } from './all.js';

/** The handlers for the element's own events, which are `@tallylight-operation` and the like in a template. */
type HandlersOf<Name extends keyof TallylightEventMap> = {
  readonly [Each in Name as `on${HandlerName<Each>}`]?:
    | ((event: TallylightEventMap[Each]) => void)
    | undefined;
};

/** Vue makes one word of a name with hyphens, as `TallylightOperation` of `tallylight-operation`. */
type HandlerName<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${HandlerName<Rest>}`
  : Capitalize<Name>;

/** Everything that any element takes. Of `data-testid` Vue makes `dataTestid`. */
interface ElementProps extends HTMLAttributes {
  readonly [attribute: `data${string}`]: unknown;
}

interface DesktopProps extends ElementProps, HandlersOf<'tallylight-diagnostic'> {
  readonly dataTheme?: 'light' | 'dark' | undefined;
  readonly dataDensity?: 'compact' | 'normal' | 'touch' | undefined;
  readonly dataContrast?: 'more' | undefined;
  readonly baseUrl?: string | undefined;
  readonly desktop?: DesktopElement['desktop'] | undefined;
  readonly headers?: DesktopElement['headers'] | undefined;
}

type CallEvents = 'tallylight-recordingchange' | 'tallylight-operation' | 'tallylight-error';

interface CallProps extends DesktopProps, HandlersOf<CallEvents> {
  readonly callId: string;
}

interface LabelledCallProps extends CallProps {
  readonly callLabel?: string | undefined;
}

interface SensitiveSectionProps extends CallProps, HandlersOf<'tallylight-blockchange'> {}

interface PauseLimitProps extends CallProps, HandlersOf<'tallylight-pausewarning'> {
  /** In ms. */
  readonly limit: number | string;
  readonly atLimit?: 'remind' | 'resume' | undefined;
}

interface CallListProps extends DesktopProps, HandlersOf<CallEvents | 'tallylight-callschange'> {
  readonly order?: CallListElement['order'] | undefined;
  readonly callLabel?: CallListElement['callLabel'] | undefined;
}

interface ConnectionStatusProps extends DesktopProps, HandlersOf<'tallylight-connectionchange'> {}

type Tag<Props> = new () => { readonly $props: Props };

declare module 'vue' {
  // A child of a custom element names its place. Vue's own declarations do not know that.
  interface HTMLAttributes {
    slot?: string | undefined;
  }

  interface GlobalComponents {
    'tallylight-recording-controls': Tag<LabelledCallProps>;
    'tallylight-recording-status': Tag<LabelledCallProps>;
    'tallylight-sensitive-section': Tag<SensitiveSectionProps>;
    'tallylight-pause-limit': Tag<PauseLimitProps>;
    'tallylight-recording-timeline': Tag<LabelledCallProps>;
    'tallylight-call-list': Tag<CallListProps>;
    'tallylight-connection-status': Tag<ConnectionStatusProps>;
    'tallylight-recording-toolbar': Tag<ElementProps>;
  }
}
