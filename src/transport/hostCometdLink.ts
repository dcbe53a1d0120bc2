import type { CometD } from 'cometd';
import { trackSubscription, type SubscriptionTracker } from './trackSubscription.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';

/** The CometD client a host already runs. */
export type HostCometd = CometD;

const subscribeAgainAfter = 1_000; // ms

/**
 * Makes a link with the CometD client of the host. It only subscribes to the channel. Handshakes,
 * credentials, retries and disconnecting are left to the host. A session that the server has ended
 * is reported as down until the client of the host has another one.
 */
export function createHostCometdLink(cometd: HostCometd, channel: string): NotificationLink {
  let follower: SubscriptionTracker | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(timer);
    follower?.stop();
    follower = undefined;
  };
  const open = (listener: LinkListener): void => {
    close();
    follower = trackSubscription(cometd, channel, listener, (error) => {
      listener.onDown(error);
      clearTimeout(timer);
      timer = setTimeout(() => follower?.subscribeAgain(), subscribeAgainAfter);
    });
  };
  return { channel, open, close, reopen: () => undefined };
}
