import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { cookiesOf } from './http.ts';

/** An agent who can sign in. */
export interface MockUser {
  readonly userName: string;
  readonly password: string;
  readonly phoneNumber: string;
}

/** A signed-in user. The session cookie identifies it. */
export interface HttpSession {
  readonly id: string;
  readonly userName: string;
  /** The CSRF token, which is valid as long as the session, as Genesys documents it. */
  readonly csrfToken: string;
}

/** The users who can sign in. The password is the name. The README names the first one. */
export const mockUsers: readonly MockUser[] = [
  { userName: 'agent', password: 'agent', phoneNumber: '15000' },
  { userName: 'anna', password: 'anna', phoneNumber: '15002' },
];

export interface Sessions {
  /** The session of a request, found by its cookie, or created by Basic credentials. */
  authenticate(request: IncomingMessage): { session: HttpSession; isNew: boolean } | undefined;
  end(session: HttpSession): void;
  endAll(): void;
  readonly count: number;
}

export function createSessions(): Sessions {
  const sessions = new Map<string, HttpSession>();
  return {
    authenticate(request) {
      const { authorization } = request.headers;
      const user = userByBasic(authorization);
      // Wrong credentials are refused even when the cookie alone would have been accepted.
      if (authorization !== undefined && user === undefined) return undefined;
      const known = sessions.get(cookiesOf(request).get(sessionCookieName) ?? '');
      if (known !== undefined && (user === undefined || user.userName === known.userName)) {
        return { session: known, isNew: false };
      }
      if (user === undefined) return undefined;
      const session: HttpSession = {
        id: randomBytes(16).toString('hex'),
        userName: user.userName,
        csrfToken: randomBytes(16).toString('hex'),
      };
      sessions.set(session.id, session);
      return { session, isNew: true };
    },
    end(session) {
      sessions.delete(session.id);
    },
    endAll() {
      sessions.clear();
    },
    get count() {
      return sessions.size;
    },
  };
}

export const csrfHeaderName = 'X-CSRF-TOKEN';

// This is the name that Jetty gives its cookie. We assume that GWS runs in Jetty.
const sessionCookieName = 'JSESSIONID';

export function sessionCookie(session: HttpSession): string {
  return `${sessionCookieName}=${session.id}; Path=/; HttpOnly; SameSite=Lax`;
}

function userByBasic(authorization: string | undefined): MockUser | undefined {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const credentials = textOfBase64(encoded);
  return mockUsers.find((user) => `${user.userName}:${user.password}` === credentials);
}

/** Uses a function that pages have too, because the mock server also runs inside a page. */
function textOfBase64(encoded: string): string | undefined {
  try {
    return atob(encoded);
  } catch {
    return undefined;
  }
}
