import type { NotificationLink } from './notificationLink.ts';
import type { TabGroup } from './tabGroup.ts';
import { openTabSession, type TabSession, type TabSessionOptions } from './tabSession.ts';

export interface SharedLinkOptions extends Pick<
  TabSessionOptions,
  'link' | 'identify' | 'heartbeat'
> {
  readonly signIn?: TabSessionOptions['signIn'];
  /** How long a read may take, in ms. @defaultValue 8000 */
  readonly requestTimeout?: number;
}

/**
 * Makes a link that all tabs and frames of a browser share. A server delays the long-polls of all
 * clients of a browser but one. Six long-polls also use all connections of the browser to the server,
 * so that a press of a recording button is not sent. So one tab opens the connection and passes on
 * what it receives. When this tab is closed, another tab opens a connection, and all tabs read the
 * calls again. Where tabs cannot send messages to each other, each has a connection of its own.
 */
export function createSharedLink({
  signIn = () => undefined,
  requestTimeout = 8_000,
  ...options
}: SharedLinkOptions): NotificationLink {
  // The leader may first have to end another read, and each of the two reads may wait for new headers
  // of the host.
  const readTimeout = 3 * requestTimeout;
  let session: TabSession | undefined;
  const group = (): TabGroup | undefined => session?.group();
  return {
    channel: options.link.channel,
    open: (listener) => {
      session?.close();
      session = openTabSession({ ...options, signIn, readTimeout, listener });
    },
    reopen: () => session?.reopen(),
    close: () => session?.close(),
    operations: {
      tell: (operation) => group()?.operations.tell(operation),
      lock: async (callId, timeout) =>
        group()?.operations.lock(callId, timeout) ?? (() => undefined),
    },
    reads: {
      role: () => session?.role() ?? 'apart',
      tell: (read) => group()?.reads.tell(read),
      turn: async () => group()?.reads.turn() ?? (() => undefined),
      patience: readTimeout,
    },
  };
}
