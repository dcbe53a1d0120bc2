import type { CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import { requestError } from '../transport/answerError.ts';
import type { WireRest } from '../transport/wire.ts';
import type { Reconciler } from './reconcile.ts';

/** Reads calls from the server into the store. Both throw an `AgentDesktopError` on failure. */
export interface CallReader {
  /** Answers that overtake each other do no harm: each has its place in the order. */
  readonly readCalls: () => Promise<void>;
  readonly readCall: (callId: CallId) => Promise<void>;
  /** So many reads are under way that another one, if it can be spared, is better not asked. */
  readonly isBusy: () => boolean;
}

export interface CallReaderOptions {
  readonly rest: WireRest;
  readonly reconciler: Reconciler;
  readonly onDiagnostic: OnDiagnostic;
}

/** A browser has six sockets for a server, and what is news, or was pressed, needs one as well. */
const mostAtOnce = 3;

export function createCallReader({
  rest,
  reconciler,
  onDiagnostic,
}: CallReaderOptions): CallReader {
  let underWay = 0;
  const read = async (ask: () => Promise<unknown>): Promise<void> => {
    const asked = reconciler.nextOrder();
    underWay += 1;
    try {
      if (!reconciler.receiveAnswer(await ask(), asked)) throw requestError('unexpected-response');
    } catch (thrown) {
      const error = AgentDesktopError.from(thrown);
      onDiagnostic({ code: 'read-failed', error });
      throw error;
    } finally {
      underWay -= 1;
    }
  };
  const readCalls = (): Promise<void> => read(rest.fetchCalls);

  return {
    readCalls,
    isBusy: () => underWay >= mostAtOnce,
    readCall: (callId) =>
      read(() => rest.fetchCall(callId)).catch((error: AgentDesktopError) => {
        // Gone, or an older server that only has the list: the list tells which.
        if (!isAboutThisCall.includes(error.code)) throw error;
        return readCalls();
      }),
  };
}

const isAboutThisCall: readonly AgentDesktopErrorCode[] = [
  'call-not-found',
  'invalid-request',
  'unexpected-response',
];
