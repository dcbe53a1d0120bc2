'use client';

import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { useAgentDesktop } from '../hooks/useAgentDesktop.ts';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useConnectionStatus } from '../hooks/useConnectionStatus.ts';
import { useNow } from '../hooks/useNow.ts';
import { clock } from '../i18n/duration.ts';

export type ConnectionStatusProps = Omit<ComponentPropsWithoutRef<'div'>, 'children'>;

/**
 * Shows whether the desktop hears the server, and if not, for how long. Renders a `<div>`.
 * - `data-connection`: `idle`, `connecting`, `live`, `lost`, `signed-out`, `closed`
 *
 * @example <ConnectionStatus />
 */
export const ConnectionStatus: ForwardRefExoticComponent<
  ConnectionStatusProps & RefAttributes<HTMLDivElement>
> = forwardRef(function ConnectionStatus(props: ConnectionStatusProps, ref) {
  const { messages, unstyled } = useDesktopContext('ConnectionStatus');
  const desktop = useAgentDesktop();
  const status = useConnectionStatus();
  const asOf = 'asOf' in status ? status.asOf : undefined;
  const now = useNow(asOf !== undefined);
  const isDown = status.phase === 'lost' || status.phase === 'signed-out';

  return (
    <div
      lang={messages.locale}
      dir={messages.dir}
      data-tallylight="connection-status"
      data-connection={status.phase}
      data-unstyled={unstyled}
      {...props}
      ref={ref}
    >
      <span data-part="dot" aria-hidden="true" />
      <span data-part="word">{messages.connection[status.phase]}</span>
      {asOf !== undefined && (
        <span data-part="time" dir="ltr">
          {clock(now - asOf, messages.locale)}
        </span>
      )}
      {isDown && (
        <button type="button" data-part="remedy" onClick={() => void desktop.refresh()}>
          {messages.tryNow}
        </button>
      )}
    </div>
  );
});
