// `import 'tallylight/element/vue'` declares the tags for Vue's templates. It has only types, and is
// written by hand as a declaration, because Vue is not installed where the library is built.
import type { CallListElement, DesktopElement, TallylightEventMap } from './all.js';

/** The handlers for the element's own events, which are `@tallylight-operation` and the like in a template. */
type HandlersOf<Name extends keyof TallylightEventMap> = {
  readonly [Each in Name as `on${HandlerName<Each>}`]?:
    ((event: TallylightEventMap[Each]) => void) | undefined;
};

/** Vue makes one word of a name with hyphens, as `TallylightOperation` of `tallylight-operation`. */
type HandlerName<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${HandlerName<Rest>}`
  : Capitalize<Name>;

interface DesktopProps {
  readonly id?: string | undefined;
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
  interface GlobalComponents {
    'tallylight-recording-controls': Tag<LabelledCallProps>;
    'tallylight-recording-status': Tag<LabelledCallProps>;
    'tallylight-sensitive-section': Tag<SensitiveSectionProps>;
    'tallylight-pause-limit': Tag<PauseLimitProps>;
    'tallylight-recording-timeline': Tag<LabelledCallProps>;
    'tallylight-call-list': Tag<CallListProps>;
    'tallylight-connection-status': Tag<ConnectionStatusProps>;
    'tallylight-recording-toolbar': Tag<{
      readonly ariaLabel?: string | undefined;
      readonly ariaLabelledby?: string | undefined;
      readonly ariaOrientation?: 'horizontal' | 'vertical' | undefined;
    }>;
  }
}
