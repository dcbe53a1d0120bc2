/** What the host sends with every request, besides the browser's own cookies. */
export type HeadersCallback = () =>
  Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

/** The headers that let a request in, shared by REST and CometD. Held in memory only. */
export interface Authorization {
  /** Headers for a request, in the object that CometD keeps reading for each of its own. */
  readonly headers: Record<string, string>;
  /** Asks the host for headers, unless that was done already. */
  readonly prepare: () => Promise<void>;
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
 * @see "Web Services API Reference", Authentication and CSRF protection: any GET may answer
 *   with `X-CSRF-HEADER` (the name to send) and `X-CSRF-TOKEN` (the value)
 */
export function createAuthorization(askHost: HeadersCallback | undefined): Authorization {
  const headers: Record<string, string> = {};
  let csrf: Readonly<Record<string, string>> = {};
  let asking: Promise<void> | undefined;
  let renewals = 0;

  const ask = (): Promise<void> => {
    asking ??= Promise.resolve(askHost?.() ?? {})
      .then((fromHost) => {
        for (const name in headers) delete headers[name];
        Object.assign(headers, fromHost, csrf);
        renewals += 1;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };

  return {
    headers,
    prepare: async () => {
      if (askHost && renewals === 0) await ask();
    },
    renewals: () => renewals,
    renew: async (renewalsWhenSent) => {
      if (askHost && renewals === renewalsWhenSent) await ask();
      return askHost !== undefined;
    },
    learnCsrfToken: (answer) => {
      const name = answer.get('X-CSRF-HEADER');
      const token = answer.get('X-CSRF-TOKEN');
      if (!name || !token) return;
      csrf = { [name]: token };
      headers[name] = token;
    },
  };
}
