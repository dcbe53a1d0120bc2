// `import 'tallylight/element/vue'` where Vue's templates shall know the two tags. Types alone. It is
// written as a declaration, since Vue is not installed where the library is built.
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
