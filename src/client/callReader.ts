import type { CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../transport/answerError.ts';
import type { RestClient } from '../transport/restClient.ts';
import type { Reconciler } from './reconcile.ts';

/** Reads calls from the server into the store. Both throw an `AgentDesktopError` on failure. */
export interface CallReader {
  /**
   * Resolves once an answer that was asked now or later is in the store. Callers that meet share
   * a read: at the most one is under way and one waiting.
   */
  readonly readCalls: () => Promise<void>;
  readonly readCall: (callId: CallId) => Promise<void>;
}

export interface CallReaderOptions {
  readonly rest: RestClient;
  readonly reconciler: Reconciler;
  readonly onDiagnostic: OnDiagnostic;
}

export function createCallReader({
  rest,
  reconciler,
  onDiagnostic,
}: CallReaderOptions): CallReader {
  let underWay: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;

  const read = async (
    ask: () => Promise<unknown>,
    receive: (answer: unknown, asked: number) => boolean,
  ): Promise<void> => {
    const asked = reconciler.nextOrder();
    try {
      if (!receive(await ask(), asked)) throw requestError('unexpected-response');
    } catch (cause) {
      const error = AgentDesktopError.from(cause);
      onDiagnostic({ code: 'read-failed', error });
      throw error;
    }
  };

  const start = (): Promise<void> => {
    underWay = read(rest.fetchCalls, reconciler.receiveCallsAnswer).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  const startWhenFree = async (current: Promise<void>): Promise<void> => {
    await current.catch(() => undefined);
    waiting = undefined;
    return start();
  };

  const readCalls = (): Promise<void> => {
    if (!underWay) return start();
    waiting ??= startWhenFree(underWay);
    return waiting;
  };

  return {
    readCalls,
    readCall: async (callId) => {
      try {
        await read(() => rest.fetchCall(callId), reconciler.receiveCallAnswer);
      } catch (error) {
        // Gone, or an older server that only has the list: the list tells which.
        if (!(error instanceof AgentDesktopError) || !isAboutThisCall(error)) throw error;
        await readCalls();
      }
    },
  };
}

function isAboutThisCall({ code }: AgentDesktopError): boolean {
  return code === 'call-not-found' || code === 'invalid-request' || code === 'unexpected-response';
}
