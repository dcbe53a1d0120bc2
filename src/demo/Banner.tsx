import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react';
import { steadyNow, useAgentDesktop, useConnectionStatus } from '../index.ts';
import { useLocale, useWidgetWords, useWords } from './words/useWords.ts';

/**
 * Says once for the whole page that the connection is lost. It is shown in the place of the
 * introduction. This place is as high as the higher of the two, so that nothing below moves under
 * the pointer.
 *
 * It is not announced, because the widgets announce that the connection is lost.
 */
export function Banner({ children }: { readonly children: ReactNode }): ReactElement {
  const { outage } = useWords();
  const { tryNow } = useWidgetWords();
  const desktop = useAgentDesktop();
  const status = useConnectionStatus();
  const isLost = status.phase === 'lost' || status.phase === 'signed-out';
  const asOf = 'asOf' in status ? status.asOf : undefined;
  const age = useAge(isLost ? asOf : undefined);
  const button = useRef<HTMLButtonElement>(null);

  // The button is hidden when the connection is back, and the browser then takes the focus from it.
  useLayoutEffect(() => {
    if (!isLost && document.activeElement === button.current)
      document.querySelector('main')?.focus({ preventScroll: true });
  }, [isLost]);

  return (
    <div className="banner-place" data-lost={isLost ? '' : undefined}>
      {children}
      <div className="outage">
        <p>
          <strong>{status.phase === 'signed-out' ? outage.signedOut : outage.lost}</strong>{' '}
          {asOf === undefined && isLost ? outage.waiting : outage.lastKnown(age)}{' '}
          {(asOf !== undefined || !isLost) && outage.trying}
        </p>
        <button type="button" ref={button} onClick={() => void desktop.refresh()}>
          {tryNow}
        </button>
      </div>
    </div>
  );
}

/** How long ago something was, in words: "18 seconds ago". */
function useAge(at: number | undefined): string {
  const locale = useLocale();
  const [now, setNow] = useState(() => steadyNow());

  useEffect(() => {
    if (at === undefined) return undefined;
    const update = (): void => {
      setNow(steadyNow());
    };
    update();
    const timer = setInterval(update, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [at]);

  const seconds = at === undefined ? 0 : Math.max(0, Math.round((now - at) / 1000));
  const words = new Intl.RelativeTimeFormat(locale);
  return seconds < 60
    ? words.format(-seconds, 'second')
    : words.format(-Math.floor(seconds / 60), 'minute');
}
