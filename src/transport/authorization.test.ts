import { describe, expect, it } from 'vitest';
import { createAuthorization, type HeadersCallback } from './authorization.ts';

/** Returns the headers that are sent when a host without TypeScript returns this. */
async function sentFor(given: unknown): Promise<Record<string, string>> {
  // The cast is needed because these tests are about values that the type does not allow.
  const { prepare, headers } = createAuthorization((() => given) as HeadersCallback, 1_000);
  await prepare();
  return headers;
}

const secret = 'Bearer secret-token';

class TokenHeaders {
  // oxlint-disable-next-line class-methods-use-this -- a host may write its headers like this
  get Authorization(): string {
    return secret;
  }
}

describe('the headers of a host', () => {
  it.each([
    ['an object', { Authorization: secret, 'x-api-key': 'k' }],
    ['a promise of one', Promise.resolve({ Authorization: secret, 'x-api-key': 'k' })],
    [
      'a list of pairs',
      [
        ['Authorization', secret],
        ['x-api-key', 'k'],
      ],
    ],
    ['Headers', new Headers({ Authorization: secret, 'x-api-key': 'k' })],
    [
      'a promise of Headers',
      Promise.resolve(new Headers({ authorization: secret, 'X-API-Key': 'k' })),
    ],
    [
      'a map',
      new Map([
        ['Authorization', secret],
        ['x-api-key', 'k'],
      ]),
    ],
    ['an object without a prototype', { __proto__: null, Authorization: secret, 'x-api-key': 'k' }],
  ])('may be %s', async (_, given) => {
    // Regression: the headers in `new Headers(…)` were not sent, and the agent was signed out.
    const sent = new Headers(await sentFor(given));
    expect([...sent]).toEqual([
      ['authorization', secret],
      ['x-api-key', 'k'],
    ]);
  });

  it.each([
    ['none', {}],
    ['an empty list', []],
    ['empty Headers', new Headers()],
  ])('may be %s', async (_, given) => {
    expect(await sentFor(given)).toEqual({});
  });

  it('are trimmed as fetch trims them', async () => {
    expect(await sentFor({ Authorization: ` ${secret}\n` })).toEqual({ Authorization: secret });
  });

  it('do not describe the body, which this library makes', async () => {
    const given = { accept: 'text/html', 'CONTENT-TYPE': 'text/plain', ssid: '1' };
    expect(await sentFor(given)).toEqual({ ssid: '1' });
  });

  it('count once when two have the same name: the last one', async () => {
    expect(await sentFor({ authorization: 'old', Authorization: secret })).toEqual({
      Authorization: secret,
    });
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a text', `Authorization: ${secret}`],
    ['a number', 5],
    ['a function', () => ({ Authorization: secret })],
    ['a list of texts', ['Authorization', secret]],
    ['a pair alone', [secret, 'Authorization']],
    ['pairs of three', [['Authorization', secret, secret]]],
    ['pairs of one', [['Authorization']]],
    ['an object that inherits them', Object.create({ Authorization: secret })],
    ['an object whose class computes them', new TokenHeaders()],
    ['a date', new Date()],
    ['a value that is missing', { Authorization: undefined }],
    ['a value that is null', { Authorization: null }],
    ['a value that is a number', { ssid: 5 }],
    ['a value that is a list', { Authorization: [secret] }],
    ['a value that is a promise', { Authorization: Promise.resolve(secret) }],
    ['a line break inside', { Authorization: `${secret}\r\nX-Evil: 1` }],
    ['a control character inside', { Authorization: `${secret}\u0000x` }],
    ['letters beyond Latin-1', { Authorization: 'Bearer „secret-token“' }],
    ['no name', { '': secret }],
    ['a name with a space', { 'Authorization ': secret }],
    ['a name with a colon', { 'Authorization:': secret }],
    ['a name that is not a text', [[5, secret]]],
    ['name and value swapped', { [secret]: 'Authorization' }],
  ])('are refused when they are %s, with an error that does not contain them', async (_, given) => {
    // Regression: fetch refused such headers, and the agent read that the server cannot be reached.
    const error = await sentFor(given).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'headers-failed', isOutcomeUnknown: false });
    expect(String(error)).toMatch(/headers\(\).*Nothing was changed.*Return an object of texts/);
    expect(String(error)).not.toMatch(/secret-token|undefined|null/);
  });

  it('stay as they were when the host then returns something that cannot be sent', async () => {
    const answers: unknown[] = [{ Authorization: secret }, 'nonsense'];
    // The cast is needed as above.
    const ask = (() => answers.shift()) as HeadersCallback;
    const { prepare, renew, headers } = createAuthorization(ask, 1_000);
    await prepare();
    await expect(renew(1)).rejects.toMatchObject({ code: 'headers-failed' });
    expect(headers).toEqual({ Authorization: secret });
  });

  it('are an error when the host takes too long', async () => {
    const { prepare } = createAuthorization(() => new Promise(() => undefined), 10);
    await expect(prepare()).rejects.toThrow('headers() returned nothing within 10 ms.');
  });
});

describe('the CSRF token', () => {
  const answer = (name: string, token = 't1'): Headers =>
    new Headers({ 'X-CSRF-HEADER': name, 'X-CSRF-TOKEN': token });

  it('replaces a header of the host with the same name in other letters', async () => {
    const authorization = createAuthorization(() => ({ 'x-csrf-token': 'stale' }), 1_000);
    await authorization.prepare();
    authorization.learnCsrfToken(answer('X-CSRF-TOKEN'));
    expect(authorization.headers).toEqual({ 'X-CSRF-TOKEN': 't1' });
    await authorization.renew(1);
    expect(authorization.headers).toEqual({ 'X-CSRF-TOKEN': 't1' });
  });

  it.each(['X CSRF', 'X-CSRF:', 'Authorization', 'cookie', 'Content-Type'])(
    'cannot be named %j, because later requests would fail or lose their credentials',
    (name) => {
      const { headers, learnCsrfToken } = createAuthorization(undefined, 1_000);
      learnCsrfToken(answer(name));
      expect(headers).toEqual({});
    },
  );

  it.each(['__proto__', 'constructor'])('may even be named %s', (name) => {
    const { headers, learnCsrfToken } = createAuthorization(undefined, 1_000);
    learnCsrfToken(answer(name));
    expect(Object.entries(headers)).toEqual([[name, 't1']]);
  });
});
