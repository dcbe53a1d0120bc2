'use client';

import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useAnnouncementsIn } from '../hooks/useAnnouncements.ts';
import { useRecordingIn } from '../hooks/useCallRecording.ts';
import { useFocusRescue } from '../hooks/useFocusRescue.ts';
import { useControlsIn } from '../hooks/useRecordingControls.ts';
import { useStatusIn } from '../hooks/useRecordingStatus.ts';
import type { CallId } from '../model/call.ts';
import { operationGlyphs } from './RecordingGlyph.tsx';
import { recordingStatusLine } from './RecordingStatus.tsx';

export interface RecordingControlsProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** The call's `id`, `connId` or `callUuid`. */
  readonly callId: CallId;
  /** Names the call where several are on the page: the group is then "Call recording, Ada King". */
  readonly callLabel?: string;
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
> = forwardRef(function RecordingControls({ callId, callLabel, ...rest }, ref) {
  const context = useDesktopContext('RecordingControls');
  const recording = useRecordingIn(context, callId);
  const status = useStatusIn(context, recording);
  const { groupProps, buttons, remedies } = useControlsIn(context, recording, callId, callLabel);
  useAnnouncementsIn(context, callId, callLabel);
  const focusRescue = useFocusRescue(rest);

  return (
    <div
      {...groupProps}
      {...status.attributes}
      data-tallylight="recording-controls"
      data-call-id={callId}
      {...rest}
      {...focusRescue}
      ref={ref}
    >
      {recordingStatusLine(status)}
      {buttons.length > 0 && (
        <div data-part="actions">
          {buttons.map(({ key, operationName, slot, label, slotLabels, buttonProps }) => (
            <button
              key={key}
              {...buttonProps}
              data-part="button"
              data-slot={slot}
              data-labels={slotLabels}
            >
              {operationGlyphs[operationName]}
              {label}
            </button>
          ))}
        </div>
      )}
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
