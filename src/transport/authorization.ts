import { requestError } from './answerError.ts';

/** What the host sends with every request, besides the browser's own cookies. */
export type HeadersCallback = () =>
  Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

/** The headers that let a request in, shared by REST and CometD. Held in memory only. */
export interface Authorization {
  /** Headers for a request, in the object that CometD keeps reading for each of its own. */
  readonly headers: Record<string, string>;
  /**
   * Asks the host for headers, unless that was done already.
   *
   * @throws AgentDesktopError `headers-failed` when the host fails, or says nothing in time
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
  const headers: Record<string, string> = {};
  let csrf: Readonly<Record<string, string>> = {};
  let asking: Promise<void> | undefined;
  let renewals = 0;

  const askOnce = async (): Promise<void> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(reject, patience);
    });
    try {
      const fromHost = await Promise.race([askHost?.(), late]);
      for (const name in headers) delete headers[name];
      Object.assign(headers, fromHost, csrf);
      renewals += 1;
    } catch (cause) {
      throw requestError('headers-failed', { cause });
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
      if (!name || !token) return;
      csrf = { [name]: token };
      headers[name] = token;
    },
  };
}
