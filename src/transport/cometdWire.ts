import { AgentDesktopError } from '../model/errors.ts';
import { timeOption } from '../model/timeOption.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { createAuthorization, type HeadersCallback } from './authorization.ts';
import { createCometdLink } from './cometdLink.ts';
import { createHostCometdLink, type HostCometd } from './hostCometdLink.ts';
import type { RequesterOptions } from './requester.ts';
import { checkedBaseUrl, checkedChannel, checkedNotificationsPath } from './serverAddress.ts';
import { createSharedLink, type SharedLinkOptions } from './sharedLink.ts';
import { tabGroupName } from './tabGroupName.ts';
import { unknownUntilConnected } from './tabSession.ts';
import type { Wire, WireRest } from './wire.ts';

/** How a server that speaks REST and CometD is reached. */
export interface CometdWireOptions {
  /**
   * The address of the server without `/api/v2` or `/workspace/v3`: an http(s) address, or a path of
   * the page's own origin. Leave it out when the page's own origin serves or proxies the API. No
   * redirect is followed, so this has to be the address that a redirect would lead to.
   */
  readonly baseUrl?: string | undefined;
  /**
   * Returns the headers that authorize the agent, e.g. `Authorization`, as an object of texts, a list
   * of pairs, or `Headers`. It is called again after the server has refused them. If it returns
   * anything else, or takes longer than `requestTimeout`, the request is not sent and fails with
   * `headers-failed`.
   */
  readonly headers?: HeadersCallback | undefined;
  /** Whether cookies are sent. @defaultValue 'include', which CometD's session cookie needs */
  readonly credentials?: RequestCredentials | undefined;
  /**
   * How notifications are received. `websocket` is for servers that support it, and falls back to
   * long-polling. @defaultValue 'long-polling'
   */
  readonly transport?: 'long-polling' | 'websocket' | undefined;
  /**
   * A CometD client that the host already runs. The library only subscribes with it, and leaves
   * handshakes and disconnecting to the host.
   */
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
   * Whether the tabs and frames of one browser that show the same user share one connection, where
   * the browser makes that possible. `false` gives this tab its own. @defaultValue true
   */
  readonly shareConnection?: boolean | undefined;
  /** How long a REST answer may take, in ms. @defaultValue 8000 */
  readonly requestTimeout?: number | undefined;
  /**
   * The server is asked to answer each `/meta/connect` after `hold`. A connection without an answer
   * after `hold + grace` counts as lost. Both in ms. @defaultValue 10000 and 3000
   */
  readonly heartbeat?: { readonly hold: number; readonly grace: number } | undefined;
}

/** What differs between the APIs that speak REST and CometD. */
interface Dialect {
  readonly channel: string;
  readonly notificationsPath: string;
  readonly createRest: (options: RequesterOptions) => DialectRest;
  /** Reads who is signed in from the answer to `fetchMe`. */
  readonly parseMe: (answer: unknown) => string | undefined;
  readonly protocol: Protocol;
}

interface DialectRest extends WireRest {
  /** Resolves to `undefined` when the server tells who the user is only after CometD has connected. */
  readonly fetchMe: () => Promise<unknown>;
  /** Is called before CometD connects, for an API where `fetchMe` is not the right request for that. */
  readonly admit?: (() => Promise<unknown>) | undefined;
}

/** @throws AgentDesktopError `invalid-option` when an option cannot work */
export function createCometdWire(options: CometdWireOptions, dialect: Dialect): Wire {
  const baseUrl = checkedBaseUrl(options.baseUrl ?? '');
  const channel = checkedChannel(options.channel ?? dialect.channel);
  const requestTimeout = timeOption(options.requestTimeout, 8_000);
  const authorization = createAuthorization(options.headers, requestTimeout);
  const rest = dialect.createRest({
    baseUrl,
    authorization,
    credentials: checkedCredentials(options.credentials ?? 'include'),
    requestTimeout,
  });
  const heartbeat = {
    hold: timeOption(options.heartbeat?.hold, 10_000),
    grace: timeOption(options.heartbeat?.grace, 3_000),
  };
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
    if (me === undefined) return unknownUntilConnected;
    const user = dialect.parseMe(me);
    return user === undefined ? undefined : tabGroupName(url, channel, user);
  };
  const link = options.cometd
    ? createHostCometdLink(checkedCometd(options.cometd), channel)
    : options.shareConnection === false
      ? ownLink
      : createSharedLink({
          link: ownLink,
          identify,
          heartbeat,
          // The first headers of the host replace no others, so they are not those of another user than
          // before. So 0 and 1 count as the same sign-in.
          signIn: () => Math.max(1, authorization.renewals()),
          requestTimeout,
        });
  return { rest, link, protocol: dialect.protocol };
}

/** `fetch` would throw with any other value, and that looks as if the server cannot be reached. */
function checkedCredentials(credentials: RequestCredentials): RequestCredentials {
  if (['omit', 'same-origin', 'include'].includes(credentials)) return credentials;
  throw refused('credentials is none of "omit", "same-origin" and "include"');
}

/** A host without TypeScript may pass the options of a client, or the module, instead of a client. */
function checkedCometd(cometd: HostCometd): HostCometd {
  const { addListener, subscribe }: Partial<HostCometd> = cometd;
  if (typeof addListener === 'function' && typeof subscribe === 'function') return cometd;
  throw refused('cometd is not a client of the CometD library');
}

function refused(what: string): AgentDesktopError {
  return new AgentDesktopError(
    'invalid-option',
    `The option ${what}. No desktop was created, and nothing was sent. Leave the option out, or correct it.`,
  );
}
