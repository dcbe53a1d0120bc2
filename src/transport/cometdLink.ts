import { AckExtension, CometD } from 'cometd';
import { createBackOff } from '../model/backOff.ts';
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

/** The pause after an error that lasts until somebody acts: signed out, or cookies blocked. In ms. */
const untilSomebodyActs = 20_000;

/** What the link does now. `enter` ends the old phase when a new one begins. */
type Phase =
  | { readonly name: 'closed' }
  /** REST is asked for the session cookie. */
  | { readonly name: 'admitting'; readonly listener: LinkListener }
  /** A CometD client connects, is connected, or repairs its connection by itself. */
  | { readonly name: 'running'; readonly listener: LinkListener; readonly disconnect: () => void }
  /** The CometD client has stopped trying, or has hung. The link tries again after a pause. */
  | { readonly name: 'waiting'; readonly listener: LinkListener };

/**
 * Makes a link with a CometD client of its own. The CometD library can give up or hang without
 * reporting it, so the link watches it and opens it again, after growing pauses with jitter, until
 * the link is closed.
 *
 * @see "Web Services API Reference", Notifications with CometD
 */
export function createCometdLink(options: CometdLinkOptions): NotificationLink {
  const backOff = createBackOff({ first: 500, longest: 8_000, spread: [0.5, 1] });
  let phase: Phase = { name: 'closed' };

  const enter = <Next extends Phase>(next: Next): Next => {
    const before = phase;
    phase = next;
    backOff.cancel();
    if (before.name === 'running') before.disconnect();
    return next;
  };

  const admit = async (listener: LinkListener): Promise<void> => {
    const admitting = enter({ name: 'admitting', listener });
    let error: AgentDesktopError | undefined;
    try {
      await options.admit();
    } catch (thrown) {
      error = AgentDesktopError.from(thrown);
    }
    // The link may have been closed or opened again meanwhile.
    if (phase !== admitting) return;
    // Notifications may work while REST fails. After these two errors it is certain that CometD would
    // be refused, too.
    if (error && (error.code === 'not-signed-in' || error.retryAfter !== undefined))
      wait(error, listener);
    else run(listener);
  };

  const run = (listener: LinkListener): void => {
    const onOpen = (): void => {
      backOff.reset();
      listener.onOpen();
    };
    const disconnect = openSession(options, { ...listener, onOpen }, (error) => {
      wait(error, listener);
    });
    enter({ name: 'running', listener, disconnect });
  };

  const wait = (error: AgentDesktopError, listener: LinkListener): void => {
    enter({ name: 'waiting', listener });
    const needsHelp = error.code === 'not-signed-in' || error.code === 'cookies-blocked';
    backOff.plan(() => void admit(listener), {
      fixed: needsHelp ? untilSomebodyActs : undefined,
      retryAfter: error.retryAfter,
    });
    listener.onDown(error);
  };

  return {
    channel: options.channel,
    open: (listener) => {
      backOff.reset();
      void admit(listener);
    },
    reopen: () => {
      if (phase.name === 'closed') return;
      backOff.reset();
      void admit(phase.listener);
    },
    close: () => {
      enter({ name: 'closed' });
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
