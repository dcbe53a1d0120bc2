// `import 'tallylight/element/vue'` declares the tags for Vue's templates. It has only types, and is
// written by hand as a declaration, because Vue is not installed where the library is built.
import type { CallListElement, DesktopElement } from './all.js';

interface DesktopProps {
  readonly baseUrl?: string | undefined;
  readonly desktop?: DesktopElement['desktop'] | undefined;
  readonly headers?: DesktopElement['headers'] | undefined;
}

interface CallProps extends DesktopProps {
  readonly callId: string;
}

interface LabelledCallProps extends CallProps {
  readonly callLabel?: string | undefined;
}

interface PauseLimitProps extends CallProps {
  /** In ms. */
  readonly limit: number | string;
  readonly atLimit?: 'remind' | 'resume' | undefined;
}

interface CallListProps extends DesktopProps {
  readonly order?: CallListElement['order'] | undefined;
  readonly callLabel?: CallListElement['callLabel'] | undefined;
}

type Tag<Props> = new () => { readonly $props: Props };

declare module 'vue' {
  interface GlobalComponents {
    'tallylight-recording-controls': Tag<LabelledCallProps>;
    'tallylight-recording-status': Tag<LabelledCallProps>;
    'tallylight-sensitive-section': Tag<CallProps>;
    'tallylight-pause-limit': Tag<PauseLimitProps>;
    'tallylight-recording-timeline': Tag<LabelledCallProps>;
    'tallylight-call-list': Tag<CallListProps>;
    'tallylight-connection-status': Tag<DesktopProps>;
    'tallylight-recording-toolbar': Tag<{
      readonly ariaLabel?: string | undefined;
      readonly ariaLabelledby?: string | undefined;
      readonly ariaOrientation?: 'horizontal' | 'vertical' | undefined;
    }>;
  }
}
