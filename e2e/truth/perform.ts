import type { Browser, Page, Request } from 'playwright-core';
import { createBayeux, type Bayeux, type BayeuxOptions } from '../../src/mock-server/bayeux.ts';
import type { ControlCommand } from '../../src/mock-server/control.ts';
import { createMockServer } from '../../src/mock-server/createMockServer.ts';
import { seededRandom } from '../../src/mock-server/schedule.ts';
import type { WireNotification } from '../../src/testing/simulatedSwitch.ts';
import { createJavaGws, type SessionsEnd } from '../java-gws/createJavaGws.ts';
import { openNetworkProxy } from './networkProxy.ts';
import { lateConfirmationSpan } from '../../src/store/callEntry.ts';
import { isRight, settings, truthAt, truthOf, untoldCalls, type Evidence } from './judge.ts';
import { sharedUuid, widgetIds, type Schedule, type Step } from './schedule.ts';
import { createWebSocketBayeux } from './webSocketBayeux.ts';
import type { TruthLog } from './page/recorder.ts';

export type Transport = 'long-polling' | 'websocket';

/** Whose notifications the page hears: the mock's, or those of the server line that GWS embeds. */
export type ServerKind = 'mock' | 'java';

export interface BrowserRuns {
  readonly browser: Browser;
  /** Serves the built page under `/truth/`. */
  readonly pagePort: number;
  readonly transport: Transport;
  readonly server: ServerKind;
  readonly stalls: Evidence['stalls'];
  readonly say: (line: string) => unknown;
}

