import { AckExtension, CometD } from 'cometd';
import { AgentDesktopError } from '../model/errors.ts';
import { requestError } from './answerError.ts';
import type { Authorization } from './authorization.ts';
import { followCometd } from './followCometd.ts';
import { createHeartbeat, longestPause, type HeartbeatOptions } from './heartbeat.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';
import { mendLongPolling } from './longPolling.ts';

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

  const end = (): void => {
    opening += 1; // whatever is under way is of no interest any more
    clearTimeout(retry);
    endSession?.();
    endSession = undefined;
  };

  const openAgain = (error: AgentDesktopError): void => {
    end();
    listener?.onDown(error);
    // While REST admits, a refused CometD is a session that ended again, or a token that changed.
    const isHopeless =
      error.code === 'cookies-blocked' || (error.code === 'not-signed-in' && failures > 0);
    const usual = isHopeless ? hopelessRetry : Math.min(slowestRetry, firstRetry * 2 ** failures);
    const chance = Math.random();
    // The server asked for all of its time.
    const asked = (error.retryAfter ?? 0) * (1 + chance / 4);
    failures += 1;
    retry = setTimeout(() => void start(), Math.max(asked, usual * (0.5 + chance / 2)));
  };

  const start = async (): Promise<void> => {
    end();
    const current = opening;
    let error: AgentDesktopError | undefined;
    try {
      await options.admit();
    } catch (thrown) {
      error = AgentDesktopError.from(thrown);
    }
    if (current !== opening || !listener) return;
    // REST may be down and notifications up; only a refusal is certain to be refused again.
    if (error && (error.code === 'not-signed-in' || error.retryAfter !== undefined)) {
      failures += 1;
      openAgain(error);
      return;
    }
    const { onOpen, ...rest } = listener;
    endSession = openSession(
      options,
      {
        ...rest,
        onOpen: () => {
          failures = 0;
          onOpen();
        },
      },
      openAgain,
    );
  };

  const startAfresh = (): void => {
    failures = 0;
    if (listener) void start();
  };

  return {
    channel: options.channel,
    open: (newListener) => {
      listener = newListener;
      startAfresh();
    },
    reopen: startAfresh,
    close: () => {
      listener = undefined;
      end();
    },
  };
}

/** One `CometD` from its handshake to its end. A new one each time: it keeps too much state. */
function openSession(
  options: CometdLinkOptions,
  listener: LinkListener,
  onDead: (error: AgentDesktopError) => void,
): () => void {
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
    maxBackoff: longestPause,
    logLevel: 'warn',
    requestHeaders: options.authorization.headers,
  });
  mendLongPolling(cometd);
  cometd.registerExtension('ack', new AckExtension());
  const heartbeat = createHeartbeat(cometd, options.heartbeat, (times, heardAt) => {
    const error = requestError('timeout');
    listener.onDown(error, heardAt);
    // Aborting has not helped: the client hangs.
    if (times > 1) onDead(error);
  });
  cometd.registerExtension('heartbeat', heartbeat);
  const follower = followCometd(cometd, options.channel, listener, onDead);
  cometd.handshake();

  return () => {
    heartbeat.stop();
    const disconnect = (): void => {
      cometd.disconnect();
    };
    // Disconnecting now would leave the server with a session that nobody ends.
    if (cometd.getStatus() === 'handshaking')
      cometd.addListener('/meta/handshake', () => setTimeout(disconnect, 0));
    // Before all else: a page that goes has no time for a subscription to end before its session.
    else disconnect();
    follower.stop();
  };
}
