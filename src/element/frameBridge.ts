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
  readonly callLabel?: string;
}

/**
 * What the frame says. No credentials, no personal data: ids, states and codes.
 *
 * - `state` whenever what the element says on itself changes, and as an answer to `show-call`
 * - `operation` and `error` with the elements' events of that name
 */
export type FrameMessage = { readonly tallylight: 1; readonly callId: string } & (
  | {
      readonly type: 'state';
      readonly recordingState: string;
      readonly pending: string | null;
      readonly isStale: boolean;
    }
  | ({ readonly type: 'operation' } & Omit<OperationDetail, 'callId'>)
  | { readonly type: 'error'; readonly code: ErrorDetail['error']['code'] }
);

/**
 * Lets the page around a frame say which call an element in it shows, and hear what becomes of it.
 * The parent speaks first, once the frame is loaded; the frame answers that origin alone.
 *
 * @returns a function that ends it
 * @example <caption>In the frame</caption>
 * const element = document.querySelector('tallylight-recording-controls');
 * connectToParent(element, { allowedOrigins: ['https://desk.example'] });
 *
 * @example <caption>In the parent</caption>
 * frame.contentWindow.postMessage({ tallylight: 1, type: 'show-call', callId }, 'https://frame.example');
 * addEventListener('message', ({ origin, data }) => {
 *   if (origin === 'https://frame.example' && data.type === 'state') show(data.recordingState);
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
  return () => {
    observer.disconnect();
    ending.abort();
  };
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
