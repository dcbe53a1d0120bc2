import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { CometD } from 'cometd';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { adaptCometd } from '../doubles/adaptCometd.ts';
import { listen } from '../doubles/listen.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import {
  createMockServer,
  type MockServer,
  type MockServerOptions,
} from '../mock-server/createMockServer.ts';
import { simulatedCallId } from '../testing/simulatedCalls.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { createAgentDesktop } from './createAgentDesktop.ts';

// These tests use real servers and real time, on machines that are busy with other things.
vi.setConfig({ testTimeout: 20_000 });

const recordedCall = simulatedCallId(1);
const basic = (user: string): { Authorization: string } => ({
  Authorization: `Basic ${btoa(`${user}:${user}`)}`,
});
const patience = { timeout: 8_000, interval: 20 };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startMock(
  options: MockServerOptions = {},
): Promise<{ mock: MockServer; url: string }> {
  const mock = createMockServer({ eventDelay: 20, ...options });
  const { url } = await mock.listen();
  cleanups.push(mock.close);
  return { mock, url };
}

/**
 * Gives Node the parts of a browser that it lacks: a window, and one cookie jar for fetch and
 * CometD.
 */
const becomeBrowser = once(() => {
  const jar = adaptCometd();
  const { fetch } = globalThis;
  globalThis.fetch = async (address, init) => {
    const url = new URL(address instanceof Request ? address.url : address);
    const headers = new Headers(init?.headers);
    headers.set('Cookie', jar.cookiesFor(url).join('; '));
    const answer = await fetch(url, { ...init, headers });
    for (const header of answer.headers.getSetCookie()) jar.store(url, header);
    return answer;
  };
});

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** A desktop that connects now and is disconnected at the end of the test. */
function open(options: AgentDesktopOptions): AgentDesktop {
  becomeBrowser();
  const desktop = createAgentDesktop({ headers: () => basic('agent'), ...options });
  cleanups.push(desktop.connect());
  return desktop;
}

const phaseOf = (desktop: AgentDesktop) => (): string => desktop.connection.getState().phase;
const stateOf = (desktop: AgentDesktop) => (): string =>
  desktop.call(recordedCall).getState().recording.state;

// This has to be the first test of the file, because the other ones make a window.
describe('outside of a browser', () => {
  it('a desktop can be made without a window, and React is not loaded', async () => {
    expect(typeof window).toBe('undefined');
    const desktop = createAgentDesktop({ baseUrl: 'http://127.0.0.1:1' });
    expect(desktop.connection.getState().phase).toBe('idle');

    const loaded = (): string[] =>
      Object.keys(createRequire(import.meta.url).cache).filter((path) =>
        /[\\/]node_modules[\\/]react(-dom)?[\\/]/.test(path),
      );
    expect(loaded()).toEqual([]);
    // The check above can fail: when React is loaded, it is found.
    await import('react');
    expect(loaded()).not.toEqual([]);
  });
});

describe('baseUrl', () => {
  it.each([
    '',
    '/gws',
    'https://gws.example',
    'https://gws.example/',
    'http://127.0.0.1:8080/gws/',
  ])('is accepted when it is %j', (baseUrl) => {
    expect(() => createAgentDesktop({ baseUrl })).not.toThrow();
  });

  it.each([
    'gws.example',
    'localhost:8080',
    'ftp://gws.example',
    'data:text/plain,gws',
    'https://agent:secret@gws.example',
    'https://gws.example?tenant=1',
    'https://gws.example#top',
  ])('is refused when it is %j, with an error that says what to do', (baseUrl) => {
    expect(() => createAgentDesktop({ baseUrl })).toThrow(
      expect.objectContaining({
        name: 'AgentDesktopError',
        code: 'invalid-option',
        message: expect.stringMatching(/https:\/\/gws\.example/),
      }),
    );
  });

  it('may have a slash at its end', async () => {
    const { url } = await startMock();
    await expect.poll(phaseOf(open({ baseUrl: `${url}/` })), patience).toBe('live');
  });
});

