import { useMemo, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { notePressed } from '../client/shownWindows.ts';
import type { CallId } from '../model/call.ts';
import type { OperationCause } from '../model/operation.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { refusalOf } from '../store/callEntry.ts';
import { recordingOperations, type RecordingOperationName } from '../model/recording.ts';
import { isPressedByShortcut } from './shortcutScopes.ts';

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
 *
 * @param callId the one id of the call that is on the screen
 */
export function usePressGuard(
  desktop: AgentDesktop,
  callId: CallId,
  perform: Perform,
): (operationName: RecordingOperationName) => PressHandlers {
  return useMemo(() => createPressGuard(desktop, callId, perform), [desktop, callId, perform]);
}

type Perform = (operationName: RecordingOperationName, cause: OperationCause) => void;

/** A pointer or a key that went down on an element, and the handlers that it had then. */
interface Down {
  readonly by: 'pointer' | 'key';
  readonly handlers: PressHandlers;
}

const downs = new WeakMap<Element, Down>();

function createPressGuard(
  desktop: AgentDesktop,
  callId: CallId,
  perform: Perform,
): (operationName: RecordingOperationName) => PressHandlers {
  // The same ones at each render: to React a new handler is a change of the page.
  const known: Partial<Record<RecordingOperationName, PressHandlers>> = {};

  return (operationName) => {
    const handlers: PressHandlers = (known[operationName] ??= {
      onPointerDown: ({ currentTarget }) => {
        downs.set(currentTarget, { by: 'pointer', handlers });
      },
      onKeyDown: (event) => {
        // No other key clicks.
        if (event.key !== 'Enter' && event.key !== ' ') return;
        // A held Enter clicks again and again.
        if (event.repeat) event.preventDefault();
        else downs.set(event.currentTarget, { by: 'key', handlers });
      },
      onClick: ({ currentTarget, detail }) => {
        const down = downs.get(currentTarget);
        downs.delete(currentTarget);
        notePressed(currentTarget);
        // A click by a pointer has a `detail`, others have none. A pointer that went down and was
        // dragged off, or was taken for a scroll, has nothing to do with a later click of another
        // kind. Speech input and shortcuts click without a pointer or a key, so such a click counts
        // for the current label.
        const isOfThisClick = down?.by === (detail === 0 ? 'key' : 'pointer');
        if (detail > 1 || (isOfThisClick && down.handlers !== handlers)) return;
        const { recording } = desktop.call(callId).getState();
        // The store knows before the screen does: another widget may have asked in this very tick.
        if (refusalOf(recording, operationName)) return;
        const isSettling =
          recording.change !== undefined && steadyNow() - recording.change.at < settleTime;
        if (isSettling && recordingOperations[operationName].slot === 'primary') return;
        perform(operationName, isPressedByShortcut(currentTarget) ? 'shortcut' : 'button');
      },
    });
    return handlers;
  };
}
