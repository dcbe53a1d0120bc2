// This file does what a host does outside of the library: it finds the server, signs in, and starts
// a session.
import { fieldOf } from './fields.ts';

/** Which server answers at `/api`. The server of this page says so in a file. */
export type Server = { readonly kind: 'mock' } | { readonly kind: 'gws'; readonly address: string };

/** @see `demoConfig` in scripts/demo.mjs */
export async function readServer(): Promise<Server> {
  const answer = await fetch('/demo-config.json').catch(() => undefined);
  const config: unknown = await answer?.json().catch(() => undefined);
  if (fieldOf(config, 'server') === 'mock') return { kind: 'mock' };
  const address = fieldOf(config, 'address');
  return { kind: 'gws', address: typeof address === 'string' ? address : location.origin };
}

export interface Credentials {
  readonly userName: string;
  readonly password: string;
}

export function basicHeaders({ userName, password }: Credentials): { Authorization: string } {
  const bytes = new TextEncoder().encode(`${userName}:${password}`);
  return { Authorization: `Basic ${btoa(String.fromCodePoint(...bytes))}` };
}

/** Why nobody is signed in. The sentences are in `words/`. */
export type SignInProblem =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly status: number };

/** The user is signed in, but some of the requested actions failed. */
export type SignInWarning = 'noSession';

export type SignInAnswer =
  | { readonly isSignedIn: true; readonly warning?: SignInWarning }
  | { readonly isSignedIn: false; readonly problem: SignInProblem };

/**
 * Signs in. From then on the server's session cookie says who this is, and the password is
 * forgotten here.
 *
 * @param startsSession also starts the contact-center session: the agent's choice, and never the
 *   library's
 */
export async function signIn(
  credentials: Credentials,
  startsSession: boolean,
): Promise<SignInAnswer> {
  const me = await send('/api/v2/me', { headers: basicHeaders(credentials) });
  if (me.problem !== undefined) return { isSignedIn: false, problem: me.problem };
  if (!startsSession) return { isSignedIn: true };

  const csrfHeader = me.headers.get('X-CSRF-HEADER');
  const started = await send('/api/v2/me', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(csrfHeader && { [csrfHeader]: me.headers.get('X-CSRF-TOKEN') ?? '' }),
    },
    body: JSON.stringify({ operationName: 'StartContactCenterSession', channels: ['voice'] }),
  });
  return started.problem === undefined
    ? { isSignedIn: true }
    : { isSignedIn: true, warning: 'noSession' };
}

async function send(
  path: string,
  request: RequestInit,
): Promise<{ readonly headers: Headers; readonly problem?: SignInProblem }> {
  try {
    const answer = await fetch(path, { ...request, cache: 'no-store' });
    const body: unknown = await answer.json().catch(() => undefined);
    const statusCode = fieldOf(body, 'statusCode');
    const { headers } = answer;
    if (answer.ok && statusCode === 0) return { headers };
    if (answer.status === 401 || statusCode === 20) return { headers, problem: { kind: 'wrong' } };
    return { headers, problem: { kind: 'refused', status: answer.status } };
  } catch {
    return { headers: new Headers(), problem: { kind: 'unreachable' } };
  }
}
