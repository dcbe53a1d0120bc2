// Replaces CometD's polling by `<script>` tags in the build of the elements; see scripts/build.mjs.
// CometD's client makes one of each transport, and `transport/cometdLink.ts` unregisters this one at
// once, so half a kilobyte would be loaded for nothing.

/** A transport that is created and unregistered, and never used. */
export class CallbackPollingTransport {
  readonly type = 'callback-polling';
}
