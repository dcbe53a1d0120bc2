import type { CometD } from 'cometd';
import { followCometd } from './followCometd.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';

/** The CometD client a host already runs. */
export type HostCometd = CometD;

const followAgainAfter = 1_000; // ms

/**
 * A link over the CometD client that the host already has: its channel is subscribed to, and
 * nothing else. Shaking hands, credentials, retries and disconnecting stay the host's.
 */
export function createHostCometdLink(cometd: HostCometd, channel: string): NotificationLink {
  let unfollow: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(timer);
    unfollow?.();
    unfollow = undefined;
  };
  const open = (listener: LinkListener): void => {
    close();
    unfollow = followCometd(cometd, channel, listener, (error) => {
      listener.onDown(error);
      timer = setTimeout(open, followAgainAfter, listener);
    });
  };
  return { open, close, reopen: () => undefined };
}
