import { createAuthorization } from '../transport/authorization.ts';
import { createCometdLink } from '../transport/cometdLink.ts';
import { createHostCometdLink } from '../transport/hostCometdLink.ts';
import { createRestClient } from '../transport/restClient.ts';
import { createSharedLink } from '../transport/sharedLink.ts';
import { parseMe } from '../protocol/parseMe.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';

/**
 * Makes an agent's desktop on Genesys Web Services. Nothing is sent before `connect`. Signing in
 * and the contact-center session stay the host's.
 *
 * @throws AgentDesktopError `invalid-option` when an option cannot work
 * @example
 * const desktop = createAgentDesktop({ baseUrl: 'https://gws.example' });
 * const disconnect = desktop.connect();
 */
export function createAgentDesktop(options: AgentDesktopOptions = {}): AgentDesktop {
  const baseUrl = checkedBaseUrl(options.baseUrl ?? '');
  const channel = options.channel ?? '/v2/me/calls';
  const authorization = createAuthorization(options.headers);
  const rest = createRestClient({
    baseUrl,
    authorization,
    credentials: options.credentials ?? 'include',
    requestTimeout: options.requestTimeout ?? 8_000,
  });
  const heartbeat = options.heartbeat ?? { hold: 10_000, grace: 3_000 };
  const url = baseUrl + (options.notificationsPath ?? '/api/v2/notifications');
  const ownLink = createCometdLink({
    url,
    channel,
    transport: options.transport ?? 'long-polling',
    authorization,
    admit: () => rest.fetchMe(),
    heartbeat,
  });
  const identify = async (): Promise<string | undefined> => {
    const user = parseMe(await rest.fetchMe());
    return user === undefined ? undefined : `tallylight 1 ${url} ${channel} ${user}`;
  };
  const link = options.cometd
    ? createHostCometdLink(options.cometd, channel)
    : options.shareConnection === false
      ? ownLink
      : createSharedLink({ link: ownLink, identify, heartbeat });
  return assembleDesktop({ rest, link }, options);
}

function checkedBaseUrl(baseUrl: string): string {
  // A path of the page's own origin, or an http(s) address without user name, query or fragment.
  if (!/^((https?:\/)?\/[^@?#\s]+)?$/.test(baseUrl)) {
    throw new AgentDesktopError(
      'invalid-option',
      'baseUrl is no address of a server. Give it like https://gws.example, without user name or query.',
    );
  }
  return baseUrl.replace(/\/+$/, '');
}
