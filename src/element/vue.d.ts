// `import 'tallylight/element/vue'` declares the tags for Vue's templates. It has only types, and is
// written by hand as a declaration, because Vue is not installed where the library is built.
import type { RecordingElement } from './index.js';

interface RecordingElementProps {
  readonly callId: string;
  readonly baseUrl?: string | undefined;
  readonly callLabel?: string | undefined;
  readonly desktop?: RecordingElement['desktop'] | undefined;
  readonly headers?: RecordingElement['headers'] | undefined;
}

declare module 'vue' {
  interface GlobalComponents {
    'tallylight-recording-controls': new () => { readonly $props: RecordingElementProps };
    'tallylight-recording-status': new () => { readonly $props: RecordingElementProps };
  }
}
