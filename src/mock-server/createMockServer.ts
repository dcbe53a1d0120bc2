import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SimulatedCall, WireCall } from '../testing/simulatedCalls.ts';
import { type Bayeux, type BayeuxOptions, createBayeux } from './bayeux.ts';
import { type Control, type ControlAnswer, type ControlCommand, createControl } from './control.ts';
import { createFaults, type Fault } from './faults.ts';
import { createFaultyHttpServer } from './faultyHttpServer.ts';
import { applyCors, isLoopback, readJson, sendJson, sendStatus } from './http.ts';
import { startActivity } from './activity.ts';
import { parseControl } from './parseControl.ts';
import { createRest, type LoggedRequest } from './rest.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import { createSchedule, seededRandom } from './schedule.ts';
import { createSessions, csrfHeaderName, mockUsers, sessionCookie } from './session.ts';
import { createSwitchboard, type TimelineEntry } from './switchboard.ts';

/** What `createMockServer` takes. */
export interface MockServerOptions {
  /** The calls of `agent` at the start. Default: one call of each kind. */
  readonly calls?: readonly SimulatedCall[] | undefined;
  /** How busy and how faulty the server is. Default `quiet`. */
  readonly scenario?: ScenarioName | undefined;
  /** The seed of everything that is random. Default 1. */
  readonly seed?: number | undefined;
  /** POSTs need the token that any GET returns. Default false. */
  readonly csrf?: boolean | undefined;
  /**
   * Pages of these origins may call with credentials: `['http://localhost:5173']`. Default none.
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** The time from accepting an operation to its event, in ms. Default 150. */
  readonly eventDelay?: number | undefined;
  /**
   * Whether events contain the time when they were made, as those of real servers do. Default true.
   */
  readonly serverTimestamps?: boolean | undefined;
  readonly bayeux?: BayeuxOptions | undefined;
  /** Another notification server, for example with WebSocket. Default: long-polling. */
  readonly createBayeux?: ((options: BayeuxOptions) => Bayeux) | undefined;
}

/** The true state of the server, to compare a client with. */
export interface MockState {
  readonly users: readonly { readonly userName: string; readonly calls: readonly WireCall[] }[];
  readonly timeline: Readonly<Record<string, readonly TimelineEntry[]>>;
  /** REST requests in order of arrival, the last 2,000. */
  readonly requests: readonly LoggedRequest[];
  readonly bayeuxClients: number;
  readonly httpSessions: number;
  /** The faults that have not happened yet. */
  readonly faults: readonly Fault[];
}

/** A mock server. It listens after `listen` was called. */
export interface MockServer {
  /** Listens on loopback only. @param port 0, the default, takes any free one. */
  listen(port?: number): Promise<{ readonly url: string; readonly port: number }>;
  /** Makes something happen at the server, or go wrong. */
  control(command: ControlCommand): Promise<ControlAnswer>;
  /** The true state of the server, whether or not a client knows of it. */
  state(): MockState;
  /** Ends the server at once, also while long-polls are held. */
  close(): Promise<void>;
}

/**
 * A Genesys Web Services for tests and the demo: real REST and real Bayeux on one port, around
 * the simulated switch. Sign in with Basic `agent:agent` or `anna:anna`.
 *
 * `POST /mock/control` (a {@link ControlCommand} as JSON) and `GET /mock/state` do the same over HTTP.
 *
 * @throws Error if one of `allowedOrigins` is no origin
 * @example
 * const mock = createMockServer();
 * const { url } = await mock.listen();
 * await mock.control({ verb: 'lost' });
 * await mock.close();
 */
