import type { CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { requestError } from '../model/requestError.ts';
import type { TabReads } from '../transport/notificationLink.ts';
import type { WireRest } from '../transport/wire.ts';
import type { EventOrder } from './eventOrder.ts';
import type { Inspector } from './inspection.ts';
import type { Notices } from './notices.ts';
import { createOneAtATime } from './oneAtATime.ts';
import type { ReadResult } from './readResult.ts';
import type { Reconciler } from './reconcile.ts';
import { createSharedReads, type SharedReads } from './sharedReads.ts';

/**
 * Reads calls from the server into the store. `readCalls` and `readCall` reject with an
 * `AgentDesktopError` if reading fails.
 */
export interface CallReader {
  /**
   * Reads all calls. Among all tabs of the browser that share a connection, at most one such read is
   * under way and at most one waits. Callers that ask while one waits share its result.
   * Returns whether all of the answer could be read.
   *
   * @param when with `after-probe` the long list is read only after the server has answered a short
   *   read
   * @param onResult is called in the same task in which the answer is taken into the store, so that
   *   the connection status changes together with the calls
   */
  readonly readCalls: (
    when?: 'at-once' | 'after-probe',
    onResult?: (result: 'all' | 'some') => void,
  ) => Promise<'all' | 'some'>;
  /** Reads one call. The id is the one that the server uses. */
  readonly readCall: (callId: CallId) => Promise<unknown>;
  /**
   * Whether a read that is not necessary should be left out, because several reads are under way or
   * because the server asked to wait (`Retry-After`).
   */
  readonly isBusy: () => boolean;
  /** For how long the server has still asked for no requests (`Retry-After`), in ms. 0 if it has not. */
  readonly quietFor: () => number;
  /** Takes in a message of another tab about reading. */
  readonly receiveReadMessage: (message: ReadMessage) => void;
  /** The desktop is closed. A read that waits is not sent any more. */
  readonly stop: () => void;
}

export interface CallReaderOptions {
  readonly rest: WireRest;
  readonly order: EventOrder;
  readonly reconciler: Reconciler;
  /** How the tabs of the agent share what they read, where they share a link. */
  readonly tabs: TabReads | undefined;
  readonly inspector: Inspector;
  /** The ids of the calls that have not ended, as the server spells them. */
  readonly knownCalls: () => readonly CallId[];
  readonly onDiagnostic: OnDiagnostic;
  readonly notify: Notices['notify'];
}

/** A browser opens six sockets to a server, and the long-poll and a press need one of them too. */
const mostAtOnce = 3;

/**
 * How many short reads are sent at the same time to find out whether the server answers. A browser
 * keeps up to six sockets to a server. If the network has dropped them without an error, each request
 * uses up one of these dead sockets. Requests that are sent one after the other would then need most of
 * a minute to find a socket that works.
 */
const probesAtOnce = 3;

export function createCallReader(options: CallReaderOptions): CallReader {
  const { rest, order, reconciler, tabs, inspector, onDiagnostic, notify } = options;
  let underWay = 0;
  /** The server asked for no requests before this time. Steady clock. */
  let quietUntil = 0;
  let isProbeWanted = false;
  const quietFor = (): number => Math.max(0, quietUntil - steadyNow());

  const shared: SharedReads | undefined =
    tabs &&
    createSharedReads({
      tabs,
      order,
      reconciler,
      inspector,
      onWanted: () => {
        const retryAfter = quietFor();
        if (retryAfter > 0) {
          // The other tab gets the same answer as this one got from the server.
          shared?.tellAsked()(requestError('server-busy', { retryAfter }));
          return;
        }
        tabs.tell({ type: 'queued' });
        readCalls().catch(() => undefined);
      },
      notify,
    });

  /** Asks the server from this tab. */
  const ask = async (
    reads: 'all-calls' | 'one-call',
    request: () => Promise<unknown>,
    onResult: (result: ReadResult) => void = () => undefined,
  ): Promise<ReadResult> => {
    const asked = order.placeRead();
    shared?.noteOwnRead();
    inspector.tell?.({ type: 'read-asked', order: asked, reads, by: 'this-tab' });
    underWay += 1;
    try {
      const result = await reconciler.receiveAnswer(await request(), asked, onResult);
      if (result === 'all') notify({ type: 'all-read' });
      return result;
    } catch (thrown) {
      const error = AgentDesktopError.from(thrown);
      inspector.tell?.({ type: 'read-failed', order: asked, error });
      throw thrown;
    } finally {
      underWay -= 1;
    }
  };

  /** Fetches all calls, and tells the other tabs that it asks and what was answered. */
  const fetchForAll = async ({ tellAsked }: SharedReads): Promise<unknown> => {
    const tellEnd = tellAsked();
    try {
      const answer = await rest.fetchCalls();
      // A tab that no longer leads may be signed in as another user by now. What that user may see
      // must not reach the other tabs.
      tellEnd(tabs?.role() === 'leading' ? { answer } : requestError('aborted'));
      return answer;
    } catch (thrown) {
      tellEnd(AgentDesktopError.from(thrown));
      throw thrown;
    }
  };

  /**
   * Reads a single call several times at once, until the server answers one of the requests. Such an
   * answer is short, so it comes in time even on a line that was too slow for the list of all calls.
   */
  const probe = async (): Promise<void> => {
    const [known] = options.knownCalls();
    if (known === undefined || readsOnlyAll(rest)) return;
    const probes = Array.from({ length: probesAtOnce }, () =>
      ask('one-call', () => rest.fetchCall(known)).catch((thrown: unknown) => {
        if (isSilence.includes(AgentDesktopError.from(thrown).code)) throw thrown;
      }),
    );
    // If none of them is answered, the read fails with the error of the first one.
    await Promise.any(probes).catch(() => probes[0]);
  };

  type OnResult = (result: ReadResult) => void;
  const readHere = (onSent: () => void, onResult: OnResult): Promise<ReadResult> => {
    onSent();
    return ask(
      'all-calls',
      () => (tabs?.role() === 'leading' && shared ? fetchForAll(shared) : rest.fetchCalls()),
      onResult,
    );
  };

  const readElsewhere = async (
    onSent: () => void,
    onResult: OnResult,
    others: TabReads,
    { askLeader }: SharedReads,
  ): Promise<ReadResult> => {
    const result = await askLeader(onSent, onResult);
    if (result !== undefined) return result;
    const release = await others.turn();
    return readHere(onSent, onResult).finally(release);
  };

  const readAll = (onSent: () => void, onResult: OnResult): Promise<ReadResult> => {
    if (tabs && shared && tabs.role() === 'following')
      return readElsewhere(onSent, onResult, tabs, shared);
    return isProbeWanted
      ? probe().then(() => readHere(onSent, onResult))
      : readHere(onSent, onResult);
  };

  /** Rejects if the answer cannot be read, and reports each failure. */
  const reported = async (reading: Promise<ReadResult>): Promise<'all' | 'some'> => {
    try {
      const result = await reading;
      if (result === 'nothing') throw requestError('unexpected-response');
      return result;
    } catch (thrown) {
      const error = AgentDesktopError.from(thrown);
      // The desktop was closed, so this is no failure to report.
      if (error.code === 'aborted') throw error;
      if (error.retryAfter !== undefined)
        quietUntil = Math.max(quietUntil, steadyNow() + error.retryAfter);
      onDiagnostic({ code: 'read-failed', error });
      notify({ type: 'request-failed', error });
      throw error;
    }
  };

  const all = createOneAtATime<'all' | 'some'>((onSent, onResult) =>
    reported(
      readAll(onSent, (result) => {
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
    // A read of all calls that waits will be sent later than this one, and tells about every call.
    isBusy: () => underWay >= mostAtOnce || all.isWaiting() || quietFor() > 0,
    quietFor,
    readCall: (callId) => {
      if (readsOnlyAll(rest)) return readCalls();
      return reported(ask('one-call', () => rest.fetchCall(callId))).catch(
        (error: AgentDesktopError) => {
          // Either the call is gone or an older server can only read the list. The list tells which.
          if (!isAboutThisCall.includes(error.code)) throw error;
          return readCalls();
        },
      );
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

/** Whether the server can read only all calls together, and not one call. */
function readsOnlyAll({ fetchCall, fetchCalls }: WireRest): boolean {
  return fetchCall === fetchCalls;
}

const isSilence: readonly AgentDesktopErrorCode[] = ['timeout', 'network'];

const isAboutThisCall: readonly AgentDesktopErrorCode[] = [
  'call-not-found',
  'invalid-request',
  'unexpected-response',
];
