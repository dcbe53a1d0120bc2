import { useMemo, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { CallId } from '../model/call.ts';
import { refusalOf } from '../store/callEntry.ts';
import { recordingOperations, type RecordingOperationName } from '../model/recording.ts';

export interface PressHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

/** After a change, a press may still be meant for the label that was there before. In ms. */
const settleTime = 500;

/**
 * Lets a press through only if it was meant for the operation that is under it now. The second
 * click of a double click, a held key, and a click on a label or a call that changed between going
 * down and up are dropped: they must never turn a *Pause* into a *Resume*, or another call's.
 */
export function usePressGuard(
  desktop: AgentDesktop,
  callId: CallId,
  perform: (operationName: RecordingOperationName) => void,
): (operationName: RecordingOperationName) => PressHandlers {
  return useMemo(() => createPressGuard(desktop, callId, perform), [desktop, callId, perform]);
}

/** Which handlers stood on an element when a pointer or a key went down on it. */
const downs = new WeakMap<Element, PressHandlers>();

function createPressGuard(
  desktop: AgentDesktop,
  callId: CallId,
  perform: (operationName: RecordingOperationName) => void,
): (operationName: RecordingOperationName) => PressHandlers {
  // The same ones at each render: to React a new handler is a change of the page.
  const known: Partial<Record<RecordingOperationName, PressHandlers>> = {};

  return (operationName) => {
    const handlers: PressHandlers = (known[operationName] ??= {
      onPointerDown: ({ currentTarget }) => {
        downs.set(currentTarget, handlers);
      },
      onKeyDown: (event) => {
        // No other key clicks.
        if (event.key !== 'Enter' && event.key !== ' ') return;
        // A held Enter clicks again and again.
        if (event.repeat) event.preventDefault();
        else downs.set(event.currentTarget, handlers);
      },
      onClick: ({ currentTarget, detail }) => {
        // None: speech input and shortcuts click without a pointer or a key.
        const meant = downs.get(currentTarget) ?? handlers;
        downs.delete(currentTarget);
        if (detail > 1 || meant !== handlers) return;
        const { recording } = desktop.call(callId).getState();
        // The store knows before the screen does: another widget may have asked in this very tick.
        if (refusalOf(recording, operationName)) return;
        // By its distance: a clock that was set back since must not make every press too early.
        const isSettling =
          recording.change !== undefined && Math.abs(Date.now() - recording.change.at) < settleTime;
        if (isSettling && recordingOperations[operationName].slot === 'primary') return;
        perform(operationName);
      },
    });
    return handlers;
  };
}
