import { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import { isHeaderName, pairsOf, type RequestHeaders } from './hostHeaders.ts';

/**
 * Returns the headers that the host wants on every request, besides the browser's own cookies. They
 * are an object of texts, a list of pairs, or `Headers`.
 */
export type HeadersCallback = () => RequestHeaders | Promise<RequestHeaders>;

/** The headers that authorize a request. REST and CometD share them. They are kept only in memory. */
export interface Authorization {
  /** The headers of a request. The object stays the same, because CometD keeps a reference to it. */
  readonly headers: Record<string, string>;
  /**
   * Asks the host for headers, unless it has given them already.
   *
   * @throws AgentDesktopError `headers-failed` when the callback of the host throws, returns
   *   something that cannot be sent, or does not return in time
   */
  readonly prepare: () => Promise<unknown>;
  /** How often the host has given headers. Remember the number of a request that is sent, for `renew`. */
  readonly renewals: () => number;
  /** Asks the host again, unless it has given new headers since the refused request was sent. */
  readonly renew: (renewalsWhenSent: number) => Promise<boolean>;
  /** Remembers the CSRF token of an answer that has one. */
  readonly learnCsrfToken: (answer: Headers) => void;
}

/**
 * @param askHost returns the headers of the host. It is called again after the server has refused
 *   them. Without it there is nothing to renew, and only the session cookie authorizes a request.
 * @param timeout how long the host may take to return the headers, in ms
 * @see "Web Services API Reference", Authentication and CSRF protection: the answer to any GET may
 *   have `X-CSRF-HEADER` (the name of the header to send) and `X-CSRF-TOKEN` (its value)
 */
export function createAuthorization(
  askHost: HeadersCallback | undefined,
  timeout: number,
): Authorization {
  // It needs a prototype, because CometD calls its `hasOwnProperty`.
  const headers: Record<string, string> = {};
  let csrf: readonly [name: string, token: string] | undefined;
  let asking: Promise<void> | undefined;
  let renewals = 0;

  const set = ([name, value]: readonly [string, string]): void => {
    // If a name stood here twice, in capitals and in small letters, `fetch` would send one header
    // with both values.
    for (const other of Object.keys(headers))
      if (other.toLowerCase() === name.toLowerCase()) Reflect.deleteProperty(headers, other);
    // The header is defined, because an assignment has no effect for the name `__proto__` and for a
    // name that an old script has made read-only on `Object.prototype`.
    Object.defineProperty(headers, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  };

  const askOnce = async (): Promise<void> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          requestError('headers-failed', {
            happened: `The callback headers() returned nothing within ${timeout} ms.`,
            toDo: 'Return the headers sooner, or raise the option requestTimeout.',
          }),
        );
      }, timeout);
    });
    try {
      const pairs = askHost ? pairsOf(await Promise.race([askHost(), late])) : [];
      for (const name of Object.keys(headers)) Reflect.deleteProperty(headers, name);
      pairs.forEach(set);
      if (csrf) set(csrf);
      renewals += 1;
    } catch (cause) {
      throw cause instanceof AgentDesktopError ? cause : requestError('headers-failed', { cause });
    } finally {
      clearTimeout(timer);
      asking = undefined;
    }
  };

  const renew = async (renewalsWhenSent: number): Promise<boolean> => {
    if (askHost && renewals === renewalsWhenSent) await (asking ??= askOnce());
    return askHost !== undefined;
  };

  return {
    headers,
    prepare: () => renew(0),
    renewals: () => renewals,
    renew,
    learnCsrfToken: (answer) => {
      const name = answer.get('X-CSRF-HEADER');
      const token = answer.get('X-CSRF-TOKEN');
      if (!token || !isHeaderName(name) || !mayCarryToken(name)) return;
      csrf = [name, token];
      set(csrf);
    },
  };
}

/** Headers with another meaning are refused, because the token would replace what the host has given. */
function mayCarryToken(name: string): boolean {
  return !/^(authorization|cookie|accept|content-(type|length))$/i.test(name);
}
