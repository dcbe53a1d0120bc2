'use client';

import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ElementType,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useAnnouncementsIn } from '../hooks/useAnnouncements.ts';
import { useRecordingIn } from '../hooks/useCallRecording.ts';
import { useFocusRescue } from '../hooks/useFocusRescue.ts';
import { useControlsIn, type RecordingPolicy } from '../hooks/useRecordingControls.ts';
import { useStatusIn } from '../hooks/useRecordingStatus.ts';
import type { CallId } from '../model/call.ts';
import { operationGlyphs } from './RecordingGlyph.tsx';
import { recordingStatusLine } from './RecordingStatus.tsx';

export interface RecordingControlsProps
  extends Omit<ComponentPropsWithoutRef<'div'>, 'children'>, RecordingPolicy {
  /** The call's `id`, `connId` or `callUuid`. */
  readonly callId: CallId;
  /** Names the call where several are on the page: the group is then "Call recording, Ada King". */
  readonly callLabel?: string;
  /**
   * What draws the Stop, instead of a `<button>`: `ConfirmStop` asks once more, for where a Stop
   * cannot be undone.
   */
  readonly stopButton?: ElementType<ComponentPropsWithoutRef<'button'>>;
}

/**
 * Shows what the server says of a call's recording, and offers what the call's capabilities allow.
 *
 * Renders a `<div role="group">`. The state is on it:
 * - `data-recording-state`: `Recording`, `Paused`, `Stopped`, `None`, `Unknown`
 * - `data-pending`: the operation that waits for the server's confirmation
 * - `data-stale`: what is shown may be out of date
 *
 * @example <RecordingControls callId={callId} />
 */
export const RecordingControls: ForwardRefExoticComponent<
  RecordingControlsProps & RefAttributes<HTMLDivElement>
> = forwardRef(function RecordingControls(
  { callId, callLabel, operations, unavailable, stopButton, ...rest },
  ref,
) {
  const context = useDesktopContext('RecordingControls');
  const recording = useRecordingIn(context, callId);
  const status = useStatusIn(context, recording);
  const { groupProps, buttons, remedies, reasons } = useControlsIn(
    context,
    recording,
    callId,
    callLabel,
    { operations, unavailable },
  );
  useAnnouncementsIn(context, callId, callLabel);
  const focusRescue = useFocusRescue(rest);

  return (
    <div
      {...groupProps}
      {...status.attributes}
      data-tallylight="recording-controls"
      data-call-id={callId}
      data-unstyled={context.unstyled}
      {...rest}
      {...focusRescue}
      ref={ref}
    >
      {recordingStatusLine(status)}
      {buttons.length > 0 && (
        <div data-part="actions">
          {buttons.map(({ key, operationName, slot, label, slotLabels, buttonProps }) => {
            const Button = (slot === 'stop' && stopButton) || 'button';
            return (
              <Button
                key={key}
                {...buttonProps}
                data-part="button"
                data-slot={slot}
                data-labels={slotLabels}
              >
                {operationGlyphs[operationName]}
                {label}
              </Button>
            );
          })}
        </div>
      )}
      {reasons.map(({ id, text }) => (
        <p key={id} id={id} data-part="note" data-tone="quiet">
          {text}
        </p>
      ))}
      {status.notes.map((note) => (
        <p key={note.key} data-part="note" data-tone={note.tone}>
          {note.text}
          {note.key === 'failure' &&
            remedies.map(({ key, label, buttonProps }) => (
              <button key={key} {...buttonProps} data-part="remedy">
                {label}
              </button>
            ))}
        </p>
      ))}
    </div>
  );
});
