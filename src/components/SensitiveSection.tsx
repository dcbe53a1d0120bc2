'use client';

import {
  forwardRef,
  useEffect,
  useRef,
  useState,
  version,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type ReactNode,
  type RefAttributes,
  type SyntheticEvent,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import { useAnnouncements } from '../hooks/useAnnouncements.ts';
import { usePauseHold, type RecordingPause } from '../hooks/useRecordingPaused.ts';
import { useShown } from '../hooks/useShown.ts';
import { useRecordingStatus } from '../hooks/useRecordingStatus.ts';
import { noteRoom } from '../i18n/noteRoom.ts';
import { sensitiveEnglish } from '../i18n/widgetEnglish.ts';
import type { CallId } from '../model/call.ts';
import { CrashWatch } from './CrashWatch.tsx';
import { createFieldsGuard } from './fieldsGuard.ts';
import { lockGlyphs, lookGlyphs } from './RecordingGlyph.tsx';

/** The props of `<SensitiveSection>`: its own, and those of a `<div>`. */
export interface SensitiveSectionProps extends ComponentPropsWithoutRef<'div'> {
  /** The call's `id`, `connId` or `callUuid`. After a transfer, the id of the new call. */
  readonly callId: CallId;
  /**
   * Renders what else to show while the fields are blocked, below the words: whom to ask, or
   * another way to pay. It is not blocked itself.
   */
  readonly renderBlocked?: ((pause: RecordingPause) => ReactNode) | undefined;
}

/**
 * Wraps what must not be recorded, such as a form for card numbers. It keeps the recording paused
 * while it is mounted. Nothing inside can be used until the server has confirmed the pause, nor as
 * soon as that is no longer certain. When the section is unmounted, the recording resumes, if the
 * pause was made here. When something inside crashes, the error goes on to your error boundary and
 * the recording stays paused, because nobody knows then whether the agent is done with the card
 * number. The section removes nothing from what was recorded before, and it does not know what is
 * said.
 *
 * While it is blocked, no key, paste, drop, composition, dictation or password manager gets
 * anything into the fields or into your state, also in portals and open shadow trees, and no form
 * with one of the fields is sent. Frames inside cannot be used. What your own code writes into a
 * field without an event is your own responsibility.
 *
 * Renders a `<div role="group">`:
 * - `data-blocked`: why the fields are blocked, one of `RecordingBlock`; absent while they are not
 * - `[data-part='lock']` says in words whether the fields can be used; digits in them are masked
 *   while they cannot
 * - `[data-part='notice']` is always there, `[data-part='fields']` is `inert` while blocked
 *
 * @example
 * {isPaying && <SensitiveSection callId={callId}><CardForm /></SensitiveSection>}
 */
export const SensitiveSection: ForwardRefExoticComponent<
  SensitiveSectionProps & RefAttributes<HTMLDivElement>
> = forwardRef(function SensitiveSection(props: SensitiveSectionProps, ref) {
  const release = useRef<() => void>(undefined);
  return (
    // What is around the fields may crash as well, for example when React refuses a prop of the host.
    <CrashWatch onCrash={() => release.current?.()}>
      <Section
        {...props}
        ref={ref}
        onCommit={(keepPaused) => {
          release.current = keepPaused;
        }}
      />
    </CrashWatch>
  );
});

const Section = forwardRef<
  HTMLDivElement,
  SensitiveSectionProps & {
    /** Is called at each commit with a function. After its call, the recording stays paused when the section disappears. */
    readonly onCommit: (keepPaused: () => void) => void;
  }
>(function Section({ callId, renderBlocked, children, onCommit, ...rest }, ref) {
  const { announcer, messages, unstyled } = useDesktopContext('SensitiveSection');
  const own = messages.wordsOf('sensitive', sensitiveEnglish);
  const { keepPaused, ...pause } = usePauseHold(callId, true);
  const { attributes, look } = useRecordingStatus(callId);
  const { block, words, remedies, isClearNow } = pause;
  const isBlocked = block !== undefined;
  useAnnouncements(callId);

  const notice = useShown<HTMLDivElement>();
  const fields = useRef<HTMLDivElement>(null);
  const [guard] = useState(createFieldsGuard);
  // The listeners run between two renders, so they read the latest values from here.
  const latest = useRef({ isClearNow, onFormRefused: () => undefined });
  useCommitEffect(() => {
    onCommit(keepPaused);
    latest.current = {
      isClearNow,
      onFormRefused: () => {
        announcer.say(callId, { text: own.fieldsBlocked, politeness: 'assertive' });
      },
    };
  });
  useCommitEffect(() => {
    if (!fields.current || !notice.current) return undefined;
    return guard.attach({
      fields: fields.current,
      notice: notice.current,
      isClearNow: () => latest.current.isClearNow(),
      onFormRefused: () => latest.current.onFormRefused(),
    });
  }, [guard]);
  // This runs before anything is painted, because no key may reach a field that has just been
  // blocked.
  useCommitEffect(() => {
    if (isBlocked) guard.close();
    else guard.open();
  }, [guard, isBlocked]);

  const wasBlocked = useRef(isBlocked);
  useEffect(() => {
    if (wasBlocked.current === isBlocked) return;
    wasBlocked.current = isBlocked;
    announcer.say(callId, {
      text: isBlocked ? own.fieldsBlocked : own.fieldsReady,
      politeness: isBlocked ? 'assertive' : 'polite',
    });
  }, [announcer, callId, own, isBlocked]);

  // These handlers guard what React renders elsewhere (portals), and every field in a browser without
  // `inert` or while the store is newer than the screen.
  const guardCapture = (event: SyntheticEvent): void => {
    if (guard.stopsFromReact(event.nativeEvent)) event.stopPropagation();
  };

  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset has looks of its own, which hosts would have to reset
      role="group"
      aria-label={own.label}
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
        data-room={noteRoom(messages)}
        // Only a script can focus it. It gets the focus when the fields are blocked.
        tabIndex={-1}
        lang={attributes.lang}
        dir={attributes.dir}
      >
        {lookGlyphs[isBlocked ? lookWhile(block) : look].drawing}
        <span data-part="word">{words}</span>
        {remedies.map(({ key, label, buttonProps }) => (
          <button
            key={key}
            {...buttonProps}
            onClick={(event) => {
              // The button disappears together with the problem that it solves.
              notice.current?.focus({ preventScroll: true });
              buttonProps.onClick?.(event);
            }}
            data-part="remedy"
          >
            {label}
          </button>
        ))}
      </div>
      {/* The lock is said in words as well. It is always there, so that no field moves when the words
          change. */}
      <p data-part="lock" lang={attributes.lang} dir={attributes.dir}>
        {isBlocked ? lockGlyphs.locked : lockGlyphs.open}
        <span data-part="label">{isBlocked ? own.fieldsBlocked : own.fieldsReady}</span>
      </p>
      {isBlocked && renderBlocked && (
        <CrashWatch onCrash={keepPaused}>
          <Blocked render={renderBlocked} pause={pause} />
        </CrashWatch>
      )}
      <div
        ref={fields}
        data-part="fields"
        {...(isBlocked && blocked)}
        onEncryptedCapture={guardCapture}
        onKeyDownCapture={guardCapture}
        onKeyUpCapture={guardCapture}
        onBeforeInputCapture={guardCapture}
        onInputCapture={guardCapture}
        onChangeCapture={guardCapture}
        onCompositionStartCapture={guardCapture}
        onCompositionUpdateCapture={guardCapture}
        onCompositionEndCapture={guardCapture}
        onPasteCapture={guardCapture}
        onCutCapture={guardCapture}
        onDragEnterCapture={guardCapture}
        onDragOverCapture={guardCapture}
        onDropCapture={guardCapture}
        onPointerDownCapture={guardCapture}
        onPointerUpCapture={guardCapture}
        onMouseDownCapture={guardCapture}
        onMouseUpCapture={guardCapture}
        onClickCapture={guardCapture}
        onDoubleClickCapture={guardCapture}
        onAuxClickCapture={guardCapture}
        onContextMenuCapture={guardCapture}
        onFocusCapture={guardCapture}
        onSubmitCapture={guardCapture}
        onResetCapture={guardCapture}
      >
        <CrashWatch onCrash={keepPaused}>{children}</CrashWatch>
      </div>
    </div>
  );
});

/**
 * React 19 knows `inert` as a boolean. React 18 passes every attribute on, but only as a string.
 */
const blocked: HTMLAttributes<HTMLDivElement> = {
  // This is the type of React 19.
  inert: (Number.parseInt(version) >= 19 || '') as boolean,
  'aria-hidden': true,
};

function lookWhile(block: NonNullable<RecordingPause['block']>): 'checking' | 'unknown' {
  return block === 'checking' || block === 'pausing' ? 'checking' : 'unknown';
}

/**
 * This is a component, so that a crash of the host's function counts as a crash inside the section.
 */
function Blocked({
  render,
  pause,
}: {
  readonly render: (pause: RecordingPause) => ReactNode;
  readonly pause: RecordingPause;
}): ReactNode {
  return render(pause);
}
