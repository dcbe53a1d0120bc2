'use client';

import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useAnnouncements } from '../hooks/useAnnouncements.ts';
import { useShownRecording } from '../hooks/useCallRecording.ts';
import { useFocusRescue } from '../hooks/useFocusRescue.ts';
import {
  useControlsIn,
  type RecordingButton,
  type RecordingPolicy,
} from '../hooks/useRecordingControls.ts';
import { useShown } from '../hooks/useShown.ts';
import { useStatusIn } from '../hooks/useRecordingStatus.ts';
import { noteRoom } from '../i18n/noteRoom.ts';
import type { CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { callHost } from '../model/hostCallback.ts';
import { glyphKind, operationGlyphs } from './RecordingGlyph.tsx';
import { recordingStatusLine } from './RecordingStatus.tsx';
import { WidgetBoundary, withStateWhenFailed } from './WidgetBoundary.tsx';

/** The props of `<RecordingControls>`: its own, and those of a `<div>`. */
export interface RecordingControlsProps
  extends Omit<ComponentPropsWithoutRef<'div'>, 'children'>, RecordingPolicy {
  /** The call's `id`, `connId` or `callUuid`. */
  readonly callId: CallId;
  /** Names the call where several are on the page: the group is then "Call recording, Ada King". */
  readonly callLabel?: string | undefined;
  /**
   * Draws a button of your own for an operation. Spread all of the props on the element that takes
   * the focus, which has to be a `<button>` in the end. No ref and no key is needed, and the names
   * and guards are in the props. Return the same kind of element for Start, Pause and Resume, so
   * that the focus stays when one becomes another. A button that has a class has only the looks of your
   * stylesheet.
   *
   * @defaultValue a `<button>`
   * @example renderButton={(props) => <MyButton {...props} />}
   * @example <caption>A Stop that asks once more</caption>
   * renderButton={(props, { slot }) =>
   *   slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />
   * }
   */
  readonly renderButton?:
    | ((props: RecordingButtonProps, button: RenderedRecordingButton) => ReactElement)
    | undefined;
}

/** Everything that a button of the controls needs, with its words, for spreading. */
export type RecordingButtonProps = RecordingButton['buttonProps'] & {
  readonly 'data-part': 'button';
  readonly 'data-slot': RecordingButton['slot'];
  /** The glyph and the label. */
  readonly children: ReactNode;
};

/** What the button is about, for a host that draws it in another way. */
export interface RenderedRecordingButton extends RecordingButton {
  /** An `<svg>` in the colour of the text. It is decoration only. */
  readonly glyph: ReactElement;
}

/**
 * Shows what the server says of a call's recording, and offers what the call's capabilities allow.
 *
 * Renders a `<div role="group">`. The state is on it:
 * - `data-recording-state`: `Recording`, `Paused`, `Stopped`, `None`, `Unknown`
 * - `data-pending`: the operation that waits for the server's confirmation
 * - `data-stale`: what is shown may be out of date
 *
 * Each note is a `[data-part='note']` with `data-note`: `failure`, `reminder`, `change`, `state`, or
 * `connection`. A page that reports a lost connection in one place can hide the last one.
 *
 * @example <RecordingControls callId={callId} />
 */
export const RecordingControls: ForwardRefExoticComponent<
  RecordingControlsProps & RefAttributes<HTMLDivElement>
> = forwardRef(function RecordingControls(props: RecordingControlsProps, ref) {
  return withStateWhenFailed('RecordingControls', props.callId, <Controls {...props} ref={ref} />);
});

const Controls = forwardRef<HTMLDivElement, RecordingControlsProps>(function Controls(
  { callId, callLabel, operations, unavailable, renderButton, ...rest },
  ref,
) {
  const context = useDesktopContext('RecordingControls');
  const statusLine = useShown<HTMLDivElement>();
  const shown = useShownRecording(context, callId, statusLine);
  const { recording } = shown;
  const status = useStatusIn(context, shown);
  const { groupProps, places, others, remedies, reasons, droppedPress } = useControlsIn(
    context,
    recording,
    callId,
    callLabel,
    { operations, unavailable },
  );
  useAnnouncements(callId, callLabel);
  const focusRescue = useFocusRescue(rest);

  const kind = glyphKind(context.unstyled, rest);
  const { attributes } = status;

  const renderedButton = (button: RecordingButton): ReactElement => {
    const glyph = operationGlyphs[button.operationName][renderButton ? 'drawing' : kind];
    const props = {
      'data-part': 'button',
      'data-slot': button.slot,
      // The label is in an element of its own, because a browser that translates the page replaces
      // the text, and React would then change a text that is no longer there.
      children: [
        glyph,
        <span key="label" data-part="label">
          {button.label}
        </span>,
      ],
      // These props are at the end, because the engine makes such an object several times quicker.
      ...button.buttonProps,
    } as const;
    const ownButton = <button key={button.key} {...props} />;
    return renderButton ? (
      <WidgetBoundary key={button.key} name="renderButton" fallback={ownButton}>
        <HostButton ownButton={ownButton} report={context.desktop.report}>
          {() => renderButton(props, { ...button, glyph })}
        </HostButton>
      </WidgetBoundary>
    ) : (
      ownButton
    );
  };

  return (
    // The attributes are written out, because an object that begins with the fields of others takes the
    // engine far longer to make (V8 of Node 20: 4.6 µs instead of 0.02), and this is done at each event.
    <div
      role={groupProps.role}
      aria-label={groupProps['aria-label']}
      lang={attributes.lang}
      dir={attributes.dir}
      data-recording-state={attributes['data-recording-state']}
      data-pending={attributes['data-pending']}
      data-stale={attributes['data-stale']}
      data-call-ended={attributes['data-call-ended']}
      data-reminder={attributes['data-reminder']}
      data-look={status.look}
      data-tallylight="recording-controls"
      data-call-id={recording.callId ?? callId}
      data-unstyled={context.unstyled}
      {...rest}
      onFocusCapture={focusRescue.onFocusCapture}
      onBlurCapture={focusRescue.onBlurCapture}
      ref={ref}
    >
      {recordingStatusLine(status, statusLine, kind)}
      {places.length > 0 && (
        <div data-part="actions">
          {places.map(({ slot, slotLabels, button }) => (
            // The place is rendered also while it has no button, so that no other button ever moves
            // there.
            <span key={slot} data-part="place" data-place={slot} data-labels={slotLabels}>
              {button && renderedButton(button)}
            </span>
          ))}
        </div>
      )}
      <div data-part="notes" data-room={noteRoom(context.messages)}>
        {others.map(renderedButton)}
        {reasons.map(({ id, text }) => (
          <p key={id} id={id} data-part="note" data-tone="quiet">
            {text}
          </p>
        ))}
        {droppedPress !== undefined && (
          <p data-part="note" data-tone="quiet">
            {droppedPress}
          </p>
        )}
        {status.notes.map((note) => (
          <p key={note.key} data-part="note" data-note={note.key} data-tone={note.tone}>
            {note.key === 'failure' && remedies.length > 0 ? (
              <>
                <span>{note.text}</span>
                <span data-part="remedies">
                  {remedies.map(({ key, label, buttonProps }) => (
                    <button key={key} {...buttonProps} data-part="remedy">
                      {label}
                    </button>
                  ))}
                </span>
              </>
            ) : (
              note.text
            )}
          </p>
        ))}
      </div>
    </div>
  );
});

/**
 * A button that the host renders, or our own button if the host's function fails. It is a component, so
 * that the function can call hooks, which belong to this button alone: the number of buttons changes.
 */
function HostButton({
  ownButton,
  report,
  children: render,
}: {
  readonly ownButton: ReactElement;
  readonly report: OnDiagnostic;
  readonly children: () => ReactNode;
}): ReactNode {
  const hostButton = callHost('renderButton', report, render);
  return hostButton ? hostButton : ownButton;
}
