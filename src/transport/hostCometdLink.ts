import type { CometD } from 'cometd';
import type { LinkListener, NotificationLink } from './notificationLink.ts';
import { trackSubscription, type SubscriptionTracker } from './trackSubscription.ts';

/** A CometD client that the host already runs. */
export type HostCometd = CometD;

const subscribeAgainAfter = 1_000; // ms

/**
 * Makes a link with the CometD client of the host. It only subscribes to the channel. Handshakes,
 * credentials, retries and disconnecting are left to the host. A session that the server has ended
 * is reported as down until the client of the host has another one.
 */
export function createHostCometdLink(cometd: HostCometd, channel: string): NotificationLink {
  let tracker: SubscriptionTracker | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(timer);
    tracker?.stop();
    tracker = undefined;
  };
  const open = (listener: LinkListener): void => {
    close();
    tracker = trackSubscription(cometd, channel, listener, (error) => {
      listener.onDown(error);
      clearTimeout(timer);
      timer = setTimeout(() => tracker?.subscribeAgain(), subscribeAgainAfter);
    });
  };
  return { channel, open, close, reopen: () => undefined };
}