/** Runs a schedule with its own server, proxy and page, and records everything that happens. */
export async function perform(schedule: Schedule, browserRuns: BrowserRuns): Promise<Evidence> {
  const { browser, pagePort, transport, server, say } = browserRuns;
  const told: Evidence['told'][number][] = [];
  const silences: number[] = [];
  const resends: number[] = [];
  /**
   * Whether the browser may send a broken long-poll once more without a word. A page that was given
   * a WebSocket falls back to long-polling when the WebSocket fails.
   */
  const canBeResent = (): boolean =>
    !schedule.ack && (transport === 'long-polling' || openPolls.size > 0);
  const openPolls = new Set<Request>();
  const options = {
    eventDelay: schedule.eventDelay,
    serverTimestamps: schedule.serverTimestamps,
    csrf: schedule.csrf,
    bayeux: { ack: schedule.ack, maxInterval: schedule.maxInterval },
  };
  const onTold = ({ data: { call } }: WireNotification): void => {
    const { id, state, recordingState = null } = call;
    told.push({ at: Date.now(), callId: id, truth: truthOf({ state, recordingState }) });
  };
  const javaGws =
    server === 'java'
      ? createJavaGws({ ...options, webSocket: transport === 'websocket', onTold })
      : undefined;
  const mock =
    javaGws ??
    createMockServer({ ...options, createBayeux: (how) => toldOf(transport, how, onTold) });
  const { port } = await mock.listen();
  const proxy = await openNetworkProxy({ port, pagePort }, seededRandom(schedule.seed));
  const dice = seededRandom(schedule.seed + 1);
  const context = await browser.newContext({ viewport: { width: 900, height: 1_400 } });

  try {
    for (const callId of schedule.legs)
      await mock.control({ verb: 'shareUuid', callId, callUuid: sharedUuid });
    const offences: string[] = [];
    const posts: Request[] = [];
    const openTab = async (): Promise<Page> => {
      const page = await context.newPage();
      page.on('pageerror', (error) => offences.push(String(error)));
      page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().includes('/me/calls/'))
          posts.push(request);
        if (request.url().endsWith('/notifications/connect')) openPolls.add(request);
      });
      page.on('requestfinished', (request) => openPolls.delete(request));
      page.on('requestfailed', (request) => openPolls.delete(request));
      // A second tab may ask for the page over a connection of the first, which goes to the server.
      const pageFiles = `${proxy.url}/truth/**`;
      await page.route(pageFiles, async (route) => {
        const { pathname } = new URL(route.request().url());
        await route.fulfill({
          response: await route.fetch({ url: `http://127.0.0.1:${pagePort}${pathname}` }),
        });
      });
      await page.goto(addressOf(proxy.url, schedule, transport));
      await page.unroute(pageFiles);
      await page
        .locator('[data-recording-state=Recording]:not([data-stale])')
        .first()
        .waitFor({ timeout: 20_000 });
      return page;
    };
    const tabs = [await openTab()];
    if (schedule.tabs > 1) tabs.push(await openTab());

    const from = Date.now();
    const timeOf = (): string => ((Date.now() - from) / 1000).toFixed(2).padStart(6);
    for (const { at, ...deed } of schedule.steps) {
      await sleepUntil(from + at);
      await act(deed);
    }
    await sleepUntil(from + schedule.calmAt);
    await mock.control({ verb: 'calm' });
    await mock.control({ verb: 'notificationsUp' });
    proxy.calm();
    say(`${timeOf()} calm`);

    // The next message about a call, whatever its subject, has to correct what was not told.
    const logs = await Promise.all(tabs.map(logOf));
    const untold = logs.flatMap((page) =>
      untoldCalls({ ...mock.state(), page, schedule, told, silences, resends }),
    );
    // The server may have left out what it should have said of any.
    const owners = mock.state().users[0]?.calls.map(({ id }) => id) ?? [];
    for (const callId of schedule.words === 'bare' ? owners : new Set(untold)) {
      say(`${timeOf()} a word about ${callId.slice(-3)}, whose last change was told to nobody`);
      await mock.control({ verb: 'attachData', callId, userData: { Note: 'calm' } });
    }
    const calmedAt = Date.now();
    const { at: encoreAt } = await recovered(tabs, schedule, mock.state);
    // What is shown right has to stay right, and the next change has to be noticed.
    for (const callId of schedule.callIds) {
      const truth = truthAt(mock.state().timeline, callId, encoreAt);
      const verb = truth === 'Recording' ? 'supervisorPause' : 'supervisorStop';
      const { statusCode } = await mock.control({ verb, callId });
      if (statusCode !== 0) await mock.control({ verb: 'supervisorStart', callId });
    }
    await new Promise((resolve) => setTimeout(resolve, encoreTime));
    // A connection that hung before the faults ended may not have been noticed before the last
    // change.
    await recovered(tabs, schedule, mock.state);
    if (schedule.coda === 'late-change') await playCoda();
    const { at: to, pages } = await recovered(tabs, schedule, mock.state);
    if (offences.length > 0) throw new Error(offences.join('\n'));
    const { timeline, requests } = mock.state();
    return {
      schedule,
      from,
      calmedAt,
      encoreAt,
      to,
      pages,
      posts: posts.map(sentPost),
      timeline,
      requests,
      told,
      silences,
      resends,
      stalls: browserRuns.stalls,
    };

    async function act(deed: Omit<Step, 'at'>): Promise<void> {
      // Without `at`, TypeScript forgets that it is a union of three.
      const step = deed as Step;
      switch (step.do) {
        case 'press': {
          for (const wrong of step.but) await mock.control(wrong);
          const pressed = tabs.filter((_, tab) => step.tab === 'both' || step.tab === tab);
          const targets = await Promise.all(
            pressed.map((page) => targetOf(page, step.callId, step.choice)),
          );
          await Promise.all(
            pressed.map(async (page, index) => press(page, targets[index], step.isDouble)),
          );
          const label = targets[0]?.label;
          const { rivalAfter } = step;
          say(
            `${timeOf()} press ${step.callId.slice(-3)} ${label ?? '(no button)'}${step.isDouble ? ' twice' : ''} in tab ${step.tab} ${JSON.stringify(step.but)}${rivalAfter === undefined ? '' : `, and somebody else ${rivalAfter} ms later`}`,
          );
          const verb = rivalVerbs.get(label?.split(' ')[0] ?? '');
          if (verb && rivalAfter !== undefined)
            setTimeout(() => void mock.control({ verb, callId: step.callId }), rivalAfter);
          return;
        }
        case 'setClock': {
          const { ms } = step;
          for (const page of tabs)
            // Put there by the page's main.tsx.
            await page.evaluate(
              (far) => (window as unknown as { setClock: (ms: number) => void }).setClock(far),
              ms,
            );
          say(`${timeOf()} the client's clock is set ${ms} ms from the true time`);
          return;
        }
        case 'mock': {
          const { verb } = step.command;
          if (verb === 'stall') silences.push(Date.now());
          if (canBeResent() && verb === 'dropConnections') resends.push(Date.now());
          const command = javaGws ? onJava(step.command, dice) : step.command;
          if (command.verb === 'endSessions' && endsInSilence(command)) silences.push(Date.now());
          // Nothing waits for a restart or for a frozen process, because the schedule goes on
          // meanwhile.
          const answer =
            command.verb === 'endSessions' ? javaGws?.control(command) : mock.control(command);
          const isAwaited = verb !== 'restart' && !javaGws;
          const outcome = isAwaited ? (await answer)?.statusCode : undefined;
          say(`${timeOf()} ${JSON.stringify(command)}${outcome ? ` → ${outcome}` : ''}`);
          return;
        }
        case 'cable': {
          const { kind } = step.fault;
          if (kind === 'die' || kind === 'clog') silences.push(Date.now());
          if (canBeResent() && (kind === 'cut' || kind === 'refuse')) resends.push(Date.now());
          proxy.spoil(step.fault);
          say(`${timeOf()} proxy ${JSON.stringify(step.fault)}`);
          return;
        }
        default:
          step satisfies never;
      }
    }

    /**
     * The agent's operation has no effect, and somebody else makes the change after it was given
     * up.
     */
    async function playCoda(): Promise<void> {
      const [page] = tabs;
      const call = mock
        .state()
        .users[0]?.calls.find(({ recordingState }) => recordingState === 'Recording');
      if (!page || !call) return;
      await mock.control({ verb: 'responseWithoutEvent', callId: call.id });
      const target = await targetOf(page, call.id, 0);
      await press(page, target, false);
      say(`${timeOf()} press ${call.id.slice(-3)} ${target?.label ?? '(no button)'} in vain`);
      const span = settings.confirmationTimeout + lateConfirmationSpan + 2_500;
      await new Promise((resolve) => setTimeout(resolve, span));
      await mock.control({ verb: 'supervisorPause', callId: call.id });
      say(`${timeOf()} a supervisor pauses ${call.id.slice(-3)}`);
      await new Promise((resolve) => setTimeout(resolve, encoreTime));
    }
  } finally {
    await context.close();
    await mock.close();
    await proxy.close();
  }
}

