// `import 'tallylight/element/svelte'` declares the tags for Svelte's templates. It has only types, and is
// written by hand as a declaration, because Svelte is not installed where the library is built.
import type { HTMLAttributes } from 'svelte/elements';
import type { RecordingElement } from './index.js';

interface RecordingElementAttributes extends HTMLAttributes<RecordingElement> {
  'call-id': string;
  'base-url'?: string | undefined;
  'call-label'?: string | undefined;
  desktop?: RecordingElement['desktop'] | undefined;
  headers?: RecordingElement['headers'] | undefined;
}

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'tallylight-recording-controls': RecordingElementAttributes;
    'tallylight-recording-status': RecordingElementAttributes;
  }
}
