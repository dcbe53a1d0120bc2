import type { CometD } from 'cometd';
import { followCometd } from './followCometd.ts';
import type { NotificationLink } from './notificationLink.ts';

/** The CometD client a host already runs. */
export type HostCometd = CometD;

/**
 * A link over the CometD client that the host already has: its channel is subscribed to, and
 * nothing else. Shaking hands, credentials, retries and disconnecting stay the host's.
 */
export function createHostCometdLink(cometd: HostCometd, channel: string): NotificationLink {
  let unfollow: (() => void) | undefined;
  const leaveToHost = (): void => undefined;
  return {
    open: (listener) => {
      unfollow = followCometd(cometd, channel, listener, leaveToHost);
    },
    reopen: leaveToHost,
    close: () => {
      unfollow?.();
      unfollow = undefined;
    },
  };
}
