import { AgentDesktopError } from '../model/errors.ts';

/**
 * Checks the address of the server: empty for the page's own origin, a path of it, or an http(s)
 * address. The credentials of the agent are sent there. So an address is refused if a browser would
 * understand it differently from the person who reads it.
 *
 * @throws AgentDesktopError `invalid-option`
 */
export function checkedBaseUrl(baseUrl: unknown): string {
  const option = {
    name: 'baseUrl',
    example: 'https://gws.example, or /gws for a path of this page',
  };
  if (baseUrl === '') return baseUrl;
  if (typeof baseUrl !== 'string') throw refused(option, 'is not a text');
  // A browser reads a backslash as a slash, and ignores control characters and some spaces.
  if (unreadable.test(baseUrl))
    throw refused(option, 'contains a backslash, a space or a control character');
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?#]+)?(.*)$/i.exec(baseUrl) ?? [];
  if (!origin && !path.startsWith('/'))
    throw refused(option, 'does not begin with http://, https:// or one slash');
  // An @ is refused in the path, too, because a reader easily takes what follows it for the host.
  if (baseUrl.includes('@')) throw refused(option, 'contains an @ or a user name');
  if (origin && !isUrl(origin)) throw refused(option, 'does not contain a valid host');
  if (origin && !isReadAsWritten(origin))
    throw refused(option, 'contains a host that a browser reads differently');
  // After two slashes at the beginning a browser reads the next part as the host.
  if (!origin && path.startsWith('//')) throw refused(option, 'begins with two slashes');
  const trimmed = path.replace(/\/+$/, '');
  checkPath(option, trimmed);
  return origin + trimmed;
}

/**
 * Checks the path below `baseUrl` at which the server answers Bayeux requests.
 *
 * @throws AgentDesktopError `invalid-option`
 */
export function checkedNotificationsPath(path: unknown): string {
  const option = { name: 'notificationsPath', example: '/api/v2/notifications' };
  if (typeof path !== 'string' || unreadable.test(path) || !/^\/./.test(path))
    throw refused(option, 'is not a path that begins with a slash');
  const trimmed = path.replace(/([^/])\/+$/, '$1');
  checkPath(option, trimmed);
  return trimmed;
}

/**
 * Checks the channel that carries the calls. It may be a pattern such as `/v2/me/*`.
 *
 * @throws AgentDesktopError `invalid-option`
 * @see "The Bayeux Protocol", Channels
 */
export function checkedChannel(channel: unknown): string {
  const option = { name: 'channel', example: '/v2/me/calls' };
  if (typeof channel !== 'string' || !/^(\/[^/*?#\\\s\p{C}]+)+(\/\*\*?)?$/u.test(channel))
    throw refused(option, 'is not the name of a channel');
  if (/^\/(meta|service)(\/|$)/.test(channel))
    throw refused(option, 'is a channel that never carries notifications');
  return channel;
}

/** Returns the path of a URL, without its origin and query. Empty when it is not a URL. */
export function pathOf(url: string | null): string {
  try {
    return url ? new URL(url, 'http://page').pathname : '';
  } catch {
    return '';
  }
}

interface Option {
  readonly name: string;
  readonly example: string;
}

const unreadable = /[\\\s\p{Cc}\p{Cf}\p{Cs}]/u;

function checkPath(option: Option, path: string): void {
  if (/[?#]/.test(path)) throw refused(option, 'contains a query or a fragment');
  if (path.includes('//')) throw refused(option, 'contains two slashes in a row');
  if (/\/(\.|%2e){1,2}(\/|$)/i.test(path)) throw refused(option, 'contains a part that is . or ..');
}

/** The constructor is used because browsers before 2023 have no `URL.canParse`. */
function isUrl(address: string): boolean {
  try {
    return !!new URL(address);
  } catch {
    return false;
  }
}

/**
 * Whether a browser goes to the host that is written there. It decodes `%2e`, turns numbers such as
 * `0x7f.1` into addresses, and replaces full-width letters and dots by others.
 */
function isReadAsWritten(origin: string): boolean {
  const host = origin.replace(/^https?:\/\//i, '').replace(/:\d*$/, '');
  const { hostname } = new URL(origin);
  const isAddress = /^\d+(\.\d+){3}$/.test(hostname);
  return (
    !/[%。]/.test(host) && host.normalize('NFKC') === host && (!isAddress || host === hostname)
  );
}

/** The error does not contain the value, because a wrong value may hold a password. */
function refused({ name, example }: Option, why: string): AgentDesktopError {
  return new AgentDesktopError(
    'invalid-option',
    `The option ${name} ${why}. No desktop was created, and nothing was sent. Use a value like ${example}.`,
  );
}

/**
 * Whether the host is this machine. A browser allows requests to it by http from a page that was loaded
 * by https.
 */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
}
