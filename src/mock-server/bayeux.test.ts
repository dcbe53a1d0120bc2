import { CometD, type Message } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { afterEach, describe, expect, it } from 'vitest';
import { simulatedCallId } from '../testing/simulatedCalls.ts';
import { createMockServer, type MockServer, type MockServerOptions } from './createMockServer.ts';

const basic = (name: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${name}:${name}`).toString('base64')}`,
});
const asAgent = basic('agent');
const first = simulatedCallId(1);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: MockServerOptions = {}): Promise<{ mock: MockServer; url: string }> {
  const mock = createMockServer({ eventDelay: 5, ...options });
  cleanups.push(() => mock.close());
  const { url } = await mock.listen();
  return { mock, url };
}

interface Listener {
  /** The `[notificationType, recordingState]` of every event, in order. */
  readonly received: unknown[];
  readonly events: Message[];
  /** The replies to handshakes. */
  readonly handshakes: Message[];
}

/** Starts a real CometD client over real HTTP, and subscribes. */
async function listen(url: string, userName = 'agent'): Promise<Listener> {
  adapt();
  const cometd = new CometD();
  cometd.configure({
    url: `${url}/api/v2/notifications`,
    requestHeaders: basic(userName),
    useWorkerScheduler: false,
    maxBackoff: 50,
    backoffIncrement: 20,
    logLevel: 'warn',
  });
  cometd.unregisterTransport('websocket');
  const listener: Listener = { received: [], events: [], handshakes: [] };
  let subscribed = 0;
  cometd.addListener('/meta/handshake', (reply) => {
    listener.handshakes.push(reply);
    if (!reply.successful) return;
    cometd.subscribe(
      '/v2/me/calls',
      (message) => {
        listener.events.push(message);
        const { notificationType, call } = message.data;
        listener.received.push([notificationType, call.recordingState]);
      },
      () => (subscribed += 1),
    );
  });
  // The library logs a warning when it finds no server, so the server is closed after the client.
  cleanups.push(
    () =>
      new Promise<void>((resolve) => {
        if (cometd.isDisconnected()) resolve();
        else cometd.disconnect(() => resolve());
      }),
  );
  cometd.handshake();
  await expect.poll(() => subscribed).toBeGreaterThan(0);
  return listener;
}

async function operate(url: string, operationName: string, id = first): Promise<void> {
  const response = await fetch(`${url}/api/v2/me/calls/${id}`, {
    method: 'POST',
    headers: asAgent,
    body: JSON.stringify({ operationName }),
  });
  expect(await response.json()).toEqual({ statusCode: 0 });
}

function shakeHands(url: string, headers: Record<string, string>): Promise<Response> {
  const handshake = {
    channel: '/meta/handshake',
    supportedConnectionTypes: ['long-polling'],
    ext: { ack: true },
  };
  return fetch(`${url}/api/v2/notifications/handshake`, {
    method: 'POST',
    headers,
    body: JSON.stringify([handshake]),
  });
}

const paused = ['CallRecordingStateChange', 'Paused'];
const resumed = ['CallRecordingStateChange', 'Recording'];
const stopped = ['CallRecordingStateChange', 'Stopped'];

