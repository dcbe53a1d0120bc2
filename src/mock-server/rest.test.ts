import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { simulatedCallId } from '../testing/simulatedCalls.ts';
import { createMockServer, type MockServer, type MockServerOptions } from './createMockServer.ts';

const basic = (name: string, password = name): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});
const first = simulatedCallId(1);

let mock: MockServer;
let url: string;

async function start(options: MockServerOptions = {}): Promise<void> {
  await mock?.close();
  mock = createMockServer({ eventDelay: 5, ...options });
  ({ url } = await mock.listen());
}
beforeEach(() => start());
afterEach(() => mock.close());

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // The tests check the fields that they expect in it.
  readonly body: Record<string, unknown>;
}

async function get(path: string, headers: HeadersInit = basic('agent')): Promise<Answered> {
  return read(await fetch(url + path, { headers }));
}
async function post(path: string, body: unknown, headers = basic('agent')): Promise<Answered> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return read(await fetch(url + path, { method: 'POST', headers, body: text }));
}
async function read(response: Response): Promise<Answered> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}
const operate = (operationName: unknown, id = first): Promise<Answered> =>
  post(`/api/v2/me/calls/${id}`, { operationName });
const recordingState = (id = first): unknown => mock.state().timeline[id]?.at(-1)?.recordingState;

describe('sign-in', () => {
  it.each(['/api/v2/me', '/api/v2/me/calls', '/api/v2/notifications/handshake', '/api/v2/nowhere'])(
    'answers %s with 403 and statusCode 20 to a client that is not signed in',
    async (path) => {
      for (const headers of [{}, basic('agent', 'wrong'), { Cookie: 'JSESSIONID=guess' }]) {
        const { status, body } = await get(path, headers);
        expect([status, body]).toEqual([
          403,
          { statusCode: 20, statusMessage: expect.any(String) },
        ]);
      }
    },
  );

  it('signs in once with Basic, and recognises the cookie after that', async () => {
    const { headers } = await get('/api/v2/me');
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const again = await get('/api/v2/me', { Cookie: cookie });
    expect(again.body).toMatchObject({ statusCode: 0, user: { userName: 'agent' } });
    expect(again.headers.get('set-cookie')).toBeNull();
  });

  it('refuses wrong credentials, with and without a cookie', async () => {
    const Cookie = (await get('/api/v2/me')).headers.get('set-cookie') ?? '';
    expect((await get('/api/v2/me', { Cookie, ...basic('agent', 'wrong') })).status).toBe(403);
  });

  it('requires a new sign-in after the sessions have expired', async () => {
    const cookie = (await get('/api/v2/me')).headers.get('set-cookie') ?? '';
    await mock.control({ verb: 'expireSessions' });
    expect((await get('/api/v2/me', { Cookie: cookie })).body).toMatchObject({ statusCode: 20 });
    expect((await get('/api/v2/me')).status).toBe(200);
  });

  it('ends the HTTP session together with the contact-center session', async () => {
    const cookie = (await get('/api/v2/me')).headers.get('set-cookie') ?? '';
    const end = { operationName: 'EndContactCenterSession' };
    expect((await post('/api/v2/me', end, { Cookie: cookie })).body).toEqual({ statusCode: 0 });
    expect((await get('/api/v2/me', { Cookie: cookie })).status).toBe(403);
  });

  it('records who has started a contact-center session, or that nobody has', async () => {
    const started = (): boolean =>
      mock
        .state()
        .requests.some(({ operationName }) => operationName === 'StartContactCenterSession');
    await get('/api/v2/me');
    expect(started()).toBe(false);
    await post('/api/v2/me', { operationName: 'StartContactCenterSession' });
    expect(started()).toBe(true);
  });
});

