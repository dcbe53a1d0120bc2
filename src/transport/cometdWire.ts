import type { Protocol } from '../protocol/protocol.ts';
import { createAuthorization, type HeadersCallback } from './authorization.ts';
import { createCometdLink } from './cometdLink.ts';
import { createHostCometdLink, type HostCometd } from './hostCometdLink.ts';
import type { RequesterOptions } from './requester.ts';
import { checkedBaseUrl, checkedChannel, checkedNotificationsPath } from './serverAddress.ts';
import { createSharedLink, toldOnceConnected, type SharedLinkOptions } from './sharedLink.ts';
import type { Wire, WireRest } from './wire.ts';

/** How a server that speaks REST and CometD is reached. */
export interface CometdWireOptions {
  /**
   * Where the server is, without `/api/v2` or `/workspace/v3`: an http(s) address, or a path of the
   * page's own origin. Leave it out when the page's own origin serves or proxies the API. It has to
   * be the address behind every redirect, for none is followed.
   */
  readonly baseUrl?: string | undefined;
  /**
   * Headers that let the agent in, e.g. `Authorization`, as an object of texts, a list of pairs, or
   * `Headers`. Asked again once the server refuses them. Anything else fails with `headers-failed`.
   * What takes longer than `requestTimeout` has failed: nothing waits for it, and nothing is sent.
   */
  readonly headers?: HeadersCallback | undefined;
  /** Whether cookies are sent. @defaultValue 'include', which CometD's session cookie needs */
  readonly credentials?: RequestCredentials | undefined;
  /**
   * `websocket` for servers that have it; it falls back to long-polling. @defaultValue
   * 'long-polling'
   */
  readonly transport?: 'long-polling' | 'websocket' | undefined;
  /** A CometD client that the host already runs. It stays the host's: we only subscribe. */
  readonly cometd?: HostCometd | undefined;
  /** The channel that carries the calls. @defaultValue '/v2/me/calls', or '/workspace/v3/voice' */
  readonly channel?: string | undefined;
  /**
   * The Bayeux path under `baseUrl`.
   *
   * @defaultValue '/api/v2/notifications', or '/workspace/v3/notifications'
   */
  readonly notificationsPath?: string | undefined;
  /**
   * Tabs and frames of one browser that show the same user share one connection, as far as the
   * browser lets them. `false` gives this one its own. @defaultValue true
   */
  readonly shareConnection?: boolean | undefined;
  /** How long a REST answer may take, in ms. @defaultValue 8000 */
  readonly requestTimeout?: number | undefined;
  /**
   * A connection that hangs is noticed after `hold + grace`, in ms. @defaultValue 10000 and 3000
   */
  readonly heartbeat?: { readonly hold: number; readonly grace: number } | undefined;
}

/** What is different from API to API. */
interface Dialect {
  readonly channel: string;
  readonly notificationsPath: string;
  readonly createRest: (options: RequesterOptions) => DialectRest;
  /** Who is signed in, from the answer to `fetchMe`. */
  readonly parseMe: (answer: unknown) => string | undefined;
  readonly protocol: Protocol;
}

interface DialectRest extends WireRest {
  /** Resolves to `undefined` where the server tells who this is only once CometD is connected. */
  readonly fetchMe: () => Promise<unknown>;
  /** Called before CometD connects, where `fetchMe` is not the right request for that. */
  readonly admit?: (() => Promise<unknown>) | undefined;
}

/** @throws AgentDesktopError `invalid-option` when an option cannot work */
export function createCometdWire(options: CometdWireOptions, dialect: Dialect): Wire {
  const baseUrl = checkedBaseUrl(options.baseUrl ?? '');
  const channel = checkedChannel(options.channel ?? dialect.channel);
  const requestTimeout = options.requestTimeout ?? 8_000;
  const authorization = createAuthorization(options.headers, requestTimeout);
  const rest = dialect.createRest({
    baseUrl,
    authorization,
    credentials: options.credentials ?? 'include',
    requestTimeout,
  });
  const heartbeat = options.heartbeat ?? { hold: 10_000, grace: 3_000 };
  const url =
    baseUrl + checkedNotificationsPath(options.notificationsPath ?? dialect.notificationsPath);
  const ownLink = createCometdLink({
    url,
    channel,
    transport: options.transport ?? 'long-polling',
    authorization,
    admit: rest.admit ?? rest.fetchMe,
    heartbeat,
  });
  const identify: SharedLinkOptions['identify'] = async () => {
    const me = await rest.fetchMe();
    if (me === undefined) return toldOnceConnected;
    const user = dialect.parseMe(me);
    return user === undefined ? undefined : `tallylight 2 ${url} ${channel} ${user}`;
  };
  const link = options.cometd
    ? createHostCometdLink(options.cometd, channel)
    : options.shareConnection === false
      ? ownLink
      : createSharedLink({
          link: ownLink,
          identify,
          heartbeat,
          // What the host gives at first changes nothing.
          signIn: () => Math.max(1, authorization.renewals()),
          requestTimeout,
        });
  return { rest, link, protocol: dialect.protocol };
}
