// The entry point `tallylight/element/call-list`: all calls of the agent with their recording controls.
// Importing it defines the element.
import type { ReactElement } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { CallList } from '../components/CallList.tsx';
import type { Call, CallId } from '../model/call.ts';
import type { CallOrder } from '../model/callOrder.ts';
import css from '../styles/callList.css?inline';
import { DesktopElement } from './DesktopElement.ts';
import { setContent } from './elementContent.ts';
import {
  dispatchCallEvents,
  dispatchConnectionEvents,
  type CallsChangeDetail,
  type DispatchEvent,
} from './events.ts';
import { define, setAttributeTo, takeOverProperties } from './pageElement.ts';

export type { Call, CallId, CallOrder, CallsChangeDetail };

/**
 * Shows every call that the server reports, with its recording controls.
 *
 * A child of the element with a call's id as its `slot` is shown above the controls of that call:
 * `<div slot="…">Grace Hopper</div>`.
 *
 * - Attributes: those of `DesktopElement`; `order`.
 * - Events: `tallylight-callschange`; and of every call `tallylight-recordingchange`,
 *   `tallylight-operation` and `tallylight-error`.
 * - Parts: `root`, `none`, `call`; and those of the recording controls.
 *
 * @example <tallylight-call-list order="paused-longest-first"></tallylight-call-list>
 */
export class CallListElement extends DesktopElement {
  static override readonly observedAttributes: readonly string[] = [
    ...DesktopElement.observedAttributes,
    'order',
  ];

  #callLabel: ((call: Call) => string | undefined) | undefined;

  constructor() {
    super();
    takeOverProperties(this, ['order', 'callLabel']);
    setContent(this, {
      subject: () => 'calls',
      render: (looks) => (
        <CallList
          {...looks}
          order={this.order}
          {...(this.#callLabel && { callLabel: this.#callLabel })}
        >
          {slotOf}
        </CallList>
      ),
      watch: dispatchEventsOfAllCalls,
      css,
    });
  }

  /**
   * The order of the calls, in the attribute `order`. Every value but `paused-longest-first` means
   * `arrival`.
   */
  get order(): CallOrder {
    return this.getAttribute('order') === 'paused-longest-first'
      ? 'paused-longest-first'
      : 'arrival';
  }
  set order(order: CallOrder | null | undefined) {
    setAttributeTo(this, 'order', order);
  }

  /** Returns the name of a call for its controls. The default is the other party's number. */
  get callLabel(): ((call: Call) => string | undefined) | undefined {
    return this.#callLabel;
  }
  set callLabel(callLabel: ((call: Call) => string | undefined) | null | undefined) {
    this.#callLabel = callLabel ?? undefined;
    this.showAgain();
  }
}

/**
 * The function is the same for all renderings, so that a call is rendered only when something of
 * its own differs.
 */
function slotOf(callId: CallId): ReactElement {
  return <slot name={callId} />;
}

function dispatchEventsOfAllCalls(desktop: AgentDesktop, dispatch: DispatchEvent): () => void {
  const { callIds } = desktop;
  const watched = new Map<CallId, () => void>();
  const watch = (ids: readonly CallId[]): void => {
    for (const [callId, stop] of watched) {
      if (ids.includes(callId)) continue;
      stop();
      watched.delete(callId);
    }
    for (const callId of ids)
      if (!watched.has(callId)) watched.set(callId, dispatchCallEvents(desktop, callId, dispatch));
  };
  watch(callIds.getState());
  const stopWatching = callIds.subscribe((ids) => {
    watch(ids);
    dispatch('tallylight-callschange', { callIds: ids });
  });
  // An event about the connection is dispatched once, and not for each call.
  const stopConnection = dispatchConnectionEvents(desktop, '', dispatch);
  return () => {
    stopWatching();
    stopConnection();
    for (const stop of watched.values()) stop();
  };
}

define('tallylight-call-list', CallListElement);

declare global {
  interface HTMLElementTagNameMap {
    'tallylight-call-list': CallListElement;
  }
}