describe('reading', () => {
  it('lists the features only when asked for them', async () => {
    const { body } = await get('/api/v2/me?subresources=features');
    const { features } = body['user'] as { features: { id: string }[] };
    expect(features.map(({ id }) => id)).toContain('api-voice-recording');
    expect((await get('/api/v2/me')).body['user']).not.toHaveProperty('features');
  });

  it('lists URIs without `fields`, and whole calls with it', async () => {
    const bare = (await get('/api/v2/me/calls')).body as { uris: string[] };
    expect(bare.uris[0]).toMatch(new RegExp(`/me/calls/${first}$`));
    const { calls } = (await get('/api/v2/me/calls?fields=*')).body as { calls: unknown[] };
    expect(calls).toMatchObject([
      { callType: 'Inbound', state: 'Established', recordingState: 'Recording' },
      { callType: 'Internal', state: 'Established' },
      { callType: 'Consult', state: 'Held', recordingState: 'Paused' },
      { callType: 'Outbound', state: 'Established', recordingState: 'Stopped' },
    ]);
    expect(calls[1]).not.toHaveProperty('recordingState');
  });

  it('returns one call, and statusCode 6 for an unknown call or a call of another agent', async () => {
    expect((await get(`/api/v2/me/calls/${first}`)).body).toMatchObject({
      statusCode: 0,
      call: { id: first },
    });
    for (const [path, headers] of [
      ['/api/v2/me/calls/nobody', basic('agent')],
      ['/api/v2/me/calls/%E0%A4%A', basic('agent')],
      [`/api/v2/me/calls/${first}`, basic('anna')],
    ] as const) {
      const { status, body } = await get(path, headers);
      expect([status, body['statusCode']]).toEqual([404, 6]);
    }
  });
});

describe('operations', () => {
  it('accepts an operation at once and does it later', async () => {
    await start({ eventDelay: 60 });
    expect((await operate('PauseCallRecording')).body).toEqual({ statusCode: 0 });
    expect(recordingState()).toBe('Recording');
    await expect.poll(() => recordingState()).toBe('Paused');
  });

  it.each([
    ['an unknown operation', { operationName: 'Dance' }, 400, 10],
    ['no operation', {}, 400, 1],
    ['something that is not JSON', '{"operationName":', 400, 10],
    ['JSON that is not an object', '[]', 400, 1],
    ['an operation that is not allowed now', { operationName: 'ResumeCallRecording' }, 400, 2],
  ])('refuses %s', async (_, body, status, statusCode) => {
    const answered = await post(`/api/v2/me/calls/${first}`, body);
    expect(answered.status).toBe(status);
    expect(answered.body).toEqual({ statusCode, statusMessage: expect.any(String) });
  });

  it('logs the requests', async () => {
    await operate('PauseCallRecording');
    expect(mock.state().requests.at(-1)).toMatchObject({
      method: 'POST',
      path: `/api/v2/me/calls/${first}`,
      operationName: 'PauseCallRecording',
      userName: 'agent',
    });
  });
});

