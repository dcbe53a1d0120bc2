import type { Browser, Page, Request } from 'playwright-core';
import { createBayeux, type Bayeux, type BayeuxOptions } from '../../src/mock-server/bayeux.ts';
import { createMockServer } from '../../src/mock-server/createMockServer.ts';
import { seededRandom } from '../../src/mock-server/schedule.ts';
import type { WireNotification } from '../../src/testing/simulatedSwitch.ts';
import { createJavaGws } from '../java-gws/createJavaGws.ts';
import { openNetworkProxy } from './networkProxy.ts';
import { lateConfirmationSpan } from '../../src/store/callEntry.ts';
import { isRight, settings, truthAt, truthOf, undeliveredCalls, type Evidence } from './judge.ts';
import { createStepPerformer } from './performStep.ts';
import { press, targetOf } from './pressButton.ts';
import { sharedUuid, widgetIds, type Schedule } from './schedule.ts';
import { createWebSocketBayeux } from './webSocketBayeux.ts';
import type { TruthLog } from './page/recorder.ts';

export type Transport = 'long-polling' | 'websocket';

/** The server whose notifications the page gets: the mock, or the server line that GWS embeds. */
export type ServerKind = 'mock' | 'java';

export interface RunSettings {
  readonly browser: Browser;
  /** Serves the built page under `/truth/`. */
  readonly pagePort: number;
  readonly transport: Transport;
  readonly server: ServerKind;
  readonly stalls: Evidence['stalls'];
  readonly log: (line: string) => unknown;
}

/**
 * Runs a schedule with a server, a proxy and a page of its own, and records everything that
 * happens.
 */
export async function perform(schedule: Schedule, settingsOfRun: RunSettings): Promise<Evidence> {
  const { browser, pagePort, transport, server, log } = settingsOfRun;
  const delivered: Evidence['delivered'][number][] = [];
  const silences: number[] = [];
  const resends: number[] = [];
  /**
   * Returns whether the browser may send a broken long-poll again without telling the page. A page
   * that uses WebSocket falls back to long-polling when the WebSocket fails.
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
  const onDelivered = ({ data: { call } }: WireNotification): void => {
    const { id, state, recordingState = null } = call;
    delivered.push({ at: Date.now(), callId: id, truth: truthOf({ state, recordingState }) });
  };
  const javaGws =
    server === 'java'
      ? createJavaGws({ ...options, webSocket: transport === 'websocket', onDelivered })
      : undefined;
  const mock =
    javaGws ??
    createMockServer({
      ...options,
      createBayeux: (how) => recordDeliveries(transport, how, onDelivered),
    });
  const { port } = await mock.listen();
  const proxy = await openNetworkProxy({ port, pagePort }, seededRandom(schedule.seed));
  const context = await browser.newContext({ viewport: { width: 900, height: 1_400 } });

  try {
    for (const callId of schedule.legs)
      await mock.control({ verb: 'shareUuid', callId, callUuid: sharedUuid });
    const pageErrors: string[] = [];
    const posts: Request[] = [];
    const tabs: Page[] = [];
    while (tabs.length < schedule.tabs) {
      const page = await context.newPage();
      page.on('pageerror', (error) => pageErrors.push(String(error)));
      page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().includes('/me/calls/'))
          posts.push(request);
        if (request.url().endsWith('/notifications/connect')) openPolls.add(request);
      });
      page.on('requestfinished', (request) => openPolls.delete(request));
      page.on('requestfailed', (request) => openPolls.delete(request));
      await openLive(page, addressOf(proxy.url, schedule, transport), pagePort);
      tabs.push(page);
    }

    const from = Date.now();
    const logNow = (line: string): void => {
      log(`${((Date.now() - from) / 1000).toFixed(2).padStart(6)} ${line}`);
    };
    const performStep = createStepPerformer({
      tabs,
      mock,
      javaGws,
      proxy,
      random: seededRandom(schedule.seed + 1),
      onSilence: () => silences.push(Date.now()),
      onBreak: () => {
        if (canBeResent()) resends.push(Date.now());
      },
      log: logNow,
    });
    for (const step of schedule.steps) {
      await sleepUntil(from + step.at);
      await performStep(step);
    }
    await sleepUntil(from + schedule.calmAt);
    await mock.control({ verb: 'calm' });
    await mock.control({ verb: 'notificationsUp' });
    proxy.calm();
    logNow('calm');

    // The next message about a call, whatever it reports, has to correct the changes that were not
    // delivered.
    const logs = await Promise.all(tabs.map(logOf));
    const undelivered = logs.flatMap((page) =>
      undeliveredCalls({ ...mock.state(), page, schedule, delivered, silences, resends }),
    );
    // The server may have left out fields in any message, so each call gets another one.
    const owners = mock.state().users[0]?.calls.map(({ id }) => id) ?? [];
    for (const callId of schedule.fields === 'some missing' ? owners : new Set(undelivered)) {
      logNow(`a message about ${callId.slice(-3)}, whose last change was not delivered`);
      await mock.control({ verb: 'attachData', callId, userData: { Note: 'calm' } });
    }
    const calmedAt = Date.now();
    const { at: lastChangeAt } = await recovered(tabs, schedule, mock.state);
    // A state that is right has to stay right, and the next change has to be noticed.
    for (const callId of schedule.callIds) {
      const truth = truthAt(mock.state().timeline, callId, lastChangeAt);
      const verb = truth === 'Recording' ? 'supervisorPause' : 'supervisorStop';
      const { statusCode } = await mock.control({ verb, callId });
      if (statusCode !== 0) await mock.control({ verb: 'supervisorStart', callId });
    }
    await new Promise((resolve) => setTimeout(resolve, eventTime));
    // A connection that hung before the faults ended may be noticed only after the last change.
    await recovered(tabs, schedule, mock.state);
    if (schedule.ending === 'late-change') await makeLateChange();
    const { at: to, pages } = await recovered(tabs, schedule, mock.state);
    if (pageErrors.length > 0) throw new Error(pageErrors.join('\n'));
    const { timeline, requests } = mock.state();
    return {
      schedule,
      from,
      calmedAt,
      lastChangeAt,
      to,
      pages,
      posts: posts.map(sentPost),
      timeline,
      requests,
      delivered,
      silences,
      resends,
      stalls: settingsOfRun.stalls,
    };

    /**
     * The agent's operation has no effect, and after the widget has given it up somebody else makes
     * the same change.
     */
    async function makeLateChange(): Promise<void> {
      const [page] = tabs;
      const call = mock
        .state()
        .users[0]?.calls.find(({ recordingState }) => recordingState === 'Recording');
      if (!page || !call) return;
      await mock.control({ verb: 'responseWithoutEvent', callId: call.id });
      const target = await targetOf(page, call.id, 0);
      await press(page, target, false);
      logNow(`press ${call.id.slice(-3)} ${target?.label ?? '(no button)'} without effect`);
      const span = settings.confirmationTimeout + lateConfirmationSpan + 2_500;
      await new Promise((resolve) => setTimeout(resolve, span));
      await mock.control({ verb: 'supervisorPause', callId: call.id });
      logNow(`a supervisor pauses ${call.id.slice(-3)}`);
      await new Promise((resolve) => setTimeout(resolve, eventTime));
    }
  } finally {
    await context.close();
    await mock.close();
    await proxy.close();
  }
}

