import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { simulatedCallId } from '../src/testing/simulatedCalls.ts';
import { openMock, type MockInPage } from '../stories/inPage/openMock.ts';

// The book's Playground runs the mock server inside of the page, with `stories/inPage/http.ts` in the place
// of Node's `http`. Here the same is done in Node, so that a change of the mock server that needs more of
// Node is noticed without a browser.
vi.mock('node:http', () => import('../stories/inPage/http.ts'));
vi.mock('node:crypto', () => import('../stories/inPage/crypto.ts'));

const origin = 'http://book.example';
const headers = {
  Authorization: `Basic ${btoa('agent:agent')}`,
  'Content-Type': 'application/json',
};
let mock: MockInPage;

beforeEach(async () => {
  vi.stubGlobal('location', new URL(`${origin}/iframe.html`));
  vi.stubGlobal('document', { baseURI: `${origin}/iframe.html` });
  mock = await openMock({ eventDelay: 5 });
});
afterEach(() => {
  mock.close();
  vi.unstubAllGlobals();
});

describe('the mock server inside of a page', () => {
  it('answers what the page sends to its own origin', async () => {
    expect(await get('/api/v2/me')).toMatchObject({ statusCode: 0, user: { userName: 'agent' } });
  });

  it('knows the session by its cookie, which the page never sees', async () => {
    await get('/api/v2/me');
    const answer = await fetch(`${origin}/api/v2/me`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Set-Cookie')).toBeNull();
  });

  it('sends the event of an operation by CometD', async () => {
    const clientId = await subscribe();
    const held = send({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
    await post(`/api/v2/me/calls/${simulatedCallId(1)}`, { operationName: 'PauseCallRecording' });
    expect(await held).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          channel: '/v2/me/calls',
          data: expect.objectContaining({
            call: expect.objectContaining({ recordingState: 'Paused' }),
          }),
        }),
      ]),
    );
  });

  it('breaks held requests when all connections break', async () => {
    const clientId = await subscribe();
    const held = send({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
    // The rejection is handled at once, because it comes while the command is being answered.
    const ending = held.catch((error: unknown) => error);
    await post('/mock/control', { verb: 'dropConnections' });
    expect(await ending).toEqual(new TypeError('Failed to fetch'));
  });

  it('cannot be reached while it restarts, and has no sessions after that', async () => {
    await get('/api/v2/me');
    await post('/mock/control', { verb: 'restart', ms: 50 });
    await vi.waitFor(() => expect(fetch(`${origin}/api/v2/me`)).rejects.toThrow('Failed to fetch'));
    await vi.waitFor(async () => {
      const answer = await fetch(`${origin}/api/v2/me`);
      expect(answer.status).toBe(403);
    });
  });

  it('lets the page end a request', async () => {
    const clientId = await subscribe();
    const ending = new AbortController();
    const held = send(
      { channel: '/meta/connect', clientId, connectionType: 'long-polling' },
      ending.signal,
    );
    ending.abort();
    await expect(held).rejects.toThrow('aborted');
  });

  it('answers nothing after it was closed', async () => {
    mock.close();
    await expect(get('/api/v2/me')).rejects.toThrow('Failed to fetch');
  });
});

describe('what the page shows of the wire', () => {
  it('has each request and its answer, newest first, with a short description', async () => {
    const path = `/api/v2/me/calls/${simulatedCallId(1)}`;
    await post(path, { operationName: 'PauseCallRecording' });
    expect(
      mock.wire.entries().map(({ direction, kind, what, about }) => [direction, kind, what, about]),
    ).toEqual([
      ['received', 'rest', `POST ${path}`, 'HTTP 200, statusCode 0'],
      ['sent', 'rest', `POST ${path}`, 'PauseCallRecording'],
    ]);
  });

  it('distinguishes messages about calls from those that keep the CometD session alive', async () => {
    const clientId = await subscribe();
    const held = send({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
    await post('/mock/control', { verb: 'supervisorStop', callId: simulatedCallId(1) });
    await held;
    const told = mock.wire
      .entries()
      .filter(({ kind }) => kind === 'notification')
      .map(({ direction, what, about }) => [direction, what, about]);
    expect(told).toEqual([
      ['received', '/v2/me/calls', 'CallRecordingStateChange, Established, Stopped'],
    ]);
  });

  it('says that no answer came', async () => {
    await get('/api/v2/me');
    await post('/mock/control', { verb: 'lostResponse' });
    await expect(
      post(`/api/v2/me/calls/${simulatedCallId(1)}`, { operationName: 'PauseCallRecording' }),
    ).rejects.toThrow('Failed to fetch');
    expect(mock.wire.entries()[0]).toMatchObject({
      direction: 'received',
      about: 'no answer, the connection broke',
    });
  });
});

async function get(path: string): Promise<unknown> {
  const answer = await fetch(origin + path, { headers });
  return answer.json();
}

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(origin + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** Sends one CometD message. */
async function send(message: object, signal?: AbortSignal): Promise<unknown> {
  const answer = await fetch(`${origin}/api/v2/notifications`, {
    method: 'POST',
    headers,
    body: JSON.stringify([message]),
    ...(signal && { signal }),
  });
  return answer.json();
}

/** Opens a CometD session that is subscribed to the calls. Returns its id. */
async function subscribe(): Promise<string> {
  const [answer] = (await send({
    channel: '/meta/handshake',
    version: '1.0',
    supportedConnectionTypes: ['long-polling'],
    // The cast is right, because the test fails if the mock server's answer has no clientId.
  })) as readonly { readonly clientId: string }[];
  const clientId = answer?.clientId ?? '';
  await send({ channel: '/meta/subscribe', clientId, subscription: '/v2/me/calls' });
  return clientId;
}
