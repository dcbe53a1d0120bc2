import { AgentDesktopError } from '../model/errors.ts';

/**
 * Where the server is: empty for the page's own origin, a path of it, or an http(s) address. The
 * headers that let the agent in are sent there, so an address that a browser would read otherwise
 * than a person does is refused.
 *
 * @throws AgentDesktopError `invalid-option`
 */
export function checkedBaseUrl(baseUrl: unknown): string {
  const option = {
    name: 'baseUrl',
    example: 'https://gws.example, or /gws for a path of this page',
  };
  if (baseUrl === '') return baseUrl;
  if (typeof baseUrl !== 'string') throw refused(option, 'is no text');
  // A browser takes a backslash for a slash, and leaves out control characters and spaces.
  if (unreadable.test(baseUrl))
    throw refused(option, 'has a backslash, space or control character');
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?#]+)?(.*)$/i.exec(baseUrl) ?? [];
  if (!origin && !path.startsWith('/'))
    throw refused(option, 'does not begin with http://, https:// or one slash');
  // Also in the path: whatever follows an @ is easily taken for the host.
  if (baseUrl.includes('@')) throw refused(option, 'has a user name or an @');
  if (origin && !isUrl(origin)) throw refused(option, 'has no host that can be read');
  // Two slashes at the beginning would make the next part the host, however many follow.
  if (!origin && path.startsWith('//')) throw refused(option, 'begins with two slashes');
  const trimmed = path.replace(/\/+$/, '');
  checkPath(option, trimmed);
  return origin + trimmed;
}

/**
 * The path below `baseUrl` that Bayeux answers at.
 *
 * @throws AgentDesktopError `invalid-option`
 */
export function checkedNotificationsPath(path: unknown): string {
  const option = { name: 'notificationsPath', example: '/api/v2/notifications' };
  if (typeof path !== 'string' || unreadable.test(path) || !/^\/./.test(path))
    throw refused(option, 'is no path that begins with a slash');
  const trimmed = path.replace(/([^/])\/+$/, '$1');
  checkPath(option, trimmed);
  return trimmed;
}

/**
 * The channel that carries the calls; a pattern such as `/v2/me/*` will do.
 *
 * @throws AgentDesktopError `invalid-option`
 * @see "The Bayeux Protocol", Channels
 */
export function checkedChannel(channel: unknown): string {
  const option = { name: 'channel', example: '/v2/me/calls' };
  if (typeof channel !== 'string' || !/^(\/[^/*?#\\\s\p{C}]+)+(\/\*\*?)?$/u.test(channel))
    throw refused(option, 'is no name of a channel');
  if (/^\/(meta|service)(\/|$)/.test(channel))
    throw refused(option, 'is a channel that carries no notifications');
  return channel;
}

/** What is asked at an address: without its query, and without the origin. Empty where it is none. */
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
  if (/[?#]/.test(path)) throw refused(option, 'has a query or a fragment');
  if (path.includes('//')) throw refused(option, 'has two slashes in a row');
  if (/\/(\.|%2e){1,2}(\/|$)/i.test(path)) throw refused(option, 'has a part that is . or ..');
}

/** Browsers before 2023 have no `URL.canParse`. */
function isUrl(address: string): boolean {
  try {
    return !!new URL(address);
  } catch {
    return false;
  }
}

/** The value itself is not told: it may hold a password. */
function refused({ name, example }: Option, why: string): AgentDesktopError {
  return new AgentDesktopError(
    'invalid-option',
    `${name} ${why}. No desktop was made, and nothing was sent. Give it like ${example}.`,
  );
}