describe('the authorization of a desktop', () => {
  it.each([basic('agent'), 'Basic YTpi', [['Authorization', 'Basic YTpi']]])(
    'is refused when headers is %j and no function, without naming the credentials',
    (headers) => {
      // A host without TypeScript can pass any value.
      const options = { headers } as unknown as Parameters<typeof createAgentDesktop>[0];
      expect(() => createAgentDesktop(options)).toThrow(
        expect.objectContaining({
          code: 'invalid-option',
          message: expect.stringMatching(/^The option headers is not a function\.(?!.*YTpi)/),
        }),
      );
    },
  );

  it(
    'uses the CSRF token of the first read for REST and for CometD',
    { timeout: 20_000 },
    async () => {
      const { mock, url } = await startMock({ csrf: true });
      const desktop = open({ baseUrl: url });
      await expect.poll(phaseOf(desktop), patience).toBe('live');
      await desktop.performOperation(recordedCall, 'PauseCallRecording');
      await expect.poll(stateOf(desktop), patience).toBe('Paused');
      // The new session has another token.
      await mock.control({ verb: 'expireSessions' });
      await expect.poll(phaseOf(desktop), patience).toBe('lost');
      await expect.poll(phaseOf(desktop), patience).toBe('live');
      await desktop.performOperation(recordedCall, 'ResumeCallRecording');
      await expect.poll(stateOf(desktop), patience).toBe('Recording');
    },
  );

  // The desktop asked the host's function directly, so the watch of the set-up took all headers for none.
  it('is not told that it gave no headers when the server refuses those that it gave', async () => {
    const { url } = await startMock();
    const diagnostics: Diagnostic[] = [];
    const onSignedOut = vi.fn();
    open({
      baseUrl: url,
      headers: () => basic('nobody'),
      onSignedOut,
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    });
    await vi.waitFor(() => expect(onSignedOut).toHaveBeenCalled(), patience);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.map(({ code }) => code)).not.toContain('no-headers');
  });

  it('asks for new headers when the old ones are refused, and signs nobody out', async () => {
    const { url } = await startMock();
    const onSignedOut = vi.fn();
    const headers = vi
      .fn<() => { Authorization: string }>()
      .mockReturnValueOnce(basic('nobody'))
      .mockReturnValue(basic('agent'));
    const desktop = open({ baseUrl: url, headers, onSignedOut });
    await expect.poll(phaseOf(desktop), patience).toBe('live');
    expect(headers).toHaveBeenCalledTimes(2);
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it('is lost when the new headers are refused too, and works again after a sign-in and refresh', async () => {
    const { url } = await startMock();
    const onSignedOut = vi.fn();
    let user = 'nobody';
    const desktop = open({ baseUrl: url, headers: () => basic(user), onSignedOut });
    await expect.poll(phaseOf(desktop), patience).toBe('signed-out');
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    user = 'agent';
    await desktop.refresh();
    await expect.poll(phaseOf(desktop), patience).toBe('live');
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('leaves no credentials in a diagnostic', async () => {
    const { mock, url } = await startMock();
    const diagnostics: Diagnostic[] = [];
    const desktop = open({ baseUrl: url, onDiagnostic: (said) => diagnostics.push(said) });
    await expect.poll(phaseOf(desktop), patience).toBe('live');
    await mock.control({ verb: 'notificationsDown' });
    await mock.control({ verb: 'httpNext', status: 500, on: 'read', times: 2 });
    await desktop.refresh();
    await expect.poll(() => diagnostics.length, patience).toBeGreaterThan(1);
    expect(JSON.stringify(diagnostics)).not.toContain(basic('agent').Authorization);
  });
});

describe('a URL that arrives in an event', () => {
  it('is never fetched: it must not receive credentials', async () => {
    const visits: (string | undefined)[] = [];
    const trap = createServer((request, response) => {
      visits.push(request.url);
      response.end();
    });
    const { port, close } = await listen(trap);
    cleanups.push(close);

    const { mock, url } = await startMock();
    const desktop = open({ baseUrl: url });
    await expect.poll(phaseOf(desktop), patience).toBe('live');
    const spy = vi.spyOn(globalThis, 'fetch');
    cleanups.push(() => spy.mockRestore());
    const userData = {
      uri: `http://127.0.0.1:${port}/userData`,
      GSIP_REC_FN: `//127.0.0.1:${port}`,
    };
    await mock.control({ verb: 'attachData', callId: recordedCall, userData });
    await desktop.performOperation(recordedCall, 'PauseCallRecording');
    await expect.poll(stateOf(desktop), patience).toBe('Paused');
    await desktop.checkAgain(recordedCall);

    const { uri, deviceUri } = desktop.call(recordedCall).getState().call ?? {};
    // The mock's resources name another host, as the documents' do.
    expect([uri, deviceUri].every((address) => address && !address.startsWith(url))).toBe(true);
    const fetched = spy.mock.calls.map(([address]) => new Request(address).url);
    for (const address of fetched) expect(address).toMatch(`${url}/api/v2/me`);
    expect(visits).toEqual([]);
  });
});

describe('a host', () => {
  it('gets one session although StrictMode connects, disconnects and connects again', async () => {
    const { mock, url } = await startMock();
    becomeBrowser();
    const desktop = createAgentDesktop({ baseUrl: url, headers: () => basic('agent') });
    desktop.connect()();
    const disconnect = desktop.connect();
    await expect.poll(phaseOf(desktop), patience).toBe('live');
    expect(mock.state().bayeuxClients).toBe(1);
    disconnect();
    await expect.poll(() => mock.state().bayeuxClients, patience).toBe(0);
  });

  it('may give a CometD client of its own, which makes the only session', async () => {
    const { mock, url } = await startMock();
    becomeBrowser();
    const cometd = new CometD();
    cometd.unregisterTransport('websocket');
    cometd.configure({
      url: `${url}/api/v2/notifications`,
      requestHeaders: basic('agent'),
      useWorkerScheduler: false,
      logLevel: 'warn',
    });
    cleanups.push(() => cometd.disconnect());
    cometd.handshake();
    const desktop = open({ baseUrl: url, cometd });
    await expect.poll(phaseOf(desktop), patience).toBe('live');
    await mock.control({ verb: 'supervisorPause', callId: recordedCall });
    await expect.poll(stateOf(desktop), patience).toBe('Paused');
    expect(mock.state().bayeuxClients).toBe(1);
  });

  it('may give a channel on which nothing arrives, and presses are confirmed by reading', async () => {
    const { url } = await startMock();
    const desktop = open({ baseUrl: url, channel: '/elsewhere', confirmationTimeout: 2_000 });
    await expect.poll(phaseOf(desktop), patience).toBe('live');
    await desktop.performOperation(recordedCall, 'PauseCallRecording');
    await expect.poll(stateOf(desktop), patience).toBe('Paused');
    expect(desktop.call(recordedCall).getState().recording).toMatchObject({
      outcome: { ending: 'confirmed' },
      change: { saidBy: 'snapshot' },
    });
  });

  it('can go on with operations while the notifications are down, and is told that they are', async () => {
    const { mock, url } = await startMock();
    const desktop = open({ baseUrl: url, confirmationTimeout: 2_000 });
    await expect.poll(phaseOf(desktop), patience).toBe('live');
    await mock.control({ verb: 'notificationsDown' });
    await expect.poll(phaseOf(desktop), patience).toBe('lost');
    await desktop.performOperation(recordedCall, 'PauseCallRecording');
    await expect.poll(stateOf(desktop), patience).toBe('Paused');
    expect(phaseOf(desktop)()).toBe('lost');
    await mock.control({ verb: 'notificationsUp' });
    await expect.poll(phaseOf(desktop), patience).toBe('live');
  });
});

describe('a headers() function that fails', () => {
  it('is reported under its name', async () => {
    const { url } = await startMock();
    becomeBrowser();
    const cause = new Error('The host is not well.');
    const diagnostics: Diagnostic[] = [];
    const desktop = createAgentDesktop({
      baseUrl: url,
      headers: () => Promise.reject(cause),
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    });
    cleanups.push(desktop.connect());
    await vi.waitFor(() => {
      expect(diagnostics).toContainEqual({
        code: 'host-callback-failed',
        callback: 'headers',
        cause,
      });
    }, patience);
  });
});
