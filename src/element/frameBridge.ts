import type { ErrorDetail, OperationDetail } from './events.ts';

export interface FrameBridgeOptions {
  /** The origins whose pages may send messages to this frame: `['https://desk.example']`. */
  readonly allowedOrigins: readonly string[];
}

/** The only message that the parent may send: which call to show. `''` shows none. */
interface ShowCall {
  readonly tallylight: 1;
  readonly type: 'show-call';
  readonly callId: string;
  readonly callLabel?: string | undefined;
}

/**
 * The messages that the frame sends. They contain ids, states, and codes; no credentials and no
 * personal data.
 *
 * - `ready` is sent once, when the frame listens. The parent answers it with `show-call`.
 * - `state` is sent when the state of the element changes, and as the answer to `show-call`.
 * - `operation` and `error` are sent with the elements' events of these names.
 */
export type FrameMessage = { readonly tallylight: 1 } & (
  | { readonly type: 'ready' }
  | {
      readonly type: 'state';
      readonly callId: string;
      readonly recordingState: string;
      readonly pending: string | null;
      readonly isStale: boolean;
    }
  | ({ readonly type: 'operation' } & OperationDetail)
  | {
      readonly type: 'error';
      readonly callId: string;
      readonly code: ErrorDetail['error']['code'];
    }
);

/**
 * Lets the page around a frame choose the call that an element in the frame shows, and tells it what
 * happens to the call. The frame sends `ready`. The parent answers with `show-call`, and sends it again
 * when the call changes. From then on it receives the other messages. Messages from origins that are
 * not on the list are ignored, and no message is sent to them.
 *
 * @returns a function that ends it
 * @example <caption>In the frame</caption>
 * const element = document.querySelector('tallylight-recording-controls');
 * connectToParent(element, { allowedOrigins: ['https://desk.example'] });
 *
 * @example <caption>In the parent</caption>
 * addEventListener('message', ({ origin, source, data }) => {
 *   if (origin !== 'https://frame.example') return;
 *   if (data.type === 'ready') {
 *     source.postMessage({ tallylight: 1, type: 'show-call', callId }, origin);
 *   }
 *   if (data.type === 'state') show(data.recordingState);
 * });
 */
export function connectToParent(
  element: HTMLElement,
  { allowedOrigins }: FrameBridgeOptions,
): () => void {
  const ending = new AbortController();
  let parentOrigin: string | undefined;

  const callId = (): string => element.getAttribute('call-id') ?? '';
  const say = (message: FrameMessage): void => {
    if (parentOrigin !== undefined) window.parent.postMessage(message, parentOrigin);
  };
  const sayState = (): void => {
    say({
      tallylight: 1,
      type: 'state',
      callId: callId(),
      recordingState: element.getAttribute('data-recording-state') ?? 'Unknown',
      pending: element.getAttribute('data-pending'),
      isStale: element.hasAttribute('data-stale'),
    });
  };

  const observer = new MutationObserver(sayState);
  observer.observe(element, {
    attributeFilter: ['data-recording-state', 'data-pending', 'data-stale'],
  });
  const listen = { signal: ending.signal };
  element.addEventListener(
    'tallylight-operation',
    ({ detail: { operationName, requestId, status } }) => {
      say({ tallylight: 1, type: 'operation', callId: callId(), operationName, requestId, status });
    },
    listen,
  );
  element.addEventListener(
    'tallylight-error',
    ({ detail: { error } }) => {
      say({ tallylight: 1, type: 'error', callId: callId(), code: error.code });
    },
    listen,
  );
  window.addEventListener(
    'message',
    ({ source, origin, data }) => {
      if (source !== window.parent || !allowedOrigins.includes(origin)) return;
      if (!isShowCall(data)) return;
      parentOrigin = origin;
      if (data.callLabel === undefined) element.removeAttribute('call-label');
      else element.setAttribute('call-label', data.callLabel);
      element.setAttribute('call-id', data.callId);
      // In a later task, because until then the element still has the state of the previous call.
      setTimeout(sayState, 0);
    },
    listen,
  );
  for (const origin of likelyOrigins(allowedOrigins)) {
    const ready: FrameMessage = { tallylight: 1, type: 'ready' };
    window.parent.postMessage(ready, origin);
  }
  return () => {
    observer.disconnect();
    ending.abort();
  };
}

/**
 * A message for an origin that is not the parent's is not delivered, and the browser logs an error. So
 * the list is reduced to the parent's origin in browsers that tell which origin that is.
 */
function likelyOrigins(allowedOrigins: readonly string[]): readonly string[] {
  // Older versions of Firefox do not have `ancestorOrigins`.
  const { ancestorOrigins }: { readonly ancestorOrigins?: DOMStringList } = window.location;
  return allowedOrigins.filter((origin) => !ancestorOrigins || ancestorOrigins[0] === origin);
}

function isShowCall(data: unknown): data is ShowCall {
  if (typeof data !== 'object' || data === null) return false;
  const { tallylight, type, callId, callLabel }: Partial<Record<keyof ShowCall, unknown>> = data;
  const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 256;
  return (
    tallylight === 1 &&
    type === 'show-call' &&
    isText(callId) &&
    (callLabel === undefined || isText(callLabel))
  );
}
