import { lastRightAt, type ConnectionState } from '../model/connection.ts';
import type { Diagnostic, SetupMistakeCode } from '../model/diagnostic.ts';
import type { AgentDesktopError } from '../model/errors.ts';
import { guardedDiagnostic } from '../model/hostCallback.ts';
import { reportSetupMistake } from '../model/setupMistake.ts';
import { answersAnybody } from '../transport/answersAnybody.ts';
import { pairsOf } from '../transport/hostHeaders.ts';
import { isLoopback } from '../transport/serverAddress.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';

/** The parts of the page's address that matter here. In a browser it is `location`. */
export type PageAddress = Pick<Location, 'origin' | 'protocol' | 'hostname'>;

/** Finds the mistake in the set-up that explains why a desktop has not worked yet. */
export interface SetupWatch {
  /** The same options, with an `onDiagnostic` that also looks for the mistake and reports it. */
  readonly options: AgentDesktopOptions;
  /** Stops looking once the desktop works. */
  readonly watch: (desktop: Pick<AgentDesktop, 'connection' | 'report'>) => void;
}

/**
 * @param page undefined outside of a browser, as in Node, where origins do not matter
 * @param isThere tells whether any server answers at an address, whatever the answer is
 */
export function createSetupWatch(
  options: AgentDesktopOptions,
  page: PageAddress | undefined = globalThis.location,
  isThere: (url: string) => Promise<boolean> = answersAnybody,
): SetupWatch {
  const baseUrl = options.baseUrl ?? '';
  const server = page && otherOrigin(baseUrl, page);
  const said = new Set<SetupMistakeCode>();
  /** `reading`: the server has answered a read. `wholly`: notifications have worked as well. */
  let works: 'not yet' | 'reading' | 'wholly' = 'not yet';
  /** The path of the notifications where no CometD answers, while no read was answered yet. */
  let missingNotifications: string | undefined;
  /** How often a request for notifications got no answer that can be read, after a read had worked. */
  let silentNotifications = 0;
  /** Whether the host's `headers()` returned any the last time that it was asked. */
  let areHeadersGiven = false;
  let isProbing = false;

  const tell = guardedDiagnostic(options.onDiagnostic);
  let report = tell;

  const say = (code: SetupMistakeCode, path: string | undefined, message: string): void => {
    if (works === 'wholly' || said.has(code)) return;
    said.add(code);
    reportSetupMistake(report, { code, message, ...(path !== undefined && { path }) });
  };

  const nothingAt = (path: string): void => {
    if (apiPath.test(baseUrl))
      say(
        'base-url-with-api-path',
        path,
        `The server has no API at ${path}. baseUrl ends with the API's own path or the beginning of it, which is added by itself. Give baseUrl without it.`,
      );
    else if (server === undefined)
      say(
        'no-api-on-own-origin',
        path,
        `The page's own origin has no API at ${path}. Without a baseUrl that begins with http, that is where it is asked. Give the server's address as baseUrl, or have your web server pass ${path} on to it.`,
      );
    else
      say(
        'no-api-at-base-url',
        path,
        `The server of baseUrl has no API at ${path}. It is another server, or the API is below another path of it. Give the address that ${path.slice(server.pathname.replace(/\/+$/, '').length)} can be put behind.`,
      );
  };

  const explainUnreachable = (path: string): void => {
    // While the computer has no network, a failure says nothing about the set-up.
    if (!page || server === undefined || isOffline()) return;
    if (page.protocol === 'https:' && server.protocol === 'http:' && !isLoopback(server.hostname)) {
      say(
        'mixed-content',
        path,
        `The page is https and baseUrl is http, so the browser did not ask for ${path}. Serve the API by https, or pass it through the page's own origin.`,
      );
      return;
    }
    if (isProbing || said.has('cross-origin-refused')) return;
    isProbing = true;
    const worked = works;
    void isThere(server.origin + path).then((isReachable) => {
      isProbing = false;
      if (works !== worked) return;
      if (isReachable)
        say(
          'cross-origin-refused',
          path,
          `The server answers at ${path}, but the browser keeps the answer back from this page: the server does not allow its origin with credentials, or not a header of headers(), or it is another server. Have it allow the page's exact origin (CORS), or pass the API through the page's own origin.`,
        );
      else if (works === 'not yet')
        say(
          'server-unreachable',
          path,
          `Nothing answers at the address of baseUrl, where ${path} was asked for. The server is not running, its name or port is wrong, its certificate is not trusted, or the page's Content-Security-Policy (connect-src) leaves it out. Open the address in a tab of the browser to see which.`,
        );
    });
  };

  const explain = (error: AgentDesktopError): void => {
    const { code, httpStatus, path = '' } = error;
    const isNoAnswer = code === 'unexpected-response' && httpStatus === 200;
    if (code === 'cookies-blocked') {
      if (
        page &&
        server &&
        page.hostname !== server.hostname &&
        isLoopback(page.hostname) &&
        isLoopback(server.hostname)
      )
        say(
          'two-loopback-names',
          path,
          `The page and the server have two names of the same machine, localhost and 127.0.0.1. They are two sites, so the browser keeps the session's cookie back. Give both the same name.`,
        );
    } else if (code === 'headers-failed' && works === 'not yet') {
      // The error has been made here, so its message has no text of the host or of a server.
      say('headers-failed', undefined, error.message);
    } else if (works === 'wholly' || path === '') {
      // Either the set-up has worked before, so it is not the cause; or another tab reported the
      // error, and an error without a path explains nothing here.
    } else if (path.endsWith(notificationsEnd(options)) && isNoCometd(error)) {
      // Before a read has worked, a web page may be the one where the agent signs in.
      if (works === 'reading' || httpStatus !== 200) missingNotifications = path;
      explainMissingNotifications();
    } else if (works === 'reading' && path.endsWith(notificationsEnd(options))) {
      // A short failure of the network looks the same, so only the second failure counts.
      if (code === 'network' && !httpStatus) silentNotifications += 1;
      if (silentNotifications > 1) explainUnreachable(path);
    } else if (works === 'reading') {
      // Reads have worked, so the set-up of reads is right.
    } else if (code === 'wrong-address' || isNoAnswer) {
      nothingAt(path);
    } else if (code === 'not-signed-in' && !areHeadersGiven && httpStatus !== 511) {
      // With 511 it is the network that does not know the user.
      say(
        'no-headers',
        path,
        `The server does not know the user who asked for ${path}, and the page gave no headers. The browser's cookie alone has to do, and there is none, or it is over. Sign in first, or return the credentials from headers().`,
      );
    } else if (isFailedProxy(error)) {
      say(
        'proxy-without-server',
        path,
        `What was asked at ${path} answered HTTP ${httpStatus} and nothing of the API. So a proxy or gateway answers there and does not reach the server behind it, or the server fails. See that the server is running, and that its address and port in the settings of the proxy are right.`,
      );
    } else if (code === 'network' && !httpStatus) {
      explainUnreachable(path);
    }
  };

  const explainMissingNotifications = (): void => {
    if (works === 'not yet' || missingNotifications === undefined) return;
    say(
      'handshake-not-found',
      missingNotifications,
      `The server answers reads, and no CometD answers at ${missingNotifications}, where it should shake hands. Nothing is heard; what is shown is read every few seconds. Have the proxy pass this path on as well, or give the server's own as notificationsPath.`,
    );
    missingNotifications = undefined;
  };

  const { headers } = options;
  const watchedHeaders = headers && {
    headers: async () => {
      // `Headers` and maps have no fields, so what they contain is read.
      const pairs = pairsOf(await headers());
      areHeadersGiven = pairs.length > 0;
      return pairs;
    },
  };

  return {
    options: {
      ...options,
      ...watchedHeaders,
      onDiagnostic: (diagnostic) => {
        tell(diagnostic);
        if (isFailure(diagnostic)) explain(diagnostic.error);
      },
    },
    watch: (desktop) => {
      // The `report` of the desktop also tells those who inspect the desktop.
      ({ report } = desktop);
      const stop = desktop.connection.subscribe((status) => {
        works = progressOf(status, works);
        explainMissingNotifications();
        if (works === 'wholly') stop();
      });
    },
  };
}

