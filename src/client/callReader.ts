import type { CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { requestError } from '../transport/answerError.ts';
import type { WireRest } from '../transport/wire.ts';
import type { Reconciler } from './reconcile.ts';

/** Reads calls from the server into the store. Both throw an `AgentDesktopError` on failure. */
export interface CallReader {
  /**
   * Reads all calls. Answers that overtake each other do no harm: each has its place in the order.
   * Returns whether all of the answer could be read.
   */
  readonly readCalls: () => Promise<'all' | 'some'>;
  /** Reads the call with this id of the server's. */
  readonly readCall: (callId: CallId) => Promise<unknown>;
  /**
   * So many reads are under way, or the server asked to be left alone for a while, that another
   * read is better not asked if it can be spared.
   */
  readonly isBusy: () => boolean;
}

export interface CallReaderOptions {
  readonly rest: WireRest;
  readonly reconciler: Reconciler;
  readonly onDiagnostic: OnDiagnostic;
  /** Hears of each read that failed, whoever asked for it. */
  readonly onFailure: (error: AgentDesktopError) => void;
}

/** A browser has six sockets for a server, and what is news, or was pressed, needs one as well. */
const mostAtOnce = 3;

export function createCallReader({
  rest,
  reconciler,
  onDiagnostic,
  onFailure,
}: CallReaderOptions): CallReader {
  let underWay = 0;
  /** Until when the server asked to be left alone, on the steady clock. */
  let quietUntil = 0;
  const read = async (ask: () => Promise<unknown>): Promise<'all' | 'some'> => {
    const asked = reconciler.nextOrder();
    underWay += 1;
    try {
      const result = await reconciler.receiveAnswer(await ask(), asked);
      if (result === 'nothing') throw requestError('unexpected-response');
      return result;
    } catch (thrown) {
      const error = AgentDesktopError.from(thrown);
      if (error.retryAfter !== undefined)
        quietUntil = Math.max(quietUntil, steadyNow() + error.retryAfter);
      onDiagnostic({ code: 'read-failed', error });
      onFailure(error);
      throw error;
    } finally {
      underWay -= 1;
    }
  };
  const readCalls = (): Promise<'all' | 'some'> => read(rest.fetchCalls);

  return {
    readCalls,
    isBusy: () => underWay >= mostAtOnce || steadyNow() < quietUntil,
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
