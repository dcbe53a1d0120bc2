import { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import { isHeaderName, pairsOf, type RequestHeaders } from './hostHeaders.ts';

/**
 * What the host sends with every request, besides the browser's own cookies: an object of texts, a
 * list of pairs, or `Headers`.
 */
export type HeadersCallback = () => RequestHeaders | Promise<RequestHeaders>;

/** The headers that let a request in, shared by REST and CometD. Held in memory only. */
export interface Authorization {
  /** Headers for a request, in the object that CometD keeps reading for each of its own. */
  readonly headers: Record<string, string>;
  /**
   * Asks the host for headers, unless that was done already.
   *
   * @throws AgentDesktopError `headers-failed` when the host fails, gives what cannot be sent, or
   *   says nothing in time
   */
  readonly prepare: () => Promise<unknown>;
  /** How often the host has given headers. Note it when sending, for `renew`. */
  readonly renewals: () => number;
  /** Asks the host again, unless it has given others since the refused request was sent. */
  readonly renew: (renewalsWhenSent: number) => Promise<boolean>;
  /** Takes the CSRF token from an answer, if it carries one. */
  readonly learnCsrfToken: (answer: Headers) => void;
}

/**
 * @param askHost gives the host's headers; asked again after the server refused them.
 *   Without it there is nothing to renew, and the session cookie has to do.
 * @param patience how long the host may take, in ms: what waits for it waits no longer
 * @see "Web Services API Reference", Authentication and CSRF protection: any GET may answer
 *   with `X-CSRF-HEADER` (the name to send) and `X-CSRF-TOKEN` (the value)
 */
export function createAuthorization(
  askHost: HeadersCallback | undefined,
  patience: number,
): Authorization {
  // A plain object: CometD asks it for `hasOwnProperty`.
  const headers: Record<string, string> = {};
  let csrf: readonly [name: string, token: string] | undefined;
  let asking: Promise<void> | undefined;
  let renewals = 0;

  const set = ([name, value]: readonly [string, string]): void => {
    // Of the same name in capitals and in small letters, both would be sent as one with two values.
    for (const other of Object.keys(headers))
      if (other.toLowerCase() === name.toLowerCase()) Reflect.deleteProperty(headers, other);
    // An assignment to `__proto__`, or to what an old script made read-only for all, would be lost.
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
            happened: `headers() gave nothing within ${patience} ms.`,
            toDo: 'Answer sooner, or raise requestTimeout.',
          }),
        );
      }, patience);
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

/** What is sent for another reason. A gateway that named one of these would undo the host's headers. */
function mayCarryToken(name: string): boolean {
  return !/^(authorization|cookie|accept|content-(type|length))$/i.test(name);
}
