'use client';

import {
  forwardRef,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react';
import { createPortal } from 'react-dom';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { neverChanges } from '../hooks/useNow.ts';
import { useShown } from '../hooks/useShown.ts';
import { miniWindowEnglish } from '../i18n/widgetEnglish.ts';
import { pictureInPicture, shareLooks } from './pictureInPicture.ts';

/** The props of `<MiniWindow>`: its own, and those of a `<div>`. */
export interface MiniWindowProps extends ComponentPropsWithoutRef<'div'> {
  /** What is shown in the window while it is open, and nowhere else. */
  readonly children: ReactNode;
}

/** `failed`: the browser has not opened a window, for example because the page is in a frame. */
type Phase = 'closed' | 'opening' | 'failed' | Window;

/** The size for one widget with room for its notes. The agent may make the window larger. In px. */
const size = { width: 440, height: 190 };

/**
 * A button that puts widgets into a small window that stays above the windows of all programs
 * (Document Picture-in-Picture), for an agent who works elsewhere during a call. The window has the
 * looks of the page. Announcements are said there while the agent is there, shortcuts work, and the
 * focus comes back when it is closed. Where the browser has no such window, a sentence says so.
 *
 * Renders a `<div>`:
 * - `data-mini-window`: `closed`, `opening`, `open`, `failed` or `not-supported`
 *
 * @example <MiniWindow><RecordingControls callId={callId} /></MiniWindow>
 */
export const MiniWindow: ForwardRefExoticComponent<
  MiniWindowProps & RefAttributes<HTMLDivElement>
> = forwardRef(function MiniWindow({ children, ...rest }: MiniWindowProps, ref) {
  const { desktop, messages, announcer, unstyled } = useDesktopContext('MiniWindow');
  const words = messages.wordsOf('miniWindow', miniWindowEnglish);
  const [phase, setPhase] = useState<Phase>('closed');
  const button = useRef<HTMLButtonElement>(null);
  const opened = typeof phase === 'object' ? phase : undefined;
  const isSupported = useSyncExternalStore(neverChanges, hasWindow, assumeSupported);

  useEffect(() => {
    if (!opened) return undefined;
    const stopSharing = shareLooks(document, opened.document);
    const onPageHide = (): void => {
      returnFocus(opened, button.current);
      setPhase('closed');
    };
    opened.addEventListener('pagehide', onPageHide);
    return () => {
      stopSharing();
      // The event `pagehide` of the window sets the phase, also if the widget is only hidden for a while.
      opened.close();
    };
  }, [opened]);
  const isUnmounted = useRef(false);
  useEffect(() => {
    isUnmounted.current = false;
    return () => {
      isUnmounted.current = true;
    };
  }, []);

  const open = async (): Promise<void> => {
    setPhase('opening');
    try {
      const newWindow = await pictureInPicture()?.requestWindow(size);
      // The widget was removed while the browser was opening the window.
      if (isUnmounted.current) newWindow?.close();
      else setPhase(newWindow ?? 'failed');
      if (newWindow) return;
    } catch (cause) {
      setPhase('failed');
      desktop.report({ code: 'widget-failed', widget: 'MiniWindow', cause });
    }
    announcer.say('the mini window', { text: words.failed, politeness: 'assertive' });
  };
  const toggle = (): void => {
    if (opened) opened.close();
    else if (phase !== 'opening') void open();
  };

  return (
    <div
      lang={messages.locale}
      dir={messages.dir}
      data-tallylight="mini-window"
      data-mini-window={!isSupported ? 'not-supported' : typeof phase === 'object' ? 'open' : phase}
      data-unstyled={unstyled}
      {...rest}
      ref={ref}
    >
      {isSupported ? (
        <button type="button" data-part="remedy" ref={button} onClick={toggle}>
          {opened ? words.close : words.open}
        </button>
      ) : (
        <span data-part="word">{words.notSupported}</span>
      )}
      {phase === 'failed' && <span data-part="note">{words.failed}</span>}
      {opened &&
        createPortal(
          <WindowContent unstyled={unstyled}>{children}</WindowContent>,
          opened.document.body,
        )}
    </div>
  );
});

/**
 * The content of the window. It takes the focus itself and gives it to no button, because the key
 * that opened the window is still held down and would press the button.
 */
function WindowContent({
  unstyled,
  children,
}: {
  readonly unstyled: '' | undefined;
  readonly children: ReactNode;
}): ReactElement {
  const { messages } = useDesktopContext('MiniWindow');
  const root = useShown<HTMLElement>();
  useEffect(() => root.current?.focus(), [root]);
  return (
    <main
      ref={root}
      tabIndex={-1}
      aria-label={messages.group}
      lang={messages.locale}
      dir={messages.dir}
      data-tallylight="mini-window-inside"
      data-unstyled={unstyled}
    >
      {children}
    </main>
  );
}

/**
 * Moves the focus to the button that opened the window, unless the agent is somewhere else in the
 * page.
 */
function returnFocus(closed: Window, button: HTMLButtonElement | null): void {
  const { activeElement, body } = document;
  if (activeElement && activeElement !== body && activeElement !== button) return;
  if (closed.document.hasFocus()) window.focus();
  button?.focus();
}

const hasWindow = (): boolean => pictureInPicture() !== undefined;
/** A server does not know the browser. It renders the button, which most browsers will have. */
const assumeSupported = (): boolean => true;
