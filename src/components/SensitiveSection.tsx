'use client';

import {
  forwardRef,
  useEffect,
  useRef,
  version,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type ReactNode,
  type RefAttributes,
  type SyntheticEvent,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useCommitEffect } from '../hooks/useFocusRescue.ts';
import { useAnnouncements } from '../hooks/useAnnouncements.ts';
import { useRecordingPaused, type RecordingPause } from '../hooks/useRecordingPaused.ts';
import { useRecordingStatus } from '../hooks/useRecordingStatus.ts';
import { sensitiveEnglish } from '../i18n/widgetEnglish.ts';
import type { CallId } from '../model/call.ts';
import { lookGlyphs } from './RecordingGlyph.tsx';

export interface SensitiveSectionProps extends ComponentPropsWithoutRef<'div'> {
  /** The call's `id`, `connId` or `callUuid`. After a transfer: the new one. */
  readonly callId: CallId;
  /**
   * What else to show while the fields are blocked, below the words: whom to ask, another way to
   * pay. It is not blocked itself.
   */
  readonly renderBlocked?: (pause: RecordingPause) => ReactNode;
}

/**
 * Wraps what must not be recorded: a form for card numbers. Has the recording paused while it is
 * mounted, and keeps everything inside out of reach until the server has confirmed that, and again
 * as soon as that is no longer certain. When it is unmounted the recording resumes, if the pause
 * was made here. It takes nothing out of what was recorded before, and does not know what is said.
 *
 * Renders a `<div role="group">`:
 * - `data-blocked`: why the fields are blocked, one of `RecordingBlock`; absent while they are not
 * - `[data-part='notice']` is always there, `[data-part='fields']` is `inert` while blocked
 *
 * @example
 * {isPaying && <SensitiveSection callId={callId}><CardForm /></SensitiveSection>}
 */
export const SensitiveSection: ForwardRefExoticComponent<
  SensitiveSectionProps & RefAttributes<HTMLDivElement>
> = forwardRef(function SensitiveSection(
  { callId, renderBlocked, children, ...rest }: SensitiveSectionProps,
  ref,
) {
  const { announcer, messages, unstyled } = useDesktopContext('SensitiveSection');
  const own = messages.sensitive ?? sensitiveEnglish;
  const pause = useRecordingPaused(callId, true);
  const { attributes, look } = useRecordingStatus(callId);
  const { block, words, remedies, isClearNow } = pause;
  const isBlocked = block !== undefined;
  useAnnouncements(callId);

  const notice = useRef<HTMLDivElement>(null);
  const fields = useRef<HTMLDivElement>(null);
  const left = useRef<HTMLElement>(null);

  // Before anything is painted: no key may fall into a field that has just been blocked.
  useCommitEffect(() => {
    const focused = focusedIn(fields.current);
    if (isBlocked && focused) {
      left.current = focused;
      moveTo(notice.current);
    } else if (!isBlocked) {
      // Back, unless the agent went elsewhere meanwhile.
      if (left.current && focusedIn(notice.current)) moveTo(left.current);
      left.current = null;
    }
  }, [isBlocked]);

  const wasBlocked = useRef(isBlocked);
  useEffect(() => {
    if (wasBlocked.current === isBlocked) return;
    wasBlocked.current = isBlocked;
    announcer.say(callId, {
      text: isBlocked ? own.fieldsBlocked : own.fieldsReady,
      politeness: isBlocked ? 'assertive' : 'polite',
    });
  }, [announcer, callId, own, isBlocked]);

  // `inert` does not hold what React renders elsewhere (portals), nor in a browser that lacks it,
  // and the store may know what the screen does not show yet.
  const guard = (event: SyntheticEvent): void => {
    if (isClearNow()) return;
    event.stopPropagation();
    // Tab may still lead out.
    if (!('key' in event.nativeEvent && event.nativeEvent.key === 'Tab')) event.preventDefault();
    if (event.type === 'focus') {
      left.current ??= focusedIn(fields.current) ?? null;
      moveTo(notice.current);
    }
  };

  const group = { role: 'group', 'aria-label': own.label };
  return (
    <div
      {...group}
      data-tallylight="sensitive-section"
      data-blocked={block}
      data-unstyled={unstyled}
      {...rest}
      ref={ref}
    >
      <div
        ref={notice}
        data-part="notice"
        data-look={isBlocked ? lookWhile(block) : look}
        // Focusable by script alone: where focus goes when the fields are blocked.
        tabIndex={-1}
        lang={attributes.lang}
        dir={attributes.dir}
      >
        {lookGlyphs[isBlocked ? lookWhile(block) : look]}
        <span data-part="word">{words}</span>
        {remedies.map(({ key, label, buttonProps }) => (
          <button
            key={key}
            {...buttonProps}
            onClick={(event) => {
              // The button goes with what it helps against.
              moveTo(notice.current);
              buttonProps.onClick?.(event);
            }}
            data-part="remedy"
          >
            {label}
          </button>
        ))}
      </div>
      {isBlocked && renderBlocked?.(pause)}
      <div
        ref={fields}
        data-part="fields"
        {...(isBlocked && blocked)}
        onKeyDownCapture={guard}
        onKeyUpCapture={guard}
        onBeforeInputCapture={guard}
        onPasteCapture={guard}
        onDropCapture={guard}
        onPointerDownCapture={guard}
        onMouseDownCapture={guard}
        onClickCapture={guard}
        onFocusCapture={guard}
        onSubmitCapture={guard}
      >
        {children}
      </div>
    </div>
  );
});

/** React 19 knows `inert` as a boolean; React 18 hands any attribute on, but only as a string. */
const blocked: HTMLAttributes<HTMLDivElement> = {
  // The type is React 19's.
  inert: (Number.parseInt(version) >= 19 || '') as boolean,
  'aria-hidden': true,
};

function lookWhile(block: NonNullable<RecordingPause['block']>): 'checking' | 'unknown' {
  return block === 'checking' || block === 'pausing' ? 'checking' : 'unknown';
}

function moveTo(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

function focusedIn(element: HTMLElement | null): HTMLElement | undefined {
  // The nearest root: of what is in a shadow tree the document only knows the host. Nothing else
  // that can be a root has an `activeElement`, and what has the focus can be given it again.
  const root = element?.getRootNode() as Partial<DocumentOrShadowRoot> | undefined;
  const focused = root?.activeElement as HTMLElement | null | undefined;
  return focused && element?.contains(focused) ? focused : undefined;
}