/** The mock's notifications; what they are given to carry is noted. */
function toldOf(
  transport: Transport,
  options: BayeuxOptions,
  onTold: (notification: WireNotification) => void,
): Bayeux {
  const bayeux = (transport === 'websocket' ? createWebSocketBayeux : createBayeux)(options);
  return {
    ...bayeux,
    get clientCount() {
      return bayeux.clientCount;
    },
    deliver: (userName, notification) => {
      onTold(notification);
      bayeux.deliver(userName, notification);
    },
  };
}

/** Sessions end in more than one way on the Java server, and each is met by chance. */
function onJava(command: ControlCommand, random: () => number): ControlCommand | SessionsEnd {
  if (command.verb !== 'expireSessions') return command;
  const end = sessionsEnds[Math.floor(random() * sessionsEnds.length)];
  return { verb: 'endSessions', http: 'kept', bayeux: 'removed', ...end };
}

const sessionsEnds: readonly Omit<SessionsEnd, 'verb'>[] = [
  { http: 'invalidated', bayeux: 'kept' },
  { http: 'kept', bayeux: 'swept' },
  { http: 'kept', bayeux: 'removed' },
  { http: 'kept', bayeux: 'disconnected' },
  { http: 'invalidated', bayeux: 'removed' },
  { http: 'invalidated', bayeux: 'disconnected' },
];

