import type { AgentDesktop } from '../client/agentDesktop.ts';
import { createAgentDesktop } from '../client/createAgentDesktop.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import { dispatchFrom } from './events.ts';
import { warnOnThisMachine } from './warnOnThisMachine.ts';

/** An element that shares the desktop of its `base-url`. */
export interface Participant extends Pick<EventTarget, 'dispatchEvent'> {
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
      onDiagnostic: (diagnostic) => {
        dispatchDiagnostic(diagnostic, participants);
      },
    });
    found = { desktop, participants };
    shared.set(key, found);
  }
  return found;
}

/** Dispatches the diagnostic from one of the elements, and writes a mistake in the set-up to the console. */
function dispatchDiagnostic(diagnostic: Diagnostic, [element]: Iterable<Participant>): void {
  if (element) dispatchFrom(element)('tallylight-diagnostic', diagnostic);
  if ('message' in diagnostic) warnOnThisMachine(diagnostic.code, diagnostic.message);
}