describe('notifications', () => {
  it('tell the agent the result of an operation, in the documented envelope', async () => {
    const { mock, url } = await start();
    const { events } = await listen(url);
    const before = Date.now();
    await operate(url, 'PauseCallRecording');
    await expect.poll(() => events).toHaveLength(1);
    expect(events[0]).toEqual({
      channel: '/v2/me/calls',
      data: {
        notificationType: 'CallRecordingStateChange',
        call: mock.state().users[0]?.calls[0],
        phoneNumber: '15000',
        messageType: 'CallStateChangeMessage',
        metrics: { eventProcessing: { serverGenerationTimestamp: expect.any(Number) } },
      },
    });
    const { serverGenerationTimestamp } = events[0]?.data.metrics.eventProcessing ?? {};
    expect(serverGenerationTimestamp).toBeGreaterThanOrEqual(before);
    expect(mock.state().bayeuxClients).toBe(1);
  });

  it('contain no time when the server is an old one', async () => {
    const { mock, url } = await start({ serverTimestamps: false });
    const { events } = await listen(url);
    await mock.control({ verb: 'supervisorStop', callId: first });
    await expect.poll(() => events).toHaveLength(1);
    expect(events[0]?.data).not.toHaveProperty('metrics');
  });

  it('tell an agent only about their own calls', async () => {
    const { mock, url } = await start();
    const agent = await listen(url);
    const anna = await listen(url, 'anna');
    await mock.control({ verb: 'supervisorStop', callId: first });
    await mock.control({ verb: 'ring', userName: 'anna' });
    await expect
      .poll(() => [agent.received, anna.received])
      .toEqual([[stopped], [['StatusChange', undefined]]]);
  });

  it('are removed for the clients of a session that has ended, and for no others', async () => {
    const { mock, url } = await start();
    const { headers } = await fetch(`${url}/api/v2/me`, { headers: asAgent });
    const ended = { Cookie: headers.get('set-cookie') ?? '' };
    await shakeHands(url, ended);
    await shakeHands(url, asAgent);
    expect(mock.state().bayeuxClients).toBe(2);
    const body = JSON.stringify({ operationName: 'EndContactCenterSession' });
    await fetch(`${url}/api/v2/me`, { method: 'POST', headers: ended, body });
    expect(mock.state().bayeuxClients).toBe(1);
  });

  it.each([true, false])('offer the acknowledgement extension: %s', async (ack) => {
    const { url } = await start({ bayeux: { ack } });
    const response = await shakeHands(url, asAgent);
    const [reply] = (await response.json()) as Message[];
    expect(reply?.successful).toBe(true);
    expect(reply?.ext).toEqual(ack ? { ack: true } : undefined);
    // This handshake is also the sign-in, so both cookies have to arrive.
    expect(response.headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual([
      'JSESSIONID',
      'BAYEUX_BROWSER',
    ]);
  });
});

describe('faults of the notifications', () => {
  it.each([
    ['lost', [resumed]],
    ['duplicate', [paused, paused, resumed]],
    ['reordered', [resumed, paused]],
    ['stale', [paused, ['StatusChange', 'Recording'], resumed]],
  ] as const)('an event is %s', async (verb, expected) => {
    const { mock, url } = await start();
    const { received } = await listen(url);
    await mock.control({ verb });
    await mock.control({ verb: 'supervisorPause', callId: first });
    await mock.control({ verb: 'supervisorResume', callId: first });
    await mock.control({ verb: 'supervisorStop', callId: first });
    await expect.poll(() => received).toEqual([...expected, stopped]);
    expect(mock.state().timeline[first]?.map((entry) => entry.recordingState)).toEqual([
      'Recording',
      'Paused',
      'Recording',
      'Stopped',
    ]);
  });

  it('an event can lack fields, and can have the time of another node', async () => {
    const { mock, url } = await start();
    const { events } = await listen(url);
    await mock.control({ verb: 'bareEvent', fields: ['recordingState', 'capabilities'] });
    await mock.control({ verb: 'nodeClock', ms: -3_600_000 });
    const before = Date.now();
    await mock.control({ verb: 'supervisorPause', callId: first });
    await mock.control({ verb: 'supervisorStop', callId: first });
    await expect.poll(() => events).toHaveLength(2);
    const [bare, whole] = events.map(({ data }) => data);
    expect(bare.call).not.toHaveProperty('recordingState');
    expect(bare.call).not.toHaveProperty('capabilities');
    expect(bare.call).toHaveProperty('userData');
    expect(whole.call).toHaveProperty('recordingState', 'Stopped');
    const stamps = [bare, whole].map(
      ({ metrics }) => metrics.eventProcessing.serverGenerationTimestamp as number,
    );
    expect(stamps[0]).toBeLessThan(before - 3_500_000);
    expect(stamps[1]).toBeGreaterThanOrEqual(before);
  });

  it('a stale event is older than the one before it', async () => {
    const { mock, url } = await start();
    const { events } = await listen(url);
    await mock.control({ verb: 'stale' });
    await mock.control({ verb: 'supervisorPause', callId: first });
    await expect.poll(() => events).toHaveLength(2);
    const [made, repeated] = events.map(
      ({ data }) => data.metrics.eventProcessing.serverGenerationTimestamp as number,
    );
    expect(repeated).toBeLessThan(made ?? 0);
  });

  it('an event can be late', async () => {
    const { mock, url } = await start();
    const { received } = await listen(url);
    await mock.control({ verb: 'late', ms: 60 });
    await mock.control({ verb: 'supervisorPause', callId: first });
    await mock.control({ verb: 'supervisorResume', callId: first });
    await expect.poll(() => received).toEqual([resumed, paused]);
  });

  it('an event can come before the answer', async () => {
    const { mock, url } = await start({ eventDelay: 60 });
    const { received } = await listen(url);
    await mock.control({ verb: 'eventBeforeResponse' });
    let isAnswered = false;
    const answered = operate(url, 'PauseCallRecording').then(() => (isAnswered = true));
    await expect.poll(() => received, { interval: 5 }).toEqual([paused]);
    expect(isAnswered).toBe(false);
    await answered;
  });

  it('a client that has lost its connection connects again and gets the next events', async () => {
    const { mock, url } = await start();
    const { received, handshakes } = await listen(url);
    await mock.control({ verb: 'dropConnections' });
    await expect
      .poll(async () => {
        await mock.control({ verb: 'attachData', callId: first, userData: {} });
        return received.length;
      })
      .toBeGreaterThan(0);
    expect(handshakes).toHaveLength(1);
  });

  it.each([
    ['restart', [{ verb: 'restart', ms: 20 }]],
    ['expired sessions', [{ verb: 'expireSessions' }]],
    ['notifications that were down', [{ verb: 'notificationsDown' }, { verb: 'notificationsUp' }]],
  ] as const)('a client has to shake hands again after %s', async (_, commands) => {
    const { mock, url } = await start();
    const { received, handshakes } = await listen(url);
    for (const command of commands) await mock.control(command);
    await expect.poll(() => handshakes.filter((reply) => reply.successful)).toHaveLength(2);
    await expect
      .poll(async () => {
        await mock.control({ verb: 'attachData', callId: first, userData: {} });
        return received.length;
      })
      .toBeGreaterThan(0);
  });

  it('notifications can be down while REST works', async () => {
    const { mock, url } = await start();
    await mock.control({ verb: 'notificationsDown' });
    const connect = await fetch(`${url}/api/v2/notifications/connect`, {
      method: 'POST',
      headers: asAgent,
    });
    expect([connect.status, await connect.text()]).toEqual([503, '']);
    await operate(url, 'PauseCallRecording');
  });

  it('nothing is sent during a stall, and everything is sent after it', async () => {
    const { mock, url } = await start();
    const { received } = await listen(url);
    // The poll has to be held already. Otherwise the stall would delay the request instead.
    await mock.control({ verb: 'supervisorPause', callId: first });
    await expect.poll(() => received).toEqual([paused]);
    await mock.control({ verb: 'stall', ms: 100 });
    const before = Date.now();
    await mock.control({ verb: 'supervisorResume', callId: first });
    await expect.poll(() => received, { interval: 5 }).toEqual([paused, resumed]);
    expect(Date.now() - before).toBeGreaterThanOrEqual(90);
  });
});

it('closes at once although a poll is held', async () => {
  const { mock, url } = await start();
  await listen(url);
  const before = Date.now();
  await mock.close();
  expect(Date.now() - before).toBeLessThan(500);
});
