import { describe, expect, it } from 'vitest';
import { createGwsWire } from './gwsWire.ts';
import { checkedBaseUrl, checkedChannel, checkedNotificationsPath } from './serverAddress.ts';

describe('baseUrl', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['/gws', '/gws'],
    ['/gws/', '/gws'],
    ['/a/b.c', '/a/b.c'],
    ['https://gws.example', 'https://gws.example'],
    ['https://gws.example/', 'https://gws.example'],
    ['https://gws.example//', 'https://gws.example'],
    ['http://gws.example:8080/desk/', 'http://gws.example:8080/desk'],
    ['HTTPS://GWS.example', 'HTTPS://GWS.example'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['https://müller.example', 'https://müller.example'],
    ['https://通话.example:8443/gws', 'https://通话.example:8443/gws'],
    ['http://127.0.0.1:8090', 'http://127.0.0.1:8090'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[0:0:0:0:0:0:0:1]'],
    ['https://gws.example.', 'https://gws.example.'],
  ])('%j is accepted', (given, taken) => {
    expect(checkedBaseUrl(given)).toBe(taken);
  });

  // A reviewer tried the first ones: the headers of the agent were sent to the host in them.
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https:////evil.example',
    '///evil.example',
    '//',
    '\\\\evil.example',
    'https:\\\\evil.example',
    'https:///evil.example',
    'https:/evil.example',
    'https:evil.example',
    'https://',
    'https:///',
    'https://gws.example//evil',
    'https://gws.example\\@evil.example',
    'https://user:secret@gws.example',
    'https://user@gws.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' https://gws.example',
    'https://gws.example ',
    'https://gws.example\u0000',
    'https://gws\u00ADexample\u202E',
    'ftp://gws.example',
    // oxlint-disable-next-line no-script-url -- the test is that it is refused
    'javascript:alert(1)',
    'data:text/html,',
    'file:///etc',
    'ws://gws.example',
    'blob:https://gws.example/1',
    'gws.example',
    'gws',
    '.',
    '../gws',
    '/../gws',
    '/a/%2e%2E/b',
    '/a//b',
    'https://gws.example?x=1',
    'https://gws.example/#x',
    '/gws?x',
    'https://gws.example:99999',
    'https://a b',
    'https://gws.example／evil',
    'https://%',
    'https://gws%2eexample',
    'https://%65vil.example',
    'https://0x7f.1',
    'https://2130706433',
    'https://127.0.0.01',
    'https://10.1',
    'https://gws。example',
    'https://gws．example',
    'https://ｇws.example',
    'https://gws；evil.example',
  ])('%j is refused with a reason', (given) => {
    expect(() => checkedBaseUrl(given)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringMatching(
          /^The option baseUrl (is|contains|does|begins) .*Use a value like https:/,
        ),
      }),
    );
  });

  it.each([undefined, null, 5, {}, new URL('https://gws.example')])('%j is not a text', (given) => {
    expect(() => checkedBaseUrl(given)).toThrow('The option baseUrl is not a text');
  });

  it('that is refused does not appear in the error, because it may contain a password', () => {
    const told = (): string => checkedBaseUrl('https://ada:secret@gws.example');
    expect(told).toThrow(expect.objectContaining({ message: expect.not.stringMatching('secret') }));
  });
});

describe('notificationsPath', () => {
  it.each([
    ['/api/v2/notifications', '/api/v2/notifications'],
    ['/cometd/', '/cometd'],
  ])('%j is accepted', (given, taken) => {
    expect(checkedNotificationsPath(given)).toBe(taken);
  });

  it.each([
    '//evil.example/cometd',
    '/\\evil.example',
    'cometd',
    'https://evil.example/cometd',
    '@evil.example/cometd',
    '.evil.example/cometd',
    ':pw@evil.example',
    '/a//b',
    '/a/../b',
    '/cometd?x=1',
    '/cometd#x',
    '/come td',
    '',
    '/',
    null,
    5,
  ])('%j is refused with a reason', (given) => {
    expect(() => checkedNotificationsPath(given)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringMatching(
          /^The option notificationsPath (is|contains).*Use a value like \//,
        ),
      }),
    );
  });
});

describe('channel', () => {
  it.each(['/v2/me/calls', '/workspace/v3/voice', '/v2/me/*', '/v2/**', '/a-b_c.d'])(
    '%j is accepted',
    (given) => {
      expect(checkedChannel(given)).toBe(given);
    },
  );

  it.each([
    '',
    '/',
    'v2/me/calls',
    '/v2//calls',
    '/v2/me/calls/',
    '/v2/*/calls',
    '/v2/me/calls?x',
    '/v2/me calls',
    '/v2/me/calls\n',
    '\\v2\\me',
    '/meta/connect',
    '/meta',
    '/service/calls',
    'https://gws.example/v2/me/calls',
    null,
    ['/v2/me/calls'],
  ])('%j is refused with a reason', (given) => {
    expect(() => checkedChannel(given)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringMatching(/^The option channel is .*Use a value like \/v2/),
      }),
    );
  });
});

it.each([
  { baseUrl: '//evil.example' },
  { notificationsPath: 'https://evil.example/cometd' },
  { channel: 'calls' },
])('the option %j makes createGwsWire throw', (options) => {
  expect(() => createGwsWire(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
});
