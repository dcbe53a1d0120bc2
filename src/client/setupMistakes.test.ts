import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { ConnectionState } from '../model/connection.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import {
  AgentDesktopError,
  type AgentDesktopErrorCode,
  type AgentDesktopErrorDetails,
} from '../model/errors.ts';
import type { AgentDesktopOptions } from './agentDesktop.ts';
import { createSetupWatch } from './setupMistakes.ts';

// These tests are about what looks like a mistake in the set-up for a moment and is none. The
// mistakes themselves are made in a browser, in `e2e/setupMistakes.spec.ts`.

const page = { origin: 'https://desk.example', protocol: 'https:', hostname: 'desk.example' };
const notifications = '/api/v2/notifications';

interface Watched {
  /** The codes of the mistakes that were named. */
  readonly named: readonly string[];
  readonly fails: (code: AgentDesktopErrorCode, details: AgentDesktopErrorDetails) => Promise<void>;
  readonly readsCalls: () => void;
  readonly headers: AgentDesktopOptions['headers'];
}

function watch(options: AgentDesktopOptions, server: 'answers' | 'is silent'): Watched {
  const named: string[] = [];
  const report = (diagnostic: Diagnostic): void => {
    if ('message' in diagnostic) named.push(diagnostic.code);
  };
  const setup = createSetupWatch({ ...options, onDiagnostic: report }, page, () =>
    Promise.resolve(server === 'answers'),
  );
  const connection = createStore<ConnectionState>(() => ({ phase: 'connecting' }));
  setup.watch({ connection, report });
  return {
    named,
    headers: setup.options.headers,
    readsCalls: () => {
      connection.setState({ phase: 'lost', asOf: 1, reason: 'network' }, true);
    },
    fails: async (code, details) => {
      const error = new AgentDesktopError(code, 'It failed.', details);
      setup.options.onDiagnostic?.({ code: 'connection-problem', error });
      await Promise.resolve();
    },
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the set-up is not blamed', () => {
  it('for a handshake that failed once, as in a network that is away for a moment', async () => {
    const { named, readsCalls, fails } = watch({ baseUrl: 'https://gws.example' }, 'answers');
    readsCalls();
    await fails('network', { path: notifications });
    expect(named).toEqual([]);
    await fails('network', { path: notifications });
    expect(named).toEqual(['cross-origin-refused']);
  });

  it('for notifications that nothing answers while reads work, as in an outage', async () => {
    const { named, readsCalls, fails } = watch({ baseUrl: 'https://gws.example' }, 'is silent');
    readsCalls();
    for (let count = 0; count < 3; count += 1) await fails('network', { path: notifications });
    expect(named).toEqual([]);
  });

  it('on a computer without a network', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    const { named, fails } = watch({ baseUrl: 'https://gws.example' }, 'is silent');
    await fails('network', { path: '/api/v2/me' });
    expect(named).toEqual([]);
    vi.stubGlobal('navigator', { onLine: true });
    await fails('network', { path: '/api/v2/me' });
    expect(named).toEqual(['server-unreachable']);
  });

  it('for a sign-in page in the place of CometD, before the agent has signed in', async () => {
    const { named, readsCalls, fails } = watch({}, 'answers');
    await fails('unexpected-response', { path: notifications, httpStatus: 200 });
    readsCalls();
    expect(named).toEqual([]);
    await fails('unexpected-response', { path: notifications, httpStatus: 200 });
    expect(named).toEqual(['handshake-not-found']);
  });

  it('for a server that fails and says so by its API, or after it has worked', async () => {
    const { named, readsCalls, fails } = watch({ baseUrl: 'https://gws.example' }, 'answers');
    await fails('server-error', { path: '/api/v2/me', httpStatus: 500, statusCode: 4 });
    await fails('server-busy', { path: '/api/v2/me', httpStatus: 503 });
    readsCalls();
    await fails('server-error', { path: '/api/v2/me', httpStatus: 502 });
    expect(named).toEqual([]);
  });

  const token = ['Authorization', 'Bearer old'] as const;
  // `Headers` and maps have no fields of their own, and were taken for no headers.
  it.each([
    ['an object', () => Object.fromEntries([token])],
    ['pairs', () => [token]],
    ['Headers', () => new Headers([[...token]])],
    // The type does not name maps, but they are accepted.
    ['a map', () => new Map([token]) as unknown as Headers],
  ])('for missing headers, when the server has refused those in %s', async (_, give) => {
    const { named, fails, headers } = watch({ headers: give }, 'answers');
    expect(JSON.stringify(await headers?.())).toMatch(/^\[\["authorization","Bearer old"\]\]$/i);
    await fails('not-signed-in', { path: '/api/v2/me', httpStatus: 401 });
    expect(named).toEqual([]);
  });
});
