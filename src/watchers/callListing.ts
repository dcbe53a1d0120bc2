import type { AgentDesktop } from '../client/agentDesktop.ts';
import { watchEachCall } from './watchEachCall.ts';
import type { CallId } from '../model/call.ts';
import {
  orderCalls,
  type CallOrder,
  type CallPlace,
  type CallToOrder,
} from '../model/callOrder.ts';
import { pausedSince } from '../model/callRecording.ts';

/** The calls of a desktop, in an order that does not change under the agent's pointer or focus. */
export interface CallListing {
  readonly subscribe: (listener: () => void) => () => void;
  /** Returns the same array until something in it differs. */
  readonly getSnapshot: () => readonly CallPlace[];
  /** Some element of this call has the focus now, or no element in the list has it. */
  readonly setFocused: (callId: CallId | undefined) => void;
  /** The call that has the focus. */
  readonly focused: () => CallId | undefined;
  /** Whether the pointer is over the list now. */
  readonly setPointerInside: (isInside: boolean) => void;
}

/**
 * What the agent is about to press must not move. While the pointer is over the list, whether it
 * moves or rests, or while the focus is inside, no call changes its place and new calls are put at
 * the end. A call that is gone stays while the pointer is over the list, or while it has the focus.
 * When both are elsewhere, every call gets its right place. So the order on the screen, the order
 * of the Tab key and the order for a screen reader are always the same.
 */
export function createCallListing(desktop: AgentDesktop, order: CallOrder): CallListing {
  const listeners = new Set<() => void>();
  let shown: readonly CallPlace[] = [];
  let isStale = true;
  let focused: CallId | undefined;
  let isPointerInside = false;

  const change = (): void => {
    isStale = true;
    for (const each of listeners) each();
  };

  const placesNow = (): readonly CallPlace[] => {
    const calls = desktop.callIds.getState().map((callId) => toOrder(desktop, callId));
    const ordered = orderCalls(calls, order);
    if (focused === undefined && !isPointerInside) return ordered;
    const present = new Set(ordered.map(({ callId }) => callId));
    const kept = shown.filter(
      ({ callId }) => isPointerInside || callId === focused || present.has(callId),
    );
    const known = new Set(kept.map(({ callId }) => callId));
    const added = ordered.filter(({ callId }) => !known.has(callId));
    return [...kept, ...added.map(({ callId }) => ({ callId, place: 'alone' as const }))];
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      // Calls may have changed since the places were computed.
      isStale = true;
      const stopCalls = watchEachCall(desktop, (_, call) =>
        call.subscribe((after, before) => {
          if (mayMove(after, before, order)) change();
        }),
      );
      const stopList = desktop.callIds.subscribe(change);
      return () => {
        listeners.delete(listener);
        stopCalls();
        stopList();
        isPointerInside = false;
      };
    },
    getSnapshot: () => {
      if (!isStale) return shown;
      isStale = false;
      const places = placesNow();
      const isSame =
        places.length === shown.length &&
        places.every(({ callId, place }, index) => {
          const before = shown[index];
          return before?.callId === callId && before.place === place;
        });
      if (!isSame) shown = places;
      return shown;
    },
    setFocused: (callId) => {
      if (focused === callId) return;
      focused = callId;
      change();
    },
    focused: () => focused,
    setPointerInside: (isInside) => {
      if (isPointerInside === isInside) return;
      isPointerInside = isInside;
      change();
    },
  };
}

function toOrder(desktop: AgentDesktop, callId: CallId): CallToOrder {
  const { call, recording } = desktop.call(callId).getState();
  return { ...call, id: callId, pausedSince: pausedSince(recording) };
}

type Entry = ReturnType<ReturnType<AgentDesktop['call']>['getState']>;

/** Whether a call may have another place now. Most messages change nothing that decides it. */
function mayMove(after: Entry, before: Entry, order: CallOrder): boolean {
  const isPauseChanged =
    order === 'paused-longest-first' &&
    pausedSince(after.recording) !== pausedSince(before.recording);
  return (
    isPauseChanged ||
    fieldsThatDecidePlace.some((field) => after.call?.[field] !== before.call?.[field])
  );
}

const fieldsThatDecidePlace = ['parentCallUri', 'uri', 'connId', 'callUuid'] as const;
