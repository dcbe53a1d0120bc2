import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Bayeux } from '../../src/mock-server/bayeux.ts';
import type { ControlAnswer, ControlCommand } from '../../src/mock-server/control.ts';
import {
  createMockServer,
  type MockServer,
  type MockServerOptions,
} from '../../src/mock-server/createMockServer.ts';
import { mockUsers } from '../../src/mock-server/session.ts';
import type { WireNotification } from '../../src/testing/simulatedSwitch.ts';
import { buildJavaGws } from './buildJavaGws.ts';

/** Sessions end, of everybody. */
export interface SessionsEnd {
  readonly verb: 'endSessions';
  /** Whether the HTTP sessions end. */
  readonly http: 'kept' | 'invalidated';
  /**
   * How the Bayeux sessions end. A held connect is answered with success all the same: after its
   * hold when they are `swept` (and the next one is told that the client is unknown) or `removed`
   * (with the advice not to reconnect), at once and with a goodbye when they are `disconnected`.
   */
  readonly bayeux: 'kept' | 'swept' | 'removed' | 'disconnected';
}

/** What only this server can be told. */
type JavaCommand =
  | SessionsEnd
  /** Who has an HTTP session keeps it, and nobody gets another. */
  | { readonly verb: 'refuseSignIns' | 'acceptSignIns' };

export interface JavaGwsOptions extends Omit<MockServerOptions, 'createBayeux'> {
  /** Whether each CometD request needs the HTTP session, or the handshake alone. Default `each`. */
  readonly authorize?: 'each' | 'handshake';
  readonly webSocket?: boolean;
  /** Hears every event that the switch gave to the notifications to carry. */
  readonly onTold?: (notification: WireNotification) => void;
}

export interface JavaGws extends Omit<MockServer, 'control'> {
  readonly control: (command: ControlCommand | JavaCommand) => Promise<ControlAnswer>;
  /** How many Bayeux clients and HTTP sessions the server has. */
  readonly count: () => Promise<{ readonly clients: number; readonly httpSessions: number }>;
}

interface Jvm {
  readonly child: ChildProcess;
  readonly port: number;
  readonly controlUrl: string;
}

const pathOfEnding = {
  swept: 'sweepBayeuxSessions',
  removed: 'removeBayeuxSessions',
  disconnected: 'disconnectBayeuxSessions',
} as const satisfies Record<Exclude<SessionsEnd['bayeux'], 'kept'>, string>;

/** How long the server may take to do as it is told, frozen for a while or not. In ms. */
const patience = 8_000;

const done: ControlAnswer = { statusCode: 0 };

/**
 * The server line that GWS embeds, in a process of its own, with the mock server behind it, which
 * knows the calls. It takes the mock's commands. `restart` kills the process, and `stall` freezes it.
 *
 * @throws Error when it cannot be had on this machine
 */
export function createJavaGws(options: JavaGwsOptions = {}): JavaGws {
  const build = buildJavaGws();
  if ('missing' in build) throw new Error(build.missing);
  const { command } = build;
  const { csrf = false, bayeux: { ack = true, timeout = 30_000, maxInterval = 10_000 } = {} } =
    options;
  const { csrf: _, bayeux: __, authorize = 'each', webSocket = false, onTold, ...rest } = options;

  let jvm: Jvm | undefined;
  let thaw: ReturnType<typeof setTimeout> | undefined;
  let isClosing = false;
  let restarting = Promise.resolve();
  /** One after the other, so that events keep their order. */
  let deliveries = Promise.resolve();

  const tellJvm = async (path: string, body = ''): Promise<readonly number[]> => {
    if (!jvm) return [0, 0];
    try {
      const signal = AbortSignal.timeout(patience);
      const answer = await fetch(jvm.controlUrl + path, { method: 'POST', body, signal });
      // The server is ours: two numbers.
      return (await answer.json()) as readonly number[];
    } catch (error) {
      // It was killed, and what it was told is lost with it. Nothing else takes so long.
      if (error instanceof DOMException && error.name === 'TimeoutError')
        console.error(`The Java server did not take ${path} within ${patience} ms.`);
      return [0, 0];
    }
  };

  const deliver = (userName: string, notification: WireNotification): void => {
    onTold?.(notification);
    const { channel, data } = notification;
    const path = `deliver?${new URLSearchParams({ user: userName, channel })}`;
    deliveries = deliveries.then(() => tellJvm(path, JSON.stringify(data))).then(() => undefined);
  };
  const javaBayeux: Bayeux = {
    handle: (_request, response) => response.writeHead(404).end(),
    deliver,
    forget: () => undefined,
    clientCount: 0,
    close: () => undefined,
  };
  const mock = createMockServer({ ...rest, createBayeux: () => javaBayeux });
  let upstream = '';

  const start = async (port: number): Promise<Jvm> => {
    const settings = {
      port,
      upstream,
      users: mockUsers.map(({ userName }) => userName).join(','),
      csrf,
      authorize,
      webSocket,
      ack,
      timeout,
      maxInterval,
    };
    const [java = '', ...args] = command;
    const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const child = spawn(java, [...args, ...pairs], { stdio: ['pipe', 'pipe', 'pipe'] });
    const said: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => {
      said.push(chunk.toString());
      process.stderr.write(chunk);
    });
    // When it is killed while it reads.
    child.stdin.on('error', () => undefined);
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve);
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`The Java server ended: ${said.join('')}`)));
    });
    const [open = 0, control = 0] = line.split(' ').map(Number);
    return { child, port: open, controlUrl: `http://127.0.0.1:${control}/` };
  };

  const kill = async (): Promise<void> => {
    clearTimeout(thaw);
    const child = jvm?.child;
    jvm = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };

  const restart = async (ms: number): Promise<void> => {
    const port = jvm?.port;
    if (port === undefined) return; // it is down already
    await kill();
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (!isClosing) jvm = await start(port);
  };

  const stall = (ms: number): void => {
    const child = jvm?.child;
    child?.kill('SIGSTOP');
    clearTimeout(thaw);
    thaw = setTimeout(() => child?.kill('SIGCONT'), ms);
  };

  const endSessions = async ({ http, bayeux }: Omit<SessionsEnd, 'verb'>): Promise<void> => {
    if (http === 'invalidated') await tellJvm('endHttpSessions');
    if (bayeux !== 'kept') await tellJvm(pathOfEnding[bayeux]);
  };

  return {
    listen: async (port = 0) => {
      upstream = (await mock.listen()).url;
      jvm = await start(port);
      return { url: `http://127.0.0.1:${jvm.port}`, port: jvm.port };
    },
    control: async (told) => {
      switch (told.verb) {
        case 'endSessions':
          await endSessions(told);
          return done;
        case 'expireSessions':
          await endSessions({ http: 'invalidated', bayeux: 'removed' });
          return done;
        case 'refuseSignIns':
        case 'acceptSignIns':
        case 'dropConnections':
        case 'notificationsDown':
        case 'notificationsUp':
          await tellJvm(told.verb);
          return done;
        case 'stall':
          stall(told.ms);
          return done;
        case 'restart':
          restarting = restart(told.ms ?? 500);
          await restarting;
          return done;
        default:
          return mock.control(told);
      }
    },
    state: mock.state,
    count: async () => {
      const [clients = 0, httpSessions = 0] = await tellJvm('count');
      return { clients, httpSessions };
    },
    close: async () => {
      isClosing = true;
      await restarting;
      await kill();
      await mock.close();
    },
  };
}
