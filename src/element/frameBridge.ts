import type { ErrorDetail, OperationDetail } from './events.ts';

export interface FrameBridgeOptions {
  /** The origins whose pages may embed this one and speak to it: `['https://desk.example']`. */
  readonly allowedOrigins: readonly string[];
}

/** What the parent may say, and all of it: which call to show. `''` is none. */
interface ShowCall {
  readonly tallylight: 1;
  readonly type: 'show-call';
  readonly callId: string;
  readonly callLabel?: string | undefined;
}

/**
 * What the frame says. No credentials, no personal data: ids, states and codes.
 *
 * - `ready` once, when it listens: the moment for `show-call`
 * - `state` whenever what the element says on itself changes, and as an answer to `show-call`
 * - `operation` and `error` with the elements' events of that name
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
 * Lets the page around a frame say which call an element in it shows, and hear what becomes of it.
 * The frame says `ready`, the parent answers with `show-call`, again whenever the call changes, and
 * from then on hears the rest. Only origins on the list are heard, and only they are spoken to.
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
      // After the turn: until then the element still says what it said of the call before.
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
 * A message to any other origin than the parent's is not delivered, and a browser complains of it
 * in its console; so only the parent's is tried where a browser says which it is.
 */
function likelyOrigins(allowedOrigins: readonly string[]): readonly string[] {
  // Firefox has learned it late.
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