const apiPath = /\/(api|workspace)(\/v\d+(\/[^?#]*)?)?\/*$/i;

/** Node's `navigator` does not say. */
function isOffline(): boolean {
  const { navigator } = globalThis as { readonly navigator?: { readonly onLine?: boolean } };
  return navigator?.onLine === false;
}

function isFailure(
  diagnostic: Diagnostic,
): diagnostic is Extract<Diagnostic, { readonly error: AgentDesktopError }> {
  return diagnostic.code === 'connection-problem' || diagnostic.code === 'read-failed';
}

/**
 * Whether what answers is no CometD: nothing is there, a file server takes no POST (405, 501), or a
 * single-page app's server has sent its page.
 */
function isNoCometd({ code, httpStatus = 0 }: AgentDesktopError): boolean {
  return (
    [404, 405, 501].includes(httpStatus) || (httpStatus === 200 && code === 'unexpected-response')
  );
}

/**
 * Whether the answer is that of a proxy that has not reached its server. The API itself puts a
 * `statusCode` into the answers of a server that fails.
 */
function isFailedProxy({ code, httpStatus = 0, statusCode }: AgentDesktopError): boolean {
  return (
    code === 'server-error' && [500, 502, 504].includes(httpStatus) && statusCode === undefined
  );
}

function progressOf<Progress extends string>(
  status: ConnectionState,
  before: Progress,
): Progress | 'reading' | 'wholly' {
  if (status.phase === 'live') return 'wholly';
  return lastRightAt(status) === undefined ? before : 'reading';
}

function notificationsEnd({ notificationsPath }: AgentDesktopOptions): string {
  return notificationsPath?.replace(/\/+$/, '') ?? '/notifications';
}

/** The server's address, if it is another origin than the page's. */
function otherOrigin(baseUrl: string, page: PageAddress): URL | undefined {
  try {
    const server = new URL(baseUrl);
    return server.origin === page.origin ? undefined : server;
  } catch {
    return undefined;
  }
}
