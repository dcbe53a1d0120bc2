import type { AgentDesktopError } from '../model/errors.ts';

/** What a part of the desktop has noticed, and what may change the connection status or a read. */
type Notice =
  /** Something is in doubt, and only reading the calls can settle it. */
  | { readonly type: 'doubt' }
  /** A request failed, whoever sent it. The error may tell that the user is signed out. */
  | { readonly type: 'request-failed'; readonly error: AgentDesktopError }
  /** This tab has read all calls, whoever asked. */
  | { readonly type: 'all-read' }
  /** Another tab has begun a read of all calls, and its answer will be taken in here as well. */
  | { readonly type: 'read-elsewhere'; readonly key: string }
  /** The read of the other tab has ended. */
  | { readonly type: 'read-elsewhere-ended'; readonly key: string; readonly ending: ReadElsewhere };

/** How a read of another tab ended. */
export type ReadElsewhere = 'all' | 'some' | AgentDesktopError;

/**
 * Hands notices to one receiver, `liveness.ts`. The parts that send notices are made first, because
 * `liveness.ts` uses them. So it gives its receiving function later, when it is made itself.
 */
export interface Notices {
  readonly notify: (notice: Notice) => void;
  readonly receiveBy: (receive: (notice: Notice) => void) => void;
}

export function createNotices(): Notices {
  let receiver: ((notice: Notice) => void) | undefined;
  return {
    notify: (notice) => receiver?.(notice),
    receiveBy: (receive) => {
      receiver = receive;
    },
  };
}
