'use client';

import { useId, useRef, useState, type ComponentPropsWithoutRef, type ReactElement } from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import { confirmStopEnglish } from '../i18n/widgetEnglish.ts';

/**
 * A Stop in two steps, for hosts where it cannot be undone. The question is shown at the place of
 * the notes, and *Don’t stop* has the focus. Esc and *Don’t stop* lead back to Stop. The question
 * stays until the agent answers it, and *Pause* can be used meanwhile.
 *
 * - `[data-part='confirm']`: the question with its two buttons
 *
 * @example
 * <RecordingControls
 *   callId={callId}
 *   renderButton={(props, { slot }) =>
 *     slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />
 *   }
 * />
 */
export function ConfirmStop(props: ComponentPropsWithoutRef<'button'>): ReactElement {
  const { onClick, children, ...button } = props;
  const { messages } = useDesktopContext('ConfirmStop');
  const words = messages.wordsOf('confirmStop', confirmStopEnglish);
  const id = useId();
  const [isAsking, setAsking] = useState(false);
  const stopButton = useRef<HTMLButtonElement>(null);
  const keepButton = useRef<HTMLButtonElement>(null);
  const isDisabled = button['aria-disabled'] !== undefined;

  const wasAsking = useRef(false);
  useCommitEffect(() => {
    if (isAsking) keepButton.current?.focus();
    else if (wasAsking.current) stopButton.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);

  return (
    <>
      <button
        {...button}
        ref={stopButton}
        // The stylesheet reads this attribute, and keeps room for the question.
        data-confirms=""
        // The Stop button keeps its place but cannot be used, so that nothing moves and there is
        // one element named "Stop recording".
        hidden={isAsking}
        onClick={(event) => {
          if (isDisabled) onClick?.(event);
          else if (event.detail <= 1) setAsking(true);
        }}
      >
        {children}
      </button>
      {isAsking && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc in one of its buttons
        <div
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- these buttons are no fields of a form
          role="group"
          aria-labelledby={id}
          data-part="confirm"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            // This Esc must not also close the dialog or panel that contains the widget.
            event.stopPropagation();
            setAsking(false);
          }}
        >
          <p id={id}>{words.question}</p>
          <span data-part="choices">
            <button
              type="button"
              ref={keepButton}
              // The stylesheet knows by a class that a host renders the button, as it does for the Stop
              // beside it.
              className={button.className}
              data-part="button"
              onKeyDown={(event) => {
                // The Enter key that opened the question may still be held down.
                if (event.repeat) event.preventDefault();
              }}
              onClick={() => setAsking(false)}
            >
              {words.keep}
            </button>
            <button
              {...button}
              onClick={(event) => {
                // The second click of a double click does not count as an answer.
                if (isDisabled || event.detail > 1) return;
                setAsking(false);
                onClick?.(event);
              }}
            >
              {messages.operations.StopCallRecording.label}
            </button>
          </span>
        </div>
      )}
    </>
  );
}
