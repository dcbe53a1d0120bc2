import type { CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { requestError } from '../model/requestError.ts';
import type { TabReads } from '../transport/notificationLink.ts';
import type { WireRest } from '../transport/wire.ts';
import { createOneAtATime } from './oneAtATime.ts';
import type { Reconciler, ReadResult } from './reconcile.ts';
import { createSharedReads, type ReadElsewhere, type SharedReads } from './sharedReads.ts';

/** Reads calls from the server into the store. Both throw an `AgentDesktopError` on failure. */
export interface CallReader {
  /**
   * Reads all calls. At most one such read is under way, in all tabs of the browser that share a
   * connection, and at most one waits; whoever asks while it waits shares it.
   * Returns whether all of the answer could be read.
   *
   * @param when `after-probe`: not before the server has answered something short
   * @param onResult is called in the moment in which the answer has been taken in, so that nobody
   *   can see what it says of the calls and not that it was the answer
   */
  readonly readCalls: (
    when?: 'at-once' | 'after-probe',
    onResult?: (result: 'all' | 'some') => void,
  ) => Promise<'all' | 'some'>;
  /** Reads the call with this id of the server's. */
  readonly readCall: (callId: CallId) => Promise<unknown>;
  /**
   * So many reads are under way, or the server asked to be left alone for a while, that another
   * read is better not asked if it can be spared.
   */
  readonly isBusy: () => boolean;
  /** Takes in what another tab tells of reading. */
  readonly receiveReadMessage: (message: ReadMessage) => void;
  /** Nobody wants to know any more: what waits is not asked. */
  readonly stop: () => void;
}

export interface CallReaderOptions {
  readonly rest: WireRest;
  readonly reconciler: Reconciler;
  /** How the tabs of the agent share what they read, where they share a link. */
  readonly tabs: TabReads | undefined;
  /** The calls that go on, by the server's ids. */
  readonly knownCalls: () => readonly CallId[];
  readonly onDiagnostic: OnDiagnostic;
  /** Hears of each read that failed, whoever asked for it. */
  readonly onFailure: (error: AgentDesktopError) => void;
  /** All calls were read, for this tab or for others. */
  readonly onAllRead: () => void;
  /** Another tab reads now. The function that this returns is told how that ended. */
  readonly onReadElsewhere: () => (ending: ReadElsewhere) => void;
}

/** A browser has six sockets for a server, and what is news, or was pressed, needs one as well. */
const mostAtOnce = 3;

/**
 * How many calls are read at once, each by itself, to find out whether the server answers. A browser
 * keeps up to six sockets to a server; when the network dropped them without a word, each request
 * finds out about one of them. One at a time, that took most of a minute.
 */
const probesAtOnce = 3;

export function createCallReader(options: CallReaderOptions): CallReader {
  const { rest, reconciler, tabs, onDiagnostic, onFailure } = options;
  let underWay = 0;
  /** Until when the server asked to be left alone, on the steady clock. */
  let quietUntil = 0;
  let isProbeWanted = false;

  const shared: SharedReads | undefined =
    tabs &&
    createSharedReads({
      tabs,
      reconciler,
      onWanted: () => {
        tabs.tell({ type: 'queued' });
        readCalls().catch(() => undefined);
      },
      onElsewhere: options.onReadElsewhere,
    });

  /** Asks the server from this tab. */
  const ask = async (
    request: () => Promise<unknown>,
    onResult: (result: ReadResult) => void = () => undefined,
  ): Promise<ReadResult> => {
    const asked = reconciler.nextOrder();
    shared?.noteOwnRead();
    underWay += 1;
    try {
      const result = await reconciler.receiveAnswer(await request(), asked, onResult);
      if (result === 'all') options.onAllRead();
      return result;
    } finally {
      underWay -= 1;
    }
  };

  /** As `rest.fetchCalls`, and the other tabs are told. */
  const fetchForAll = async ({ tellAsked }: SharedReads): Promise<unknown> => {
    const tellEnd = tellAsked();
    try {
      const answer = await rest.fetchCalls();
      // The headers that let this tab in may be those of another user by now.
      tellEnd(tabs?.role() === 'leading' ? { answer } : requestError('aborted'));
      return answer;
    } catch (thrown) {
      tellEnd(AgentDesktopError.from(thrown));
      throw thrown;
    }
  };

  /**
   * Reads single calls until the server answers one. Their answers are short, so a line on which the
   * long one did not come in time is not held up by them.
   */
  const probe = async (): Promise<void> => {
    const [known] = options.knownCalls();
    if (known === undefined || readsOnlyAll(rest)) return;
    const probes = Array.from({ length: probesAtOnce }, () =>
      ask(() => rest.fetchCall(known)).catch((thrown: unknown) => {
        if (isSilence.includes(AgentDesktopError.from(thrown).code)) throw thrown;
      }),
    );
    // Where none is answered, the first one's failure is that of the read.
    await Promise.any(probes).catch(() => probes[0]);
  };

  type OnResult = (result: ReadResult) => void;
  const readHere = (onAsked: () => void, onResult: OnResult): Promise<ReadResult> => {
    onAsked();
    return ask(
      () => (tabs?.role() === 'leading' && shared ? fetchForAll(shared) : rest.fetchCalls()),
      onResult,
    );
  };

  const readElsewhere = async (
    onAsked: () => void,
    onResult: OnResult,
    others: TabReads,
    { askLeader }: SharedReads,
  ): Promise<ReadResult> => {
    const result = await askLeader(onAsked, onResult);
    if (result !== undefined) return result;
    const release = await others.turn();
    return readHere(onAsked, onResult).finally(release);
  };

  const readAll = (onAsked: () => void, onResult: OnResult): Promise<ReadResult> => {
    if (tabs && shared && tabs.role() === 'following')
      return readElsewhere(onAsked, onResult, tabs, shared);
    return isProbeWanted
      ? probe().then(() => readHere(onAsked, onResult))
      : readHere(onAsked, onResult);
  };

  /** Throws for an answer that cannot be read, and reports whatever fails. */
  const reported = async (reading: Promise<ReadResult>): Promise<'all' | 'some'> => {
    try {
      const result = await reading;
      if (result === 'nothing') throw requestError('unexpected-response');
      return result;
    } catch (thrown) {
      const error = AgentDesktopError.from(thrown);
      // Nobody wants to know any more.
      if (error.code === 'aborted') throw error;
      if (error.retryAfter !== undefined)
        quietUntil = Math.max(quietUntil, steadyNow() + error.retryAfter);
      onDiagnostic({ code: 'read-failed', error });
      onFailure(error);
      throw error;
    }
  };

  const all = createOneAtATime<'all' | 'some'>((onAsked, onResult) =>
    reported(
      readAll(onAsked, (result) => {
        if (result !== 'nothing') onResult(result);
      }),
    ),
  );
  const readCalls: CallReader['readCalls'] = (when = 'at-once', onResult) => {
    isProbeWanted = when === 'after-probe';
    return all.run(onResult);
  };

  return {
    readCalls,
    // What waits is asked later than this one would be, and tells of every call.
    isBusy: () => underWay >= mostAtOnce || all.isWaiting() || steadyNow() < quietUntil,
    readCall: (callId) => {
      if (readsOnlyAll(rest)) return readCalls();
      return reported(ask(() => rest.fetchCall(callId))).catch((error: AgentDesktopError) => {
        // Gone, or an older server that only has the list: the list tells which.
        if (!isAboutThisCall.includes(error.code)) throw error;
        return readCalls();
      });
    },
    receiveReadMessage: (message) => {
      shared?.receive(message);
    },
    stop: () => {
      all.dropWaiting();
      shared?.giveUp();
    },
  };
}

/** A server that has no read of one call. */
function readsOnlyAll({ fetchCall, fetchCalls }: WireRest): boolean {
  return fetchCall === fetchCalls;
}

const isSilence: readonly AgentDesktopErrorCode[] = ['timeout', 'network'];

const isAboutThisCall: readonly AgentDesktopErrorCode[] = [
  'call-not-found',
  'invalid-request',
  'unexpected-response',
];
