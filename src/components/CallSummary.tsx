'use client';

import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useCallSummary } from '../hooks/useCallSummary.ts';
import type { CallId } from '../model/call.ts';
import { withStateWhenFailed } from './WidgetBoundary.tsx';

/** The props of `<CallSummary>`: its own, and those of a `<p>`. */
export interface CallSummaryProps extends Omit<ComponentPropsWithoutRef<'p'>, 'children'> {
  /** The call's `id`, `connId` or `callUuid`. */
  readonly callId: CallId;
}

/**
 * One line about the recording of a call that is over: "Call ended while paused. Not recorded: 2
 * min 10 sec." It says only what this page knows from the server: it says *at least* if there are gaps, and
 * it says if there was doubt. It is not a live region, because the end of the call is announced
 * already.
 *
 * Renders a `<p>`, and nothing while the call goes on:
 *
 * - `data-ended-as`: `Recording`, `Paused`, `Stopped`, `None` or `Unknown`
 * - `data-uncertain`: there are gaps, or there was doubt
 *
 * @example <CallSummary callId={callId} />
 */
export const CallSummary: ForwardRefExoticComponent<
  CallSummaryProps & RefAttributes<HTMLParagraphElement>
> = forwardRef(function CallSummary(props: CallSummaryProps, ref) {
  return withStateWhenFailed('CallSummary', props.callId, <Summary {...props} ref={ref} />);
});

const Summary = forwardRef<HTMLParagraphElement, CallSummaryProps>(function Summary(
  { callId, ...rest },
  ref,
) {
  const { messages, unstyled } = useDesktopContext('CallSummary');
  const summary = useCallSummary(callId);
  if (!summary) return null;
  return (
    <p
      lang={messages.locale}
      dir={messages.dir}
      data-tallylight="call-summary"
      data-ended-as={summary.endedAs}
      data-uncertain={summary.notKnown > 0 || summary.isDoubted ? '' : undefined}
      data-unstyled={unstyled}
      {...rest}
      ref={ref}
    >
      {summary.text}
    </p>
  );
});