/** The poll is held on, and nothing can be noticed before it is answered. */
function endsInSilence({ bayeux }: SessionsEnd): boolean {
  return bayeux === 'swept' || bayeux === 'removed';
}

function addressOf(origin: string, schedule: Schedule, transport: Transport): string {
  const { confirmationTimeout, heartbeat } = settings;
  const query = new URLSearchParams({
    transport,
    signIn: schedule.signIn,
    confirmationTimeout: String(confirmationTimeout),
    hold: String(heartbeat.hold),
    grace: String(heartbeat.grace),
  });
  for (const callId of schedule.callIds) query.append('call', callId);
  if (schedule.legs.length > 0) query.append('uuid', sharedUuid);
  return `${origin}/truth/index.html?${query}`;
}

/** Longer than an event may take to the page. */
const encoreTime = 1_500; // ms

type SupervisorVerb = 'supervisorStart' | 'supervisorPause' | 'supervisorResume' | 'supervisorStop';

/** How somebody else does what a button does, by the first word of its name. */
const rivalVerbs: ReadonlyMap<string, SupervisorVerb> = new Map<string, SupervisorVerb>([
  ['Start', 'supervisorStart'],
  ['Pause', 'supervisorPause'],
  ['Resume', 'supervisorResume'],
  ['Stop', 'supervisorStop'],
]);

interface Target {
  readonly label: string | null;
  readonly x: number;
  readonly y: number;
}

/** Where a button of a call is just now. */
async function targetOf(page: Page, callId: string, choice: number): Promise<Target | undefined> {
  return page.evaluate(
    ({ id, share }) => {
      const buttons = [...document.querySelectorAll(`[data-call-id='${id}'] button`)];
      const button = buttons[Math.floor(share * buttons.length)];
      if (!button) return undefined;
      const { x, y, width, height } = button.getBoundingClientRect();
      const label = button.getAttribute('aria-label') ?? button.textContent;
      return { label, x: x + width / 2, y: y + height / 2 };
    },
    { id: callId, share: choice },
  );
}

/** A real press with the mouse. */
async function press(page: Page, target: Target | undefined, isDouble: boolean): Promise<void> {
  if (target) await page.mouse.click(target.x, target.y, { clickCount: isDouble ? 2 : 1 });
}

/** Waits until every widget is right or the time is over, and returns what was shown until then. */
async function recovered(
  tabs: readonly Page[],
  schedule: Schedule,
  state: () => { readonly timeline: Evidence['timeline'] },
): Promise<{ readonly at: number; readonly pages: readonly TruthLog[] }> {
  const deadline = Date.now() + settings.recoverLimit;
  for (;;) {
    const at = Date.now();
    const pages = await Promise.all(tabs.map(logOf));
    const areRight = pages.every(({ shown }) =>
      widgetIds(schedule).every((given, widget) => {
        const last = shown.findLast((each) => each.widget === widget && each.at <= at);
        return last && isRight(last, given, schedule, state().timeline, at);
      }),
    );
    if (areRight || at > deadline) return { at, pages };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function logOf(page: Page): Promise<TruthLog> {
  // Put there by the page's main.tsx.
  return page.evaluate(() => (window as unknown as { truthLog: TruthLog }).truthLog);
}

function sentPost(request: Request): Evidence['posts'][number] {
  const status = request.existingResponse()?.status();
  return { url: request.url(), body: request.postData() ?? '', status };
}

async function sleepUntil(at: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now())));
}
