import { createMutationObserver } from '../client/mutationObserver.ts';
import { isSettling } from '../model/callRecording.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { steadyNow } from '../model/steadyClock.ts';
import type { OperationDetail } from './events.ts';
import {
  isPerform,
  isShowCall,
  type FrameMessage,
  type Perform,
  type ShowCall,
} from './frameMessages.ts';
import type { RecordingElement } from './RecordingElement.ts';

/** What `connectToParent` takes. */
export interface FrameBridgeOptions {
  /** The origins whose pages may send messages to this frame: `['https://desk.example']`. */
  readonly allowedOrigins: readonly string[];
  /**
   * The operations that these pages may ask for with `perform`: `['PauseCallRecording']`.
   *
   * @defaultValue none
   */
  readonly allowedOperations?: readonly RecordingOperationName[] | undefined;
}

/** For this time after a command, the next one may be meant for the state before it. In ms. */
const shortestBetweenCommands = 500;
/**
 * The parent may change the call more often than this, but the element changes it only this often.
 * In ms.
 */
const shortestShow = 50;
/**
 * At most this many refusals a second are answered, so that a flood of messages is not answered by
 * another flood.
 */
const refusalsPerSecond = 20;

/**
 * Lets the page around a frame choose the call that an element in the frame shows, tells it what
 * happens to the call, and lets it ask for the operations that you name. The frame sends `ready`. The
 * parent answers with `show-call`, and sends it again when the call changes. From then on it receives
 * the other messages. Messages from origins that are not on the list are ignored, and no message is
 * sent to them.
 *
 * A command is taken only for the call that the element shows, and goes through the same guards as a
 * press: the call's capabilities, the operation that is pending, `onBeforeOperation`, and the time after
 * a change. The parent gets `operation` messages with its `commandId` until the operation ends, or
 * `refused`.
 *
 * @returns a function that ends it
 * @example <caption>In the frame</caption>
 * const element = document.querySelector('tallylight-recording-controls');
 * connectToParent(element, {
 *   allowedOrigins: ['https://desk.example'],
 *   allowedOperations: ['PauseCallRecording', 'ResumeCallRecording'],
 * });
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
  { allowedOrigins, allowedOperations = [] }: FrameBridgeOptions,
): () => void {
  const ending = new AbortController();
  const commands = createCommands(element, allowedOperations);
  let parentOrigin: string | undefined;

  const callId = (): string => element.getAttribute('call-id') ?? '';
  const send = (message: FrameMessage): void => {
    if (parentOrigin !== undefined) window.parent.postMessage(message, parentOrigin);
  };
  const sendState = (): void => {
    send({
      tallylight: 1,
      type: 'state',
      callId: callId(),
      recordingState: element.getAttribute('data-recording-state') ?? 'Unknown',
      pending: element.getAttribute('data-pending'),
      isStale: element.hasAttribute('data-stale'),
    });
  };
  const showCall = throttle(shortestShow, (message: ShowCall) => {
    if (message.callLabel === undefined) element.removeAttribute('call-label');
    else element.setAttribute('call-label', message.callLabel);
    element.setAttribute('call-id', message.callId);
    // The state is sent in a later task, because until then the element still has the state of the
    // previous call.
    setTimeout(sendState, 0);
  });

  const observer = createMutationObserver(sendState);
  observer.observe(element, {
    attributeFilter: ['data-recording-state', 'data-pending', 'data-stale'],
  });
  const listen = { signal: ending.signal };
  element.addEventListener(
    'tallylight-operation',
    ({ detail: { operationName, requestId, status } }) => {
      const commandId = commands.commandOf(requestId, status);
      send({
        tallylight: 1,
        type: 'operation',
        callId: callId(),
        operationName,
        requestId,
        status,
        ...(commandId !== undefined && { commandId }),
      });
    },
    listen,
  );
  element.addEventListener(
    'tallylight-error',
    ({ detail: { error } }) => {
      send({ tallylight: 1, type: 'error', callId: callId(), code: error.code });
    },
    listen,
  );
  window.addEventListener(
    'message',
    ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source !== window.parent || !allowedOrigins.includes(origin)) return;
      if (isShowCall(data)) {
        parentOrigin = origin;
        showCall.call(data);
      } else if (isPerform(data)) {
        parentOrigin = origin;
        // The parent has requested another call, which is not shown yet.
        const reason = showCall.isWaiting() ? 'other-call' : commands.perform(data);
        if (reason !== undefined && commands.mayAnswerRefusal()) {
          const { commandId, callId: ofCall, operationName } = data;
          const refused = { commandId, callId: ofCall, operationName, reason };
          send({ tallylight: 1, type: 'refused', ...refused });
        }
      }
    },
    listen,
  );
  for (const origin of possibleParentOrigins(allowedOrigins)) {
    const ready: FrameMessage = { tallylight: 1, type: 'ready' };
    window.parent.postMessage(ready, origin);
  }
  return () => {
    observer.disconnect();
    showCall.stop();
    ending.abort();
  };
}

interface Commands {
  /** Returns why the operation was not requested, or undefined when it was. */
  readonly perform: (command: Perform) => RefusalReason | undefined;
  /** The command that has led to an operation, by the number of the request. */
  readonly commandOf: (requestId: number, status: OperationDetail['status']) => string | undefined;
  readonly mayAnswerRefusal: () => boolean;
}

