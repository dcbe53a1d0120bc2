import { useMemo, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { notePressed } from '../client/shownWindows.ts';
import type { CallId } from '../model/call.ts';
import { isSettling } from '../model/callRecording.ts';
import type { OperationCause } from '../model/operation.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { refusalOf } from '../store/callEntry.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { isPressedByShortcut } from '../watchers/shortcutScopes.ts';
import { focusMovedAt } from './useFocusRescue.ts';

export interface PressHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

/**
 * For this time after the operation under the pointer or the focus has become another one, a press may
 * still be meant for the one before. In ms.
 */
const otherOperationTime = 1_500;

/**
 * The place of an operation in one widget: `primary`, `stop`, or the name of an operation that has
 * a place of its own.
 */
type PressPlace = string;

/** The operation that a place shows, and when it took the place of another operation. */
interface Shown {
  readonly operationName: RecordingOperationName;
  readonly changedAt: number | undefined;
}

interface PressListener {
  readonly onPress: (operationName: RecordingOperationName, cause: OperationCause) => void;
  /** The press was dropped, and nothing on the screen says why. */
  readonly onDrop: () => void;
}

/**
 * Lets a press through only if it was meant for the operation that is under it now. It drops the
 * second click of a double click, a key that is held, a click on a label or a call that changed
 * between pressing down and releasing, and a press shortly after the operation at a place became
 * another one. None of these may turn a *Pause* into a *Resume*, or act on another call.
 *
 * @param callId the one id of the call that is on the screen
 */
export function usePressGuard(desktop: AgentDesktop, callId: CallId): PressGuard {
  // This is kept when the widget shows another call, because the agent's pointer is still at the
  // same place.
  const [guardState] = useState<GuardState>(() => ({ places: new Map(), listener: undefined }));
  return useMemo(
    () => createPressGuard(desktop, callId, guardState),
    [desktop, callId, guardState],
  );
}

/** What is kept when the widget shows another call. */
interface GuardState {
  readonly places: Map<PressPlace, Shown>;
  /** It is set when the widget is in the page, before anything can be pressed. */
  listener: PressListener | undefined;
}

export interface PressGuard {
  readonly handlersOf: (operationName: RecordingOperationName, place: PressPlace) => PressHandlers;
  /** Is called after a commit: from now on this listener is called for presses. */
  readonly listen: (listener: PressListener) => void;
  /** Is called after a commit: from now on the agent sees this operation at this place. */
  readonly show: (operationName: RecordingOperationName, place: PressPlace) => void;
}

/**
 * A pointer or a key that was pressed down on an element, and the handlers that the element had
 * then.
 */
interface Down {
  readonly by: 'pointer' | 'key';
  readonly handlers: PressHandlers;
}

const downs = new WeakMap<Element, Down>();

/**
 * If the element loses the focus while a key is down, as when the agent goes to another window, the key
 * clicks nothing any more. It must not be taken for the beginning of a later click, by speech input.
 */
function rememberKey(element: Element, down: Down): void {
  downs.set(element, down);
  const forget = (): void => {
    if (downs.get(element) === down) downs.delete(element);
  };
  element.addEventListener('blur', forget, { once: true });
}

function createPressGuard(
  desktop: AgentDesktop,
  callId: CallId,
  guardState: GuardState,
): PressGuard {
  const { places } = guardState;
  // The handlers stay the same at each render, because React has to change the page for a new
  // handler.
  const known: Record<string, PressHandlers> = {};

  const handlersOf: PressGuard['handlersOf'] = (operationName, place) => {
    const handlers: PressHandlers = (known[`${place} ${operationName}`] ??= {
      onPointerDown: ({ currentTarget }) => {
        downs.set(currentTarget, { by: 'pointer', handlers });
      },
      onKeyDown: (event) => {
        // Other keys do not click a button.
        if (event.key !== 'Enter' && event.key !== ' ') return;
        // An Enter key that is held clicks again and again.
        if (event.repeat) event.preventDefault();
        else rememberKey(event.currentTarget, { by: 'key', handlers });
      },
      onClick: ({ currentTarget, detail }) => {
        const down = downs.get(currentTarget);
        downs.delete(currentTarget);
        notePressed(currentTarget);
        // A click by a pointer has a `detail`, other clicks have none. A pointer that was pressed
        // down and then dragged away, or that scrolled the page, has nothing to do with a later
        // click of another kind. There is no recorded pointer or key event when speech input or a
        // shortcut triggers the click, so the press counts for the current label.
        const isOfThisClick = down?.by === (detail === 0 ? 'key' : 'pointer');
        const isOtherLabel = isOfThisClick && down.handlers !== handlers;
        const isByShortcut = isPressedByShortcut(currentTarget);
        const { recording } = desktop.call(callId).getState();
        // The store is newer than the screen: another widget may have requested something in this
        // very tick.
        const refusal = refusalOf(recording, operationName);
        // The button itself says already that this operation is pending, or that it waits for the
        // one that is.
        if (refusal === 'operation-pending' && !isOtherLabel) return;
        const isAnother =
          // A shortcut names its operation, so it does not matter which operation was at the place
          // before.
          !isByShortcut &&
          (isRecent(places.get(place)?.changedAt) ||
            (detail === 0 && isRecent(focusMovedAt.get(currentTarget))));
        // The second click of a double click never counts, however long after the first it comes.
        if (
          isOtherLabel ||
          refusal ||
          isSettling(recording, operationName) ||
          isAnother ||
          detail > 1
        ) {
          guardState.listener?.onDrop();
          return;
        }
        guardState.listener?.onPress(operationName, isByShortcut ? 'shortcut' : 'button');
      },
    });
    return handlers;
  };

  return {
    handlersOf,
    listen: (listener) => {
      guardState.listener = listener;
    },
    show: (operationName, place) => {
      const before = places.get(place);
      if (before?.operationName === operationName) return;
      // Before the first operation of a place, there was nothing that could be pressed.
      places.set(place, { operationName, changedAt: before && steadyNow() });
    },
  };
}

function isRecent(at: number | undefined): boolean {
  return at !== undefined && steadyNow() - at < otherOperationTime;
}
