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
import { steadyNow } from '../model/steadyClock.ts';

/** So long after the last movement in a list it is taken for abandoned. In ms. */
const patience = 5_000;

/** The calls of a desktop in an order that keeps still under the agent's hands. */
export interface CallListing {
  readonly subscribe: (listener: () => void) => () => void;
  /** The same array until something in it differs. */
  readonly getSnapshot: () => readonly CallPlace[];
  /** The call that has the focus somewhere inside, or that none has it. */
  readonly focus: (callId: CallId | undefined) => void;
  /** The pointer moves or presses in the list, or has left it. */
  readonly point: (isInside: boolean) => void;
}

/**
 * Nothing moves that is about to be pressed. While the pointer is at work in the list, or the focus
 * inside, calls that come are put at the end, and none changes its place; those that go leave it
 * when the pointer rests, and the one that has the focus keeps it. Afterwards everything is as it
 * should be. The order on the screen, of the Tab key and of a reader are thus always the same.
 */
export function createCallListing(desktop: AgentDesktop, order: CallOrder): CallListing {
  const listeners = new Set<() => void>();
  let shown: readonly CallPlace[] = [];
  let isStale = true;
  let focused: CallId | undefined;
  let pointedAt: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const change = (): void => {
    isStale = true;
    for (const each of listeners) each();
  };

  const look = (): readonly CallPlace[] => {
    const calls = desktop.callIds.getState().map((callId) => toOrder(desktop, callId));
    const now = orderCalls(calls, order);
    const isPointed = pointedAt !== undefined;
    if (focused === undefined && !isPointed) return now;
    const there = new Set(now.map(({ callId }) => callId));
    const kept = shown.filter(({ callId }) => isPointed || callId === focused || there.has(callId));
    const known = new Set(kept.map(({ callId }) => callId));
    const come = now.filter(({ callId }) => !known.has(callId));
    return [...kept, ...come.map(({ callId }) => ({ callId, place: 'alone' as const }))];
  };

  const rest = (): void => {
    const restsIn = pointedAt === undefined ? 0 : pointedAt + patience - steadyNow();
    if (restsIn > 0) {
      timer = setTimeout(rest, restsIn);
      return;
    }
    timer = undefined;
    pointedAt = undefined;
    change();
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      // What happened before is not known to have been looked at.
      isStale = true;
      const stopCalls = watchEachCall(desktop, (_, call) =>
        call.subscribe((after, before) => {
          if (keyOf(after) !== keyOf(before)) change();
        }),
      );
      const stopList = desktop.callIds.subscribe(change);
      return () => {
        listeners.delete(listener);
        stopCalls();
        stopList();
        clearTimeout(timer);
        timer = undefined;
        pointedAt = undefined;
      };
    },
    getSnapshot: () => {
      if (!isStale) return shown;
      isStale = false;
      const now = look();
      const isSame =
        now.length === shown.length &&
        now.every(({ callId, place }, index) => {
          const before = shown[index];
          return before?.callId === callId && before.place === place;
        });
      if (!isSame) shown = now;
      return shown;
    },
    focus: (callId) => {
      if (focused === callId) return;
      focused = callId;
      change();
    },
    point: (isInside) => {
      pointedAt = isInside ? steadyNow() : undefined;
      if (isInside && timer !== undefined) return;
      clearTimeout(timer);
      rest();
    },
  };
}

function toOrder(desktop: AgentDesktop, callId: CallId): CallToOrder {
  const { call, recording } = desktop.call(callId).getState();
  return { ...call, id: callId, pausedSince: pausedSince(recording) };
}

type Entry = ReturnType<ReturnType<AgentDesktop['call']>['getState']>;

/** What of a call may move it: most messages are about something else. */
function keyOf({ call, recording }: Entry): string {
  return JSON.stringify([
    pausedSince(recording),
    call?.parentCallUri,
    call?.uri,
    call?.connId,
    call?.callUuid,
  ]);
}