type RefusalReason = Extract<FrameMessage, { readonly type: 'refused' }>['reason'];

function createCommands(
  element: HTMLElement,
  allowedOperations: readonly RecordingOperationName[],
): Commands {
  const commandIds = new Map<number, string>();
  /** The command that is being requested at this moment. */
  let requesting: string | undefined;
  let lastTakenAt = -Infinity;
  let second = { begunAt: -Infinity, refusals: 0 };

  return {
    perform: ({ commandId, callId, operationName }) => {
      if (!allowedOperations.includes(operationName)) return 'operation-not-offered';
      const desktop = desktopOf(element);
      const shownAs = element.getAttribute('call-id');
      if (!desktop || shownAs === null) return 'other-call';
      const { recording } = desktop.call(shownAs).getState();
      if (callId !== shownAs && callId !== recording.callId) return 'other-call';
      const now = steadyNow();
      const isTooSoon = now - lastTakenAt < shortestBetweenCommands;
      if (isTooSoon || isSettling(recording, operationName)) return 'too-soon';
      try {
        requesting = commandId;
        const request = desktop.requestOperation(shownAs, operationName, 'host');
        lastTakenAt = now;
        // The widget shows how the operation ends, and messages tell the parent.
        desktop.sendOperation(request).catch(() => undefined);
        return undefined;
      } catch (error) {
        return AgentDesktopError.from(error).code;
      } finally {
        requesting = undefined;
      }
    },
    commandOf: (requestId, status) => {
      if (status === 'requested' && requesting !== undefined) commandIds.set(requestId, requesting);
      const commandId = commandIds.get(requestId);
      if (status !== 'requested' && status !== 'accepted') commandIds.delete(requestId);
      return commandId;
    },
    mayAnswerRefusal: () => {
      const now = steadyNow();
      if (now - second.begunAt >= 1_000) second = { begunAt: now, refusals: 0 };
      second = { ...second, refusals: second.refusals + 1 };
      return second.refusals <= refusalsPerSecond;
    },
  };
}

/** A page may connect any element of ours, and its type does not say whether it has been defined yet. */
function desktopOf(element: HTMLElement): RecordingElement['desktop'] {
  return 'desktop' in element ? (element as RecordingElement).desktop : undefined;
}

interface Throttled<Value> {
  readonly call: (value: Value) => void;
  /** Whether there is a value that the callback has not got yet. */
  readonly isWaiting: () => boolean;
  readonly stop: () => void;
}

/**
 * - `ready`: the callback gets the next value immediately.
 * - `blocked`: the callback was called less than `ms` ago.
 * - `waiting`: the same, and a value has come meanwhile.
 */
type ThrottlePhase<Value> =
  | { readonly name: 'ready' | 'blocked' }
  | { readonly name: 'waiting'; readonly value: Value };

/**
 * Calls the callback immediately with the first value, and of those that follow within `ms` only with the
 * last one.
 */
function throttle<Value>(ms: number, callback: (value: Value) => void): Throttled<Value> {
  let phase: ThrottlePhase<Value> = { name: 'ready' };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const callNow = (value: Value): void => {
    phase = { name: 'blocked' };
    timer = setTimeout(() => {
      if (phase.name === 'waiting') callNow(phase.value);
      else phase = { name: 'ready' };
    }, ms);
    callback(value);
  };
  return {
    call: (value) => {
      if (phase.name === 'ready') callNow(value);
      else phase = { name: 'waiting', value };
    },
    isWaiting: () => phase.name === 'waiting',
    stop: () => {
      clearTimeout(timer);
      phase = { name: 'blocked' };
    },
  };
}

/**
 * A message for an origin that is not the parent's is not delivered, and the browser logs an error. So
 * the list is reduced to the parent's origin in browsers that tell which origin that is.
 */
function possibleParentOrigins(allowedOrigins: readonly string[]): readonly string[] {
  // Older versions of Firefox do not have `ancestorOrigins`.
  const { ancestorOrigins }: { readonly ancestorOrigins?: DOMStringList } = window.location;
  return allowedOrigins.filter((origin) => !ancestorOrigins || ancestorOrigins[0] === origin);
}
