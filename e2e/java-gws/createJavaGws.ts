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

/** Ends the sessions of all users. */
export interface SessionsEnd {
  readonly verb: 'endSessions';
  /** Whether the HTTP sessions end. */
  readonly http: 'kept' | 'invalidated';
  /**
   * How the Bayeux sessions end. A held /meta/connect is answered with success in each case. When
   * they are `swept`, the answer comes at the end of the hold, and the next one says that the
   * client is unknown. When they are `removed`, it comes at the end of the hold with the advice not
   * to reconnect. When they are `disconnected`, it comes at once, with a disconnect message.
   */
  readonly bayeux: 'kept' | 'swept' | 'removed' | 'disconnected';
}

/** The commands that only this server knows. */
type JavaCommand =
  | SessionsEnd
  /** Users with an HTTP session keep it, but nobody gets a new one. */
  | { readonly verb: 'refuseSignIns' | 'acceptSignIns' };

export interface JavaGwsOptions extends Omit<MockServerOptions, 'createBayeux'> {
  /** Whether each CometD request needs the HTTP session, or the handshake alone. Default `each`. */
  readonly authorize?: 'each' | 'handshake';
  readonly webSocket?: boolean;
  /** Is called with each event that the switch hands to the notification server. */
  readonly onDelivered?: (notification: WireNotification) => void;
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

/** How long the server may take to answer a command, even while it is frozen. In ms. */
const answerTimeout = 8_000;

const done: ControlAnswer = { statusCode: 0 };

/**
 * The server line that GWS embeds, in a process of its own. The mock server is behind it and knows
 * the calls. It takes the commands of the mock server. `restart` kills the process, and `stall`
 * freezes it.
 *
 * @throws Error when this machine cannot build it
 */
export function createJavaGws(options: JavaGwsOptions = {}): JavaGws {
  const build = buildJavaGws();
  if ('missing' in build) throw new Error(build.missing);
  const { command } = build;
  const { csrf = false, bayeux: { ack = true, timeout = 30_000, maxInterval = 10_000 } = {} } =
    options;
  const {
    csrf: _,
    bayeux: __,
    authorize = 'each',
    webSocket = false,
    onDelivered,
    ...rest
  } = options;

  let jvm: Jvm | undefined;
  let thaw: ReturnType<typeof setTimeout> | undefined;
  let isClosing = false;
  let restarting = Promise.resolve();
  /** Events are delivered one after the other, so that they keep their order. */
  let deliveries = Promise.resolve();

  const sendToJvm = async (path: string, body = ''): Promise<readonly number[]> => {
    if (!jvm) return [0, 0];
    try {
      const signal = AbortSignal.timeout(answerTimeout);
      const answer = await fetch(jvm.controlUrl + path, { method: 'POST', body, signal });
      // Our own server answers with two numbers.
      return (await answer.json()) as readonly number[];
    } catch (error) {
      // The server was killed, so the command is lost. Nothing else takes so long.
      if (error instanceof DOMException && error.name === 'TimeoutError')
        console.error(`The Java server did not take ${path} within ${answerTimeout} ms.`);
      return [0, 0];
    }
  };

  const deliver = (userName: string, notification: WireNotification): void => {
    onDelivered?.(notification);
    const { channel, data } = notification;
    const path = `deliver?${new URLSearchParams({ user: userName, channel })}`;
    deliveries = deliveries.then(() => sendToJvm(path, JSON.stringify(data))).then(() => undefined);
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
    const errorOutput: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => {
      errorOutput.push(chunk.toString());
      process.stderr.write(chunk);
    });
    // Writing fails when the process is killed while it reads.
    child.stdin.on('error', () => undefined);
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve);
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`The Java server ended: ${errorOutput.join('')}`)));
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
    if (port === undefined) return; // it is stopped already
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
    if (http === 'invalidated') await sendToJvm('endHttpSessions');
    if (bayeux !== 'kept') await sendToJvm(pathOfEnding[bayeux]);
  };

  return {
    listen: async (port = 0) => {
      upstream = (await mock.listen()).url;
      jvm = await start(port);
      return { url: `http://127.0.0.1:${jvm.port}`, port: jvm.port };
    },
    control: async (order) => {
      switch (order.verb) {
        case 'endSessions':
          await endSessions(order);
          return done;
        case 'expireSessions':
          await endSessions({ http: 'invalidated', bayeux: 'removed' });
          return done;
        case 'refuseSignIns':
        case 'acceptSignIns':
        case 'dropConnections':
        case 'notificationsDown':
        case 'notificationsUp':
          await sendToJvm(order.verb);
          return done;
        case 'stall':
          stall(order.ms);
          return done;
        case 'restart':
          restarting = restart(order.ms ?? 500);
          await restarting;
          return done;
        default:
          return mock.control(order);
      }
    },
    state: mock.state,
    count: async () => {
      const [clients = 0, httpSessions = 0] = await sendToJvm('count');
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
