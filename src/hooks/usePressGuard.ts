import { useMemo, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { notePressed } from '../client/shownWindows.ts';
import type { CallId } from '../model/call.ts';
import type { OperationCause } from '../model/operation.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { refusalOf } from '../store/callEntry.ts';
import { recordingOperations, type RecordingOperationName } from '../model/recording.ts';
import { isPressedByShortcut } from '../watchers/shortcutScopes.ts';
import { useCommitEffect } from './useCommitEffect.ts';
import { focusMovedAt } from './useFocusRescue.ts';

export interface PressHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

/** After a change, a press may still be meant for the label that was there before. In ms. */
const settleTime = 500;
/** So long, where the operation under the pointer or the focus became another. In ms. */
const otherOperationTime = 1_500;

/** Where an operation stands in one widget: `primary`, `stop`, or a place of its own. */
type PressPlace = string;

/** What a place offers, and since when it is another operation than the one before. */
interface Shown {
  readonly operationName: RecordingOperationName;
  readonly changedAt: number | undefined;
}

export interface PressListener {
  readonly onPress: (operationName: RecordingOperationName, cause: OperationCause) => void;
  /** The press was dropped, and nothing on the screen says why. */
  readonly onDrop: () => void;
}

/**
 * Lets a press through only if it was meant for the operation that is under it now. The second
 * click of a double click, a held key, a click on a label or a call that changed between going
 * down and up, and a press shortly after the operation of a place became another are dropped: they
 * must never turn a *Pause* into a *Resume*, or another call's.
 *
 * @param callId the one id of the call that is on the screen
 */
export function usePressGuard(
  desktop: AgentDesktop,
  callId: CallId,
  listener: PressListener,
): PressGuard {
  // Kept while the call of the widget changes: the agent's hand is still at the same place.
  const [hand] = useState(() => createHand(listener));
  useCommitEffect(() => hand.listen(listener));
  return useMemo(() => createPressGuard(desktop, callId, hand), [desktop, callId, hand]);
}

/** What outlives the call that a widget shows. */
interface Hand {
  readonly places: Map<PressPlace, Shown>;
  readonly listener: () => PressListener;
  readonly listen: (listener: PressListener) => void;
}

function createHand(first: PressListener): Hand {
  let latest = first;
  return {
    places: new Map(),
    listener: () => latest,
    listen: (listener) => {
      latest = listener;
    },
  };
}

export interface PressGuard {
  readonly handlersOf: (operationName: RecordingOperationName, place: PressPlace) => PressHandlers;
  /** Called after a commit: from now on this operation is what the agent sees at that place. */
  readonly show: (operationName: RecordingOperationName, place: PressPlace) => void;
}

/** A pointer or a key that went down on an element, and the handlers that it had then. */
interface Down {
  readonly by: 'pointer' | 'key';
  readonly handlers: PressHandlers;
}

const downs = new WeakMap<Element, Down>();

function createPressGuard(
  desktop: AgentDesktop,
  callId: CallId,
  { places, listener }: Hand,
): PressGuard {
  // The same ones at each render: to React a new handler is a change of the page.
  const known: Record<string, PressHandlers> = {};

  const handlersOf: PressGuard['handlersOf'] = (operationName, place) => {
    const handlers: PressHandlers = (known[`${place} ${operationName}`] ??= {
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
        const isOtherLabel = isOfThisClick && down.handlers !== handlers;
        const isByShortcut = isPressedByShortcut(currentTarget);
        const { recording } = desktop.call(callId).getState();
        // The store knows before the screen does: another widget may have asked in this very tick.
        const refusal = refusalOf(recording, operationName);
        // What the press asks for is under way, or waits for what is: the button says so itself.
        if (refusal === 'operation-pending' && !isOtherLabel) return;
        const isSettling =
          recordingOperations[operationName].slot === 'primary' &&
          isRecent(recording.change?.at, settleTime);
        const isAnother =
          // A shortcut names its operation, whatever stood at the place.
          !isByShortcut &&
          (isRecent(places.get(place)?.changedAt, otherOperationTime) ||
            (detail === 0 && isRecent(focusMovedAt.get(currentTarget), otherOperationTime)));
        // The second click of a double click counts for nothing, however long it took.
        if (isOtherLabel || refusal || isSettling || isAnother || detail > 1) {
          listener().onDrop();
          return;
        }
        listener().onPress(operationName, isByShortcut ? 'shortcut' : 'button');
      },
    });
    return handlers;
  };

  return {
    handlersOf,
    show: (operationName, place) => {
      const before = places.get(place);
      if (before?.operationName === operationName) return;
      // Nothing was there to be pressed before the first operation of a place.
      places.set(place, { operationName, changedAt: before && steadyNow() });
    },
  };
}

function isRecent(at: number | undefined, milliseconds: number): boolean {
  return at !== undefined && steadyNow() - at < milliseconds;
}
