import { adapt } from 'cometd-nodejs-client';

/** Gives the CometD client in Node the parts of a browser that it needs. */
export function adaptCometd(): void {
  // By default there is one cookie jar for all ports of a host, but these servers differ in the
  // port.
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