/** The notification server of the mock. Each event that it is given is recorded. */
function recordDeliveries(
  transport: Transport,
  options: BayeuxOptions,
  onDelivered: (notification: WireNotification) => void,
): Bayeux {
  const bayeux = (transport === 'websocket' ? createWebSocketBayeux : createBayeux)(options);
  return {
    ...bayeux,
    get clientCount() {
      return bayeux.clientCount;
    },
    deliver: (userName, notification) => {
      onDelivered(notification);
      bayeux.deliver(userName, notification);
    },
  };
}

/** Opens the page of the truth run, and waits until it shows what the server says now. */
async function openLive(page: Page, address: string, pagePort: number): Promise<void> {
  // A second tab may load the page over a connection that the first tab has opened, and the proxy
  // passes all requests of such a connection to the server. So the files of the page are fetched
  // from the page server.
  const pageFiles = new URL('/truth/**', address).href;
  await page.route(pageFiles, async (route) => {
    const { pathname } = new URL(route.request().url());
    await route.fulfill({
      response: await route.fetch({ url: `http://127.0.0.1:${pagePort}${pathname}` }),
    });
  });
  await page.goto(address);
  await page.unroute(pageFiles);
  await page
    .locator('[data-recording-state=Recording]:not([data-stale])')
    .first()
    .waitFor({ timeout: 20_000 });
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

/** Longer than an event takes to the page. */
const eventTime = 1_500; // ms

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
  // main.tsx of the page has put it there.
  return page.evaluate(() => (window as unknown as { truthLog: TruthLog }).truthLog);
}

function sentPost(request: Request): Evidence['posts'][number] {
  const status = request.existingResponse()?.status();
  return { url: request.url(), body: request.postData() ?? '', status };
}

async function sleepUntil(at: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now())));
}
