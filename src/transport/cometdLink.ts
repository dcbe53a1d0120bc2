import { AckExtension, CometD } from 'cometd';
import { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import type { Authorization } from './authorization.ts';
import { trackSubscription } from './trackSubscription.ts';
import { createHeartbeat, longestPause, type HeartbeatOptions } from './heartbeat.ts';
import { registerLongPolling } from './longPolling.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';

export interface CometdLinkOptions {
  /** The Bayeux address, e.g. `https://gws.example/api/v2/notifications`. */
  readonly url: string;
  /** The channel that carries the calls. */
  readonly channel: string;
  /** `websocket` tries a WebSocket first and falls back to long-polling. */
  readonly transport: 'long-polling' | 'websocket';
  readonly authorization: Authorization;
  /** Gets the session cookie without which the server refuses CometD. Throws when the server refuses. */
  readonly admit: () => Promise<unknown>;
  readonly heartbeat: HeartbeatOptions;
}

const firstRetry = 500; // ms
const slowestRetry = 8_000; // ms
/** The pause after an error that lasts until somebody acts: signed out, or cookies blocked. In ms. */
const hopelessRetry = 20_000;

/**
 * Makes a link with a CometD client of its own. The CometD library can give up or hang without
 * reporting it, so the link watches it and opens it again, after growing pauses with jitter, until
 * the link is closed.
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
    opening += 1; // the result of an opening that is under way is ignored
    clearTimeout(retry);
    endSession?.();
    endSession = undefined;
  };

  const openAgain = (error: AgentDesktopError): void => {
    end();
    listener?.onDown(error);
    // The first refusal may come from a session that has just ended, or from a token that was
    // renewed. Then the next try works.
    const isHopeless =
      error.code === 'cookies-blocked' || (error.code === 'not-signed-in' && failures > 0);
    const usual = isHopeless ? hopelessRetry : Math.min(slowestRetry, firstRetry * 2 ** failures);
    const chance = Math.random();
    // The pause that the server asks for is never shortened.
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
    // Notifications may work while REST is down. Only when the user is signed out is it certain
    // that CometD would be refused too.
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

/**
 * Opens one `CometD` client and returns a function that closes it. Each opening has a new client,
 * because an old one keeps state of its last session.
 */
function openSession(
  options: CometdLinkOptions,
  listener: LinkListener,
  onDead: (error: AgentDesktopError) => void,
): () => void {
  const cometd = new CometD();
  cometd.unregisterTransport('callback-polling');
  if (options.transport === 'long-polling') cometd.unregisterTransport('websocket');
  registerLongPolling(cometd);
  cometd.configure({
    url: options.url,
    // The scheduler would start a worker from a blob: URL, which a strict Content-Security-Policy
    // forbids.
    useWorkerScheduler: false,
    connectTimeout: 4_000,
    // Without jitter, a thousand desktops would connect to a restarted server in the same second.
    backoffIncrement: 700 + Math.random() * 600,
    maxBackoff: longestPause,
    logLevel: 'warn',
    requestHeaders: options.authorization.headers,
  });
  cometd.registerExtension('ack', new AckExtension());
  const heartbeat = createHeartbeat(cometd, options.heartbeat, (times, heardAt) => {
    const error = requestError('timeout');
    listener.onDown(error, heardAt);
    // The first time the request was aborted. That has not helped, so the client hangs.
    if (times > 1) onDead(error);
  });
  cometd.registerExtension('heartbeat', heartbeat);
  const tracker = trackSubscription(cometd, options.channel, listener, onDead);
  cometd.handshake();

  return () => {
    heartbeat.stop();
    const disconnect = (): void => {
      cometd.disconnect();
    };
    // A disconnect during the handshake would leave a session on the server that nobody ends.
    if (cometd.getStatus() === 'handshaking')
      cometd.addListener('/meta/handshake', () => setTimeout(disconnect, 0));
    // Disconnecting comes first, because a page that is being left has no time to unsubscribe
    // before.
    else disconnect();
    tracker.stop();
  };
}
