import { useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
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
 * click of a double click, a held key, and a click on a label that changed between going down and
 * up are dropped: they must never turn a *Pause* into a *Resume*.
 */
export function usePressGuard(
  desktop: AgentDesktop,
  callId: CallId,
  perform: (operationName: RecordingOperationName) => void,
): (operationName: RecordingOperationName) => PressHandlers {
  const down = useRef<{ readonly on: Element; readonly operationName: RecordingOperationName }>(
    undefined,
  );

  return (operationName) => ({
    onPointerDown: ({ currentTarget: on }) => {
      down.current = { on, operationName };
    },
    onKeyDown: (event) => {
      // No other key clicks.
      if (event.key !== 'Enter' && event.key !== ' ') return;
      // A held Enter clicks again and again.
      if (event.repeat) event.preventDefault();
      else down.current = { on: event.currentTarget, operationName };
    },
    onClick: (event) => {
      const intent = down.current;
      down.current = undefined;
      // What went down on another button, and never came up there, says nothing about this one.
      const isMeant = intent?.on !== event.currentTarget || intent.operationName === operationName;
      if (event.detail > 1 || !isMeant) return;
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
}
