import { adapt } from 'cometd-nodejs-client';

/** The cookies of servers, as a browser would keep them. */
export interface CookieJar {
  /** @param header the value of a `Set-Cookie` */
  readonly store: (url: URL, header: string) => string;
  readonly cookiesFor: (url: URL) => string[];
}

/**
 * Gives the CometD client in Node the parts of a browser that it needs.
 *
 * @returns the cookies that the client stores and sends
 */
export function adaptCometd(): CookieJar {
  // By default there is one cookie jar for all ports of a host, but these servers differ in the
  // port.
  const jars = new Map<string, Map<string, string>>();
  const jar: CookieJar = {
    store: ({ host }, header) => {
      const pair = header.split(';')[0] ?? '';
      jars.set(
        host,
        (jars.get(host) ?? new Map<string, string>()).set(pair.split('=')[0] ?? '', pair),
      );
      return pair;
    },
    cookiesFor: ({ host }) => [...(jars.get(host)?.values() ?? [])],
  };
  adapt({
    cookies: {
      storeCookie: (url: URL, header, done) => done(null, jar.store(url, header)),
      retrieveCookies: (_, url: URL, done) => done(null, jar.cookiesFor(url)),
    },
  });
  return jar;
}
