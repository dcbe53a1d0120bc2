import type { CometD } from 'cometd';
import { followCometd } from './cometdSession.ts';
import type { NotificationLink } from './notificationLink.ts';

/**
 * A link over the CometD client that the host already has: its channel is subscribed to, and
 * nothing else. Shaking hands, credentials, retries and disconnecting stay the host's.
 */
export function createHostCometdLink(cometd: CometD, channel: string): NotificationLink {
  let unfollow: (() => void) | undefined;
  return {
    open: (listener) => {
      let heardAt = Date.now();
      unfollow = followCometd(cometd, channel, {
        onOpen: () => {
          heardAt = Date.now();
          listener.onOpen();
        },
        onMessage: (message) => {
          heardAt = Date.now();
          listener.onMessage(message);
        },
        onDown: (error) => {
          listener.onDown(error, heardAt);
        },
        onDead: (error) => {
          listener.onDown(error, heardAt);
        },
      });
    },
    // The host's client, the host's retries.
    reopen: () => undefined,
    close: () => {
      unfollow?.();
      unfollow = undefined;
    },
  };
}