export function createMockServer(options: MockServerOptions = {}): MockServer {
  const allowedOrigins = (options.allowedOrigins ?? []).map(originOf);
  const random = seededRandom(options.seed ?? 1);
  const schedule = createSchedule();
  const faults = createFaults(random);
  const sessions = createSessions();
  const requests: LoggedRequest[] = [];
  const newBayeux = (): Bayeux => (options.createBayeux ?? createBayeux)(options.bayeux ?? {});
  let bayeux = newBayeux();
  let areNotificationsDown = false;

  const switchboard = createSwitchboard(options, faults, schedule, (userName, notification) => {
    bayeux.deliver(userName, notification);
  });
  const rest = createRest({
    ...options,
    switchboard,
    faults,
    schedule,
    log(request) {
      requests.push(request);
      if (requests.length > 2000) requests.shift();
    },
    endSession(session) {
      bayeux.forget(session);
      sessions.end(session);
    },
  });
  const http = createFaultyHttpServer({
    schedule,
    answer,
    upgrade: bayeux.upgrade && upgrade,
  });
  const control: Control = createControl(switchboard, faults, {
    dropConnections: http.dropConnections,
    stall: http.stall,
    restart: (ms) =>
      http.restart(ms, () => {
        sessions.endAll();
        forgetClients();
      }),
    expireSessions() {
      sessions.endAll();
      bayeux.forget();
    },
    setNotificationsDown(isDown) {
      areNotificationsDown = isDown;
      if (isDown) forgetClients();
    },
  });

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const session = sessions.authenticate(request)?.session;
    const isWelcome = isLoopback(request) && session !== undefined && !areNotificationsDown;
    if (isWelcome) bayeux.upgrade?.(request, socket, head, session);
    else socket.end(`HTTP/1.1 ${session ? '503' : '403'} Refused\r\nConnection: close\r\n\r\n`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://mock').pathname;
    if (!isLoopback(request)) {
      return sendJson(response, 403, { problem: 'This mock answers on loopback only.' });
    }
    if (applyCors(request, response, allowedOrigins)) return;
    if (path.startsWith('/mock/')) return answerControl(path, request, response);
    await http.untilStallEnds(response);
    if (!response.destroyed) await answerApi(path, request, response);
  }

  async function answerApi(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const isNotifications = path.startsWith(notificationsPath);
    if (isNotifications && areNotificationsDown) {
      response.statusCode = 503;
      return void response.end();
    }
    const signedIn = sessions.authenticate(request);
    if (signedIn === undefined) {
      return sendStatus(response, { statusCode: 20, statusMessage: 'User is not authenticated' });
    }
    const { session, isNew } = signedIn;
    if (isNew) response.appendHeader('Set-Cookie', sessionCookie(session));
    if (options.csrf === true) {
      if (request.method === 'GET') {
        response.setHeader('X-CSRF-HEADER', csrfHeaderName);
        response.setHeader('X-CSRF-TOKEN', session.csrfToken);
      } else if (request.headers[csrfHeaderName.toLowerCase()] !== session.csrfToken) {
        return sendStatus(response, {
          statusCode: 3,
          statusMessage: 'Missing or invalid Csrf token',
        });
      }
    }
    if (isNotifications) bayeux.handle(request, response, session);
    else await rest(request, response, session);
  }

  async function answerControl(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (path === '/mock/state' && request.method === 'GET') {
      return sendJson(response, 200, state());
    }
    if (path !== '/mock/control' || request.method !== 'POST') {
      return sendJson(response, 404, { problem: 'POST /mock/control, or GET /mock/state' });
    }
    // A form of another page cannot send this content type without a preflight.
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
      return sendJson(response, 415, { problem: 'Send application/json' });
    }
    const command = parseControl(await readJson(request));
    if ('problem' in command) return sendJson(response, 400, command);
    if (command.verb === 'restart' || command.verb === 'dropConnections') {
      // The command breaks this connection too, so it is carried out after the answer was sent.
      response.on('finish', () => setTimeout(() => void control(command)));
      return sendJson(response, 200, { statusCode: 0 });
    }
    return sendJson(response, 200, await control(command));
  }

  function state(): MockState {
    return {
      users: mockUsers.map(({ userName }) => ({ userName, calls: switchboard.calls(userName) })),
      timeline: switchboard.timeline,
      requests,
      bayeuxClients: bayeux.clientCount,
      httpSessions: sessions.count,
      faults: faults.waiting,
    };
  }

  function forgetClients(): void {
    bayeux.close();
    bayeux = newBayeux();
  }

  const scenario = scenarios[options.scenario ?? 'quiet'];
  scenario.faults.forEach(faults.add);
  if (scenario.lifeEvery !== undefined) {
    for (const { userName } of mockUsers) {
      startActivity(switchboard, userName, { every: scenario.lifeEvery, random }, schedule);
    }
  }

  return {
    listen: http.listen,
    control,
    state,
    async close() {
      schedule.close();
      const closed = http.close();
      bayeux.close();
      await closed;
    },
  };
}

const notificationsPath = '/api/v2/notifications';

/**
 * The origin as a browser sends it. One that is never sent, such as `localhost:5173`, would allow no
 * page, and nothing would say why.
 */
function originOf(allowed: string): string {
  try {
    const { origin, href, protocol } = new URL(allowed);
    if (/^https?:$/.test(protocol) && href === `${origin}/`) return origin;
  } catch {
    // It is refused below.
  }
  throw new Error(
    `"${allowed}" is no origin, so no page would be allowed. An origin is written as http://localhost:5173, with the scheme and without a path.`,
  );
}
