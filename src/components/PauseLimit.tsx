'use client';

import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useFocusRescue } from '../hooks/useFocusRescue.ts';
import { usePauseLimit } from '../hooks/usePauseLimit.ts';
import { useShown } from '../hooks/useShown.ts';
import { clock } from '../i18n/duration.ts';
import { pauseLimitEnglish } from '../i18n/widgetEnglish.ts';
import type { CallId } from '../model/call.ts';
import { withStateWhenFailed } from './WidgetBoundary.tsx';

/** The props of `<PauseLimit>`: its own, and those of a `<div>`. */
export interface PauseLimitProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** The call's `id`, `connId` or `callUuid`. */
  readonly callId: CallId;
  /** How long a pause may last, in ms, counted from when this page first knew of it. */
  readonly limit: number;
  /**
   * What happens at the limit. `resume` requests a Resume as an agent would. Agree on it before you
   * set it, because it may start a recording while something secret is said. @defaultValue 'remind'
   */
  readonly atLimit?: 'remind' | 'resume' | undefined;
}

/**
 * Counts a pause down to an agreed limit, warns half a minute before, and lets the agent put the
 * limit off as often as they need. The limit is never reached while nobody can see it, nor while a
 * `SensitiveSection` is open.
 *
 * Renders a `<div>`, empty while nothing is paused:
 * - `data-warning`: the limit is close
 *
 * @example <PauseLimit callId={callId} limit={180_000} atLimit="resume" />
 */
export const PauseLimit: ForwardRefExoticComponent<
  PauseLimitProps & RefAttributes<HTMLDivElement>
> = forwardRef(function PauseLimit(props: PauseLimitProps, ref) {
  return withStateWhenFailed('PauseLimit', props.callId, <Limit {...props} ref={ref} />);
});

const Limit = forwardRef<HTMLDivElement, PauseLimitProps>(function Limit(
  { callId, limit, atLimit = 'remind', ...rest },
  ref,
) {
  const { messages, unstyled } = useDesktopContext('PauseLimit');
  const words = messages.wordsOf('pauseLimit', pauseLimitEnglish);
  const shown = useShown<HTMLSpanElement>();
  const { remaining, isWarning, keepPaused } = usePauseLimit(callId, limit, atLimit, shown);
  const focusRescue = useFocusRescue(rest);
  const countdown = atLimit === 'resume' ? words.resumesIn : words.limitIn;

  return (
    <div
      data-tallylight="pause-limit"
      data-warning={isWarning ? '' : undefined}
      // The stylesheet reads this attribute, and keeps room for the longest text and the button.
      data-room={`${countdown(clock(limit, messages.locale))} ${words.keepPaused}`}
      data-unstyled={unstyled}
      lang={messages.locale}
      dir={messages.dir}
      {...rest}
      {...focusRescue}
      ref={ref}
    >
      {/* This element is always there. It gets the focus when the button that had it disappears. */}
      <span data-part="status" role="timer" tabIndex={-1} ref={shown}>
        {remaining !== undefined &&
          (remaining > 0 ? countdown(clock(remaining, messages.locale)) : words.reached)}
      </span>
      {isWarning && (
        <button type="button" data-part="remedy" onClick={keepPaused}>
          {words.keepPaused}
        </button>
      )}
    </div>
  );
});
