import { adapt } from 'cometd-nodejs-client';

/** The client library looks for a browser. Gives it as much of one as it needs, in Node. */
export function adaptCometd(): void {
  // By default it keeps one cookie jar for all ports of a host, and these servers run side by side.
  const jars = new Map<string, Map<string, string>>();
  const jarOf = ({ host }: URL): Map<string, string> => {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  adapt({
    cookies: {
      storeCookie: (url: URL, header, done) => {
        const pair = header.split(';')[0] ?? '';
        jarOf(url).set(pair.split('=')[0] ?? '', pair);
        done(null, pair);
      },
      retrieveCookies: (_, url: URL, done) => done(null, [...jarOf(url).values()]),
    },
  });
}
