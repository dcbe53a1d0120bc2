'use client';

import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type Ref,
  type RefAttributes,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useAnnouncements } from '../hooks/useAnnouncements.ts';
import { useShownRecording } from '../hooks/useCallRecording.ts';
import { useShown } from '../hooks/useShown.ts';
import { useStatusIn, type RecordingStatusView } from '../hooks/useRecordingStatus.ts';
import { noteRoom } from '../i18n/noteRoom.ts';
import type { CallId } from '../model/call.ts';
import { ElapsedTime } from './ElapsedTime.tsx';
import { glyphKind, lookGlyphs, type GlyphKind } from './RecordingGlyph.tsx';
import { withStateWhenFailed } from './WidgetBoundary.tsx';

/** The props of `<RecordingStatus>`: its own, and those of a `<div>`. */
export interface RecordingStatusProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** The call's `id`, `connId` or `callUuid`. */
  readonly callId: CallId;
}

/**
 * Shows what the server says of a call's recording, by shape, word and colour. It never disappears
 * and never guesses. Renders a `<div>` that has the state as `data-recording-state`,
 * `data-pending`, `data-stale`.
 *
 * @example <RecordingStatus callId={callId} />
 */
export const RecordingStatus: ForwardRefExoticComponent<
  RecordingStatusProps & RefAttributes<HTMLDivElement>
> = forwardRef(function RecordingStatus(props: RecordingStatusProps, ref) {
  return withStateWhenFailed('RecordingStatus', props.callId, <Status {...props} ref={ref} />);
});

const Status = forwardRef<HTMLDivElement, RecordingStatusProps>(function Status(
  { callId, ...rest },
  ref,
) {
  const context = useDesktopContext('RecordingStatus');
  const statusLine = useShown<HTMLDivElement>();
  const shown = useShownRecording(context, callId, statusLine);
  const { recording } = shown;
  const status = useStatusIn(context, shown);
  useAnnouncements(callId);
  return (
    <div
      lang={status.attributes.lang}
      dir={status.attributes.dir}
      data-recording-state={status.attributes['data-recording-state']}
      data-pending={status.attributes['data-pending']}
      data-stale={status.attributes['data-stale']}
      data-call-ended={status.attributes['data-call-ended']}
      data-reminder={status.attributes['data-reminder']}
      data-look={status.look}
      data-tallylight="recording-status"
      data-call-id={recording.callId ?? callId}
      data-unstyled={context.unstyled}
      {...rest}
      ref={ref}
    >
      {recordingStatusLine(status, statusLine, glyphKind(context.unstyled, rest))}
      <div data-part="notes" data-room={noteRoom(context.messages)}>
        {status.notes.map((note) => (
          <p key={note.key} data-part="note" data-note={note.key} data-tone={note.tone}>
            {note.text}
          </p>
        ))}
      </div>
    </div>
  );
});

/**
 * The line that is always there: first what is true, then what was requested. It is a function and
 * no component of its own, because it is never rendered without the widget around it.
 */
export function recordingStatusLine(
  { look, word, detail, since, atLeast, attributes }: RecordingStatusView,
  ref: Ref<HTMLDivElement>,
  glyph: GlyphKind,
): ReactElement {
  const isTimed = since !== undefined && detail === undefined && timedLooks.includes(look);
  return (
    // Only a script can focus it. It gets the focus when the button that had it disappears.
    <div data-part="status" data-look={look} tabIndex={-1} ref={ref}>
      {lookGlyphs[look][glyph]}
      <span data-part="word">{word}</span>
      {isTimed && (
        <ElapsedTime since={since} atLeast={atLeast} label={word} locale={attributes.lang} />
      )}
      {detail !== undefined && <span data-part="detail">{detail}</span>}
    </div>
  );
}

const timedLooks: readonly RecordingStatusView['look'][] = ['recording', 'paused'];
