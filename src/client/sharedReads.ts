import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import { fromClientTime, steadyNow, toClientTime } from '../model/steadyClock.ts';
import { requestError } from '../model/requestError.ts';
import type { TabReads } from '../transport/notificationLink.ts';
import { uniqueId } from './pageId.ts';
import type { Reconciler, ReadResult } from './reconcile.ts';

/** How a read of another tab ended. */
export type ReadElsewhere = 'all' | 'some' | AgentDesktopError;

/** Reads of all calls that one tab makes for the others. */
export interface SharedReads {
  /**
   * Has the leader read, and takes its answer in.
   *
   * @returns undefined where the leader has nothing to say that holds here as well: then this tab
   *   has to read by itself
   * @throws AgentDesktopError what the leader's read failed with, where this tab's would fail too
   */
  readonly askLeader: (
    onAsked: () => void,
    onResult: (result: ReadResult) => void,
  ) => Promise<ReadResult | undefined>;
  /** Tells the others that this tab asks the server now. The returned function tells how it ended. */
  readonly tellAsked: () => (ending: { readonly answer: unknown } | AgentDesktopError) => void;
  /** This tab asks the server by itself: what another tab asked before that is of no use any more. */
  readonly noteOwnRead: () => void;
  readonly receive: (message: ReadMessage) => void;
  /** Nobody wants to know any more. */
  readonly giveUp: () => void;
}

export interface SharedReadsOptions {
  readonly tabs: TabReads;
  readonly reconciler: Reconciler;
  /** Another tab wants this one, which leads, to read. */
  readonly onWanted: () => void;
  /** Another tab asks now. The function that this returns is told how that ended. */
  readonly onElsewhere: () => (ending: ReadElsewhere) => void;
}

// In ms.
/** After a connection has opened the leader reads without being told: so long it is waited for. */
const untilWanted = 25;
/** A leader that says nothing for so long does not read for others. */
const untilHeard = 2_000;
/** How far the clocks of two tabs may be apart. */
const tolerance = 5;
/** A read that was asked so long before it was wanted here is as good, but for a break: that is told. */
const fresh = 1_000;

/** What holds for every tab of the browser. Of all else each has to find out by itself. */
const isSharedFailure: readonly AgentDesktopErrorCode[] = [
  'network',
  'timeout',
  'server-busy',
  'server-error',
];

/** A read that this tab needs. */
interface Wish {
  readonly wishedAt: number;
  readonly onAsked: () => void;
  readonly onResult: (result: ReadResult) => void;
  readonly end: (result: ReadResult | undefined | AgentDesktopError) => void;
  /** The read of the leader's that it will be satisfied by. */
  key: string | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** The read that the leader has under way. */
interface Heard {
  readonly key: string;
  /** Its place in the order of events. */
  readonly asked: number;
  readonly onEnd: (ending: ReadElsewhere) => void;
}

export function createSharedReads(options: SharedReadsOptions): SharedReads {
  const { tabs, reconciler } = options;
  const tabId = uniqueId();
  const wishes = new Set<Wish>();
  let heard: Heard | undefined;
  let ownReadAt = -Infinity;
  let reads = 0;

  const endWish = (wish: Wish, result: ReadResult | undefined | AgentDesktopError): void => {
    clearTimeout(wish.timer);
    if (wishes.delete(wish)) wish.end(result);
  };

  const waitFor = (wish: Wish, ms: number): void => {
    clearTimeout(wish.timer);
    wish.timer = setTimeout(
      () => {
        // The leader may be gone, and this tab be the next.
        if (ms > untilHeard && tabs.role() === 'following') waitFor(wish, ms - untilHeard);
        else endWish(wish, undefined);
      },
      Math.min(ms, untilHeard),
    );
  };

  const hearAsked = (key: string, at: number): void => {
    heard = undefined;
    const askedAt = fromClientTime(at);
    const now = steadyNow();
    // What this tab asked by itself after that may have been answered with something newer. When a
    // clock was set meanwhile, nobody can tell.
    const isUsable = askedAt > ownReadAt + tolerance && askedAt <= now + tolerance;
    if (!isUsable) return;
    heard = { key, asked: reconciler.nextOrder(now - askedAt), onEnd: options.onElsewhere() };
    for (const wish of wishes) {
      if (askedAt < wish.wishedAt - fresh) continue;
      wish.key = key;
      wish.onAsked();
      waitFor(wish, tabs.patience);
    }
  };

  const end = (key: string, ending: ReadResult | AgentDesktopError): void => {
    const isShared =
      !(ending instanceof AgentDesktopError) || isSharedFailure.includes(ending.code);
    for (const wish of wishes) if (wish.key === key) endWish(wish, isShared ? ending : undefined);
  };

  const hearAnswer = async (key: string, answer: unknown): Promise<void> => {
    const read = heard;
    if (read?.key !== key) return;
    heard = undefined;
    const result = await reconciler.receiveAnswer(answer, read.asked, (taken) => {
      for (const wish of wishes) if (wish.key === key) wish.onResult(taken);
    });
    read.onEnd(result === 'nothing' ? requestError('unexpected-response') : result);
    end(key, result);
  };

  const hearFailure = (key: string, error: AgentDesktopError): void => {
    if (heard?.key === key && isSharedFailure.includes(error.code)) heard.onEnd(error);
    if (heard?.key === key) heard = undefined;
    end(key, error);
  };

  return {
    askLeader: (onAsked, onResult) =>
      new Promise((resolve, reject) => {
        const wish: Wish = {
          wishedAt: steadyNow(),
          onAsked,
          onResult,
          end: (result) => {
            if (result instanceof AgentDesktopError) reject(result);
            else resolve(result);
          },
          key: undefined,
          timer: undefined,
        };
        wishes.add(wish);
        wish.timer = setTimeout(() => {
          waitFor(wish, untilHeard);
          tabs.tell({ type: 'wanted' });
        }, untilWanted);
      }),

    tellAsked: () => {
      const key = `${tabId} ${(reads += 1)}`;
      tabs.tell({ type: 'asked', key, at: toClientTime(steadyNow()) });
      return (ending) => {
        if (!(ending instanceof AgentDesktopError)) {
          tabs.tell({ type: 'answered', key, answer: ending.answer });
          return;
        }
        const { code, message: text, retryAfter } = ending;
        tabs.tell({
          type: 'failed',
          key,
          code,
          text,
          ...(retryAfter !== undefined && { retryAfter }),
        });
      };
    },

    noteOwnRead: () => {
      ownReadAt = steadyNow();
    },

    receive: (message) => {
      const role = tabs.role();
      if (message.type === 'wanted') {
        if (role === 'leading') options.onWanted();
        return;
      }
      if (role !== 'following') return;
      switch (message.type) {
        case 'queued':
          for (const wish of wishes) if (wish.key === undefined) waitFor(wish, tabs.patience);
          return;
        case 'asked':
          hearAsked(message.key, message.at);
          return;
        case 'answered':
          void hearAnswer(message.key, message.answer);
          return;
        case 'failed': {
          const { key, code, text, retryAfter } = message;
          hearFailure(key, new AgentDesktopError(code, text, { retryAfter }));
          return;
        }
        default:
          message satisfies never;
      }
    },

    giveUp: () => {
      heard = undefined;
      for (const wish of wishes) endWish(wish, requestError('aborted'));
    },
  };
}
