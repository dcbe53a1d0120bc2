import type { AgentDesktop } from '../client/agentDesktop.ts';
import { createAgentDesktop } from '../client/createAgentDesktop.ts';
import type { HeadersCallback } from '../transport/authorization.ts';

/** An element that shares the desktop of its `base-url`. */
export interface Participant {
  readonly headers: HeadersCallback | undefined;
}

interface SharedDesktop {
  readonly desktop: AgentDesktop;
  readonly participants: Set<Participant>;
}

const shared = new Map<string, SharedDesktop>();

/**
 * The desktop that all elements with this `base-url` share. It uses the headers of the first of them
 * that has some.
 *
 * @throws AgentDesktopError `invalid-option` when `baseUrl` is not a valid address
 */
export function sharedDesktop(baseUrl: string): SharedDesktop {
  const key = baseUrl.replace(/\/+$/, '');
  let found = shared.get(key);
  if (!found) {
    const participants = new Set<Participant>();
    const desktop = createAgentDesktop({
      baseUrl,
      headers: async () => {
        for (const { headers } of participants) if (headers) return headers();
        return {};
      },
    });
    found = { desktop, participants };
    shared.set(key, found);
  }
  return found;
}
