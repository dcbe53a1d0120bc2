'use client';

import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type RefAttributes,
} from 'react';
import { useAgentDesktop } from '../hooks/useAgentDesktop.ts';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useConnectionStatus } from '../hooks/useConnectionStatus.ts';
import { useFocusRescue } from '../hooks/useFocusRescue.ts';
import { useNow } from '../hooks/useNow.ts';
import { baseEnglish } from '../i18n/baseEnglish.ts';
import { clock } from '../i18n/duration.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { lastRightAt } from '../model/connection.ts';
import { WidgetBoundary } from './WidgetBoundary.tsx';

/** The props of `<ConnectionStatus>`: those of a `<div>`. */
export type ConnectionStatusProps = Omit<ComponentPropsWithoutRef<'div'>, 'children'>;

/**
 * Shows whether messages of the server arrive, and if not, for how long. Renders a `<div>`.
 * - `data-connection`: `idle`, `connecting`, `live`, `lost`, `signed-out`, `closed`
 *
 * @example <ConnectionStatus />
 */
export const ConnectionStatus: ForwardRefExoticComponent<
  ConnectionStatusProps & RefAttributes<HTMLDivElement>
> = forwardRef(function ConnectionStatus(props: ConnectionStatusProps, ref) {
  // A catalogue of an earlier version may lack the words, and the host's page must not break.
  return (
    <WidgetBoundary name="ConnectionStatus" fallback={<PhaseAlone />}>
      <Status {...props} ref={ref} />
    </WidgetBoundary>
  );
});

const Status = forwardRef<HTMLDivElement, ConnectionStatusProps>(function Status(props, ref) {
  const { messages, unstyled } = useDesktopContext('ConnectionStatus');
  const desktop = useAgentDesktop();
  const status = useConnectionStatus();
  const asOf = lastRightAt(status);
  const now = useNow(asOf !== undefined);
  const focusRescue = useFocusRescue(props);
  const isDown = status.phase === 'lost' || status.phase === 'signed-out';

  return (
    <div
      lang={messages.locale}
      dir={messages.dir}
      data-tallylight="connection-status"
      data-connection={status.phase}
      data-unstyled={unstyled}
      // The stylesheet reads this attribute, and keeps the room of the button while it is absent.
      data-room={isDown ? undefined : messages.tryNow}
      {...props}
      {...focusRescue}
      ref={ref}
    >
      <span data-part="dot" aria-hidden="true" />
      {/* The room of the longest word and of the longest time is kept, too, so that nothing around
          the status moves when it changes. */}
      {/* It gets the focus when the button that had it disappears. */}
      <span data-part="word" tabIndex={-1} data-room={longestWord(messages.connection)}>
        {messages.connection[status.phase]}
      </span>
      <span data-part="time" dir="ltr" data-room={clock(longestTime, messages.locale)}>
        {asOf !== undefined && clock(now - asOf, messages.locale)}
      </span>
      {isDown && (
        <button type="button" data-part="remedy" onClick={() => void desktop.refresh()}>
          {messages.tryNow}
        </button>
      )}
    </div>
  );
});

/** Shows the phase in English, because the messages may be what has failed. */
function PhaseAlone(): ReactElement {
  const { phase } = useConnectionStatus();
  return (
    <div lang="en" data-tallylight="connection-status" data-connection={phase}>
      <span data-part="word">{baseEnglish.connection[phase]}</span>
    </div>
  );
}

/** The longest time that the status has room for, in ms. */
const longestTime = 99 * 3_600_000;

function longestWord(words: BaseMessages['connection']): string {
  return Object.values(words).reduce((one, other) => (other.length > one.length ? other : one));
}