describe('faults of REST', () => {
  it('rejects the next operation and no other', async () => {
    await mock.control({ verb: 'rejectNext', statusCode: 5 });
    const { status, body } = await operate('PauseCallRecording');
    expect([status, body['statusCode']]).toEqual([403, 5]);
    expect((await operate('PauseCallRecording')).body).toEqual({ statusCode: 0 });
  });

  it('affects the named call, as often as it was told to', async () => {
    await mock.control({ verb: 'rejectNext', statusCode: 3, callId: simulatedCallId(4), times: 2 });
    expect((await operate('PauseCallRecording')).status).toBe(200);
    for (const status of [403, 403, 200]) {
      expect((await operate('StartCallRecording', simulatedCallId(4))).status).toBe(status);
    }
  });

  it.each([
    ['json', 500, 'application/json', /"statusCode":4/],
    ['empty', 503, null, /^$/],
    ['html', 200, 'text/html', /<h1>/],
  ] as const)('answers with a body of kind %s', async (body, status, type, text) => {
    await mock.control({ verb: 'httpNext', status, body, on: 'read' });
    await operate('PauseCallRecording');
    const response = await fetch(`${url}/api/v2/me/calls`, { headers: basic('agent') });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect(await response.text()).toMatch(text);
  });

  it('does an operation whose answer is lost', async () => {
    await mock.control({ verb: 'lostResponse' });
    await expect(operate('PauseCallRecording')).rejects.toThrow('fetch failed');
    await expect.poll(() => recordingState()).toBe('Paused');
  });

  it('does nothing after the fault `responseWithoutEvent`', async () => {
    await mock.control({ verb: 'responseWithoutEvent' });
    expect((await operate('PauseCallRecording')).status).toBe(200);
    await operate('StopCallRecording');
    await expect.poll(() => recordingState()).toBe('Stopped');
    const states = mock.state().timeline[first]?.map((entry) => entry.recordingState);
    expect(states).toEqual(['Recording', 'Stopped']);
  });

  it('delays the next request', async () => {
    await mock.control({ verb: 'slow', ms: 80, on: 'read' });
    const before = Date.now();
    await get('/api/v2/me/calls');
    expect(Date.now() - before).toBeGreaterThanOrEqual(75);
  });

  it('leaves fields out of the next answer that contains the call, and of no other', async () => {
    const fields = ['recordingState', 'userData'];
    await mock.control({
      verb: 'bareAnswer',
      callId: first,
      fields: ['recordingState', 'userData'],
    });
    const { body } = await get('/api/v2/me/calls?fields=*');
    const [bare, other] = body['calls'] as Record<string, unknown>[];
    expect(fields.map((name) => bare?.[name])).toEqual([undefined, undefined]);
    expect(bare).toHaveProperty('capabilities');
    expect(other).toHaveProperty('userData');
    expect((await get(`/api/v2/me/calls/${first}`)).body).toHaveProperty('call.recordingState');
  });

  it('gives two calls the same callUuid when told to', async () => {
    await mock.control({ verb: 'shareUuid', callId: first, callUuid: 'SHARED' });
    await mock.control({ verb: 'shareUuid', callId: simulatedCallId(2), callUuid: 'SHARED' });
    const { body } = await get('/api/v2/me/calls?fields=*');
    const uuids = (body['calls'] as { callUuid: string }[]).map(({ callUuid }) => callUuid);
    expect(uuids).toEqual(['SHARED', 'SHARED', simulatedCallId(3), simulatedCallId(4)]);
  });

  it('answers nothing while it is stalled, and everything afterwards', async () => {
    await mock.control({ verb: 'stall', ms: 80 });
    const before = Date.now();
    const given = AbortSignal.timeout(40);
    const impatient = fetch(`${url}/api/v2/me`, { headers: basic('agent'), signal: given });
    const patient = get('/api/v2/me');
    await expect(impatient).rejects.toThrow(/timeout|aborted/);
    expect((await patient).status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(75);
  });

  it('is back on the same port after a restart, with its calls and without its sessions', async () => {
    const cookie = (await get('/api/v2/me')).headers.get('set-cookie') ?? '';
    await operate('PauseCallRecording');
    const restarted = mock.control({ verb: 'restart', ms: 30 });
    await expect(get('/api/v2/me')).rejects.toThrow('fetch failed');
    await restarted;
    expect((await get('/api/v2/me', { Cookie: cookie })).status).toBe(403);
    expect((await get(`/api/v2/me/calls/${first}`)).body).toMatchObject({
      call: { recordingState: 'Paused' },
    });
  });
});

describe('CSRF', () => {
  beforeEach(() => start({ csrf: true }));

  it('returns the token with any GET, and requires it with every POST', async () => {
    const { headers } = await get('/api/v2/me');
    const cookie = { Cookie: headers.get('set-cookie') ?? '' };
    const begin = { operationName: 'StartContactCenterSession' };
    const refused = await post('/api/v2/me', begin, cookie);
    expect([refused.status, refused.body['statusMessage']]).toEqual([
      403,
      'Missing or invalid Csrf token',
    ]);
    const token = { [headers.get('x-csrf-header') ?? '']: headers.get('x-csrf-token') ?? '' };
    expect((await post('/api/v2/me', begin, { ...cookie, ...token })).status).toBe(200);
  });
});

describe('CORS and the host', () => {
  beforeEach(() => start({ allowedOrigins: ['http://desk.example'] }));
  const preflight = (origin: string): Promise<Response> =>
    fetch(`${url}/api/v2/me`, { method: 'OPTIONS', headers: { Origin: origin } });

  it('answers the preflight of an allowed origin with that origin only', async () => {
    const { status, headers } = await preflight('http://desk.example');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('http://desk.example');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-headers')).toContain('X-CSRF-TOKEN');
  });

  // Somebody copied the address of the page from the browser, with the slash at its end.
  it('allows an origin that was written with a slash at its end', async () => {
    await start({ allowedOrigins: ['http://desk.example/'] });
    expect((await preflight('http://desk.example')).status).toBe(204);
  });

  it.each(['localhost:5173', '*', 'http://desk.example/app', 'desk.example', 'null', ''])(
    'refuses "%s", which no browser sends as an origin',
    (origin) => {
      expect(() => createMockServer({ allowedOrigins: [origin] })).toThrow(
        `"${origin}" is no origin, so no page would be allowed.`,
      );
    },
  );

  it('sends no CORS header to another origin', async () => {
    const { status, headers } = await preflight('http://evil.example');
    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses every host name that is not loopback', async () => {
    const statusFor = (host: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const headers = { Host: host, ...basic('agent') };
        request(`${url}/api/v2/me`, { headers, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await statusFor('evil.example')).toBe(403);
    expect(await statusFor('127.0.0.1.evil.example:80')).toBe(403);
    expect(await statusFor('localhost:5173')).toBe(200);
  });
});

describe('control over HTTP', () => {
  const json = { 'Content-Type': 'application/json' };

  it('does the same as the function `control`', async () => {
    const { body } = await post('/mock/control', { verb: 'ring', otherParty: '123' }, json);
    expect(body).toMatchObject({ statusCode: 0, callId: expect.any(String) });
    const callId = String(body['callId']);
    expect(mock.state().timeline[callId]).toMatchObject([{ state: 'Ringing' }]);
    await post('/mock/control', { verb: 'supervisorStop', callId: first }, json);
    expect(recordingState()).toBe('Stopped');
    expect((await get('/mock/state', {})).body).toMatchObject({
      timeline: { [first]: [{ recordingState: 'Recording' }, { recordingState: 'Stopped' }] },
    });
  });

  it.each([
    [{ verb: 'dance' }, /"verb" must be one of: .*lost/],
    [{ verb: 'late' }, /"ms"/],
    [{ verb: 'late', ms: 'soon' }, /"ms"/],
    [{ verb: 'bareEvent', fields: ['id'] }, /"fields"/],
    [{ verb: 'nodeClock' }, /"ms"/],
    [{ verb: 'supervisorStop' }, /"callId"/],
    [{ verb: 'scenario', name: 'toString' }, /"name"/],
    ['nonsense', /"verb"/],
  ])('says what is wrong with %j', async (command, problem) => {
    const { status, body } = await post('/mock/control', command, json);
    expect(status).toBe(400);
    expect(body['problem']).toMatch(problem);
  });

  it('accepts only JSON, so that a form of another page cannot control it', async () => {
    expect((await post('/mock/control', { verb: 'lost' }, {})).status).toBe(415);
    expect(mock.state().faults).toEqual([]);
  });

  it('answers before it closes its connections', async () => {
    expect((await post('/mock/control', { verb: 'restart', ms: 10 }, json)).status).toBe(200);
    await expect.poll(() => get('/api/v2/me').then((answered) => answered.status)).toBe(200);
  });
});
