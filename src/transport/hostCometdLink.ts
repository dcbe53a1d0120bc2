import type { CometD } from 'cometd';
import { followCometd, type CometdFollower } from './followCometd.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';

/** The CometD client a host already runs. */
export type HostCometd = CometD;

const subscribeAgainAfter = 1_000; // ms

/**
 * A link over the CometD client that the host already has: its channel is subscribed to, and
 * nothing else. Shaking hands, credentials, retries and disconnecting stay the host's. A session
 * that the server has ended is told as down until the host's client has another.
 */
export function createHostCometdLink(cometd: HostCometd, channel: string): NotificationLink {
  let follower: CometdFollower | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(timer);
    follower?.stop();
    follower = undefined;
  };
  const open = (listener: LinkListener): void => {
    close();
    follower = followCometd(cometd, channel, listener, (error) => {
      listener.onDown(error);
      clearTimeout(timer);
      timer = setTimeout(() => follower?.subscribeAgain(), subscribeAgainAfter);
    });
  };
  return { channel, open, close, reopen: () => undefined };
}
