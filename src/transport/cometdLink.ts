import { AckExtension, CometD } from 'cometd';
import { AgentDesktopError } from '../model/errors.ts';
import type { Authorization } from './authorization.ts';
import { followCometd } from './cometdSession.ts';
import { createHeartbeat, type HeartbeatOptions } from './heartbeat.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';

export interface CometdLinkOptions {
  /** The Bayeux address, e.g. `https://gws.example/api/v2/notifications`. */
  readonly url: string;
  /** The channel that carries the calls. */
  readonly channel: string;
  /** `websocket` tries a WebSocket first and falls back to long-polling. */
  readonly transport: 'long-polling' | 'websocket';
  readonly authorization: Authorization;
  /** Gets the session cookie that lets CometD in. Throws when the server refuses. */
  readonly admit: () => Promise<unknown>;
  readonly heartbeat: HeartbeatOptions;
}

const firstRetry = 500; // ms
const slowestRetry = 8_000; // ms
/** Where trying cannot help soon: signed out, or cookies blocked. In ms. */
const hopelessRetry = 20_000;

/**
 * A CometD link of our own. It supervises the library, which can give up or hang without a word:
 * whatever happens, it is opened again, with growing and jittered pauses, until it is closed.
 *
 * @see "Web Services API Reference", Notifications with CometD
 */
export function createCometdLink(options: CometdLinkOptions): NotificationLink {
  let listener: LinkListener | undefined;
  let endSession: (() => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let opening = 0;
  let heardAt = 0;

  const end = (): void => {
    opening += 1; // whatever is under way is of no interest any more
    clearTimeout(retry);
    endSession?.();
    endSession = undefined;
  };

  const openAgain = (error: AgentDesktopError): void => {
    end();
    const isHopeless = error.code === 'cookies-blocked' || (isRefusal(error) && failures > 0);
    const pause = isHopeless ? hopelessRetry : Math.min(slowestRetry, firstRetry * 2 ** failures);
    failures += 1;
    retry = setTimeout(() => void start(), pause * (0.5 + Math.random() / 2));
  };

  const start = async (): Promise<void> => {
    const current = ++opening;
    const isCurrent = (): boolean => current === opening && listener !== undefined;
    try {
      await options.admit();
    } catch (error) {
      if (!isCurrent()) return;
      // REST may be down and notifications up; only a refusal is certain to be refused again.
      if (error instanceof AgentDesktopError && isRefusal(error)) {
        failures += 1;
        listener?.onDown(error, heardAt);
        openAgain(error);
        return;
      }
    }
    if (!isCurrent()) return;
    endSession = openSession(options, {
      onOpen: () => {
        failures = 0;
        heardAt = Date.now();
        listener?.onOpen();
      },
      onMessage: (message) => listener?.onMessage(message),
      onHeard: () => {
        heardAt = Date.now();
      },
      onDown: (error) => listener?.onDown(error, heardAt),
      onDead: (error) => {
        listener?.onDown(error, heardAt);
        openAgain(error);
      },
    });
  };

  return {
    open: (newListener) => {
      listener = newListener;
      failures = 0;
      heardAt = Date.now();
      void start();
    },
    reopen: () => {
      if (!listener) return;
      end();
      failures = 0;
      void start();
    },
    close: () => {
      listener = undefined;
      end();
    },
  };
}

function isRefusal(error: AgentDesktopError): boolean {
  return error.code === 'not-signed-in';
}

interface OwnSessionListener {
  readonly onOpen: () => void;
  readonly onMessage: (message: unknown) => void;
  readonly onHeard: () => void;
  readonly onDown: (error: AgentDesktopError) => void;
  readonly onDead: (error: AgentDesktopError) => void;
}

/** One `CometD` from its handshake to its end. A new one each time: it keeps too much state. */
function openSession(options: CometdLinkOptions, listener: OwnSessionListener): () => void {
  const cometd = new CometD();
  cometd.unregisterTransport('callback-polling');
  if (options.transport === 'long-polling') cometd.unregisterTransport('websocket');
  cometd.configure({
    url: options.url,
    // A blob: worker is what a strict Content-Security-Policy forbids.
    useWorkerScheduler: false,
    connectTimeout: 4_000,
    // Without jitter, a thousand desktops come back to a restarted server in the same second.
    backoffIncrement: 700 + Math.random() * 600,
    maxBackoff: 6_000,
    logLevel: 'warn',
    requestHeaders: options.authorization.headers,
  });
  cometd.registerExtension('ack', new AckExtension());

  const heartbeat = createHeartbeat(cometd, options.heartbeat, (times) => {
    const error = new AgentDesktopError(
      'timeout',
      'The link for notifications stopped answering, so changes cannot be heard. It is being mended.',
    );
    listener.onDown(error);
    // Aborting has not helped: the client hangs.
    if (times > 1) listener.onDead(error);
  });
  cometd.registerExtension('heartbeat', heartbeat);

  const heard = cometd.addListener('/meta/connect', (message) => {
    if (message.successful) listener.onHeard();
  });
  const unfollow = followCometd(cometd, options.channel, listener);
  cometd.handshake();

  return () => {
    heartbeat.stop();
    cometd.removeListener(heard);
    unfollow();
    disconnect(cometd);
  };
}

function disconnect(cometd: CometD): void {
  if (cometd.getStatus() !== 'handshaking') {
    cometd.disconnect();
    return;
  }
  // Disconnecting now would leave the server with a session that nobody ends.
  cometd.addListener('/meta/handshake', () => {
    setTimeout(() => {
      cometd.disconnect();
    }, 0);
  });
}
