import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import { fromClientTime, steadyNow, toClientTime } from '../model/steadyClock.ts';
import { requestError } from '../model/requestError.ts';
import type { TabReads } from '../transport/notificationLink.ts';
import type { EventOrder } from './eventOrder.ts';
import type { Inspector } from './inspection.ts';
import type { Notices } from './notices.ts';
import { idWhenAsked, uniqueId } from './pageId.ts';
import type { ReadResult } from './readResult.ts';
import type { Reconciler } from './reconcile.ts';

/** Reads of all calls that one tab makes for the others. */
export interface SharedReads {
  /**
   * Asks the leader to read, and takes in its answer.
   *
   * @returns undefined if the leader did not answer, or failed for a reason that may hold only for
   *   the leader. This tab then has to read by itself
   * @throws AgentDesktopError the error of the leader's read, if a read of this tab would fail too
   */
  readonly askLeader: (
    onSent: () => void,
    onResult: (result: ReadResult) => void,
  ) => Promise<ReadResult | undefined>;
  /** Tells the other tabs that this one asks the server. The returned function tells the result. */
  readonly tellAsked: () => (ending: { readonly answer: unknown } | AgentDesktopError) => void;
  /** Call it when this tab asks the server. What another tab asked before is not taken in any more. */
  readonly noteOwnRead: () => void;
  readonly receive: (message: ReadMessage) => void;
  /** The desktop is closed. Whatever waits rejects with `aborted`. */
  readonly giveUp: () => void;
}

export interface SharedReadsOptions {
  readonly tabs: TabReads;
  readonly order: EventOrder;
  readonly reconciler: Reconciler;
  readonly inspector: Inspector;
  /** Is called when this tab leads and another tab asks it to read. */
  readonly onWanted: () => void;
  readonly notify: Notices['notify'];
}

// In ms.
/** When a connection opens, the leader reads by itself. This tab waits so long before it asks. */
const untilWanted = 25;
/** If the leader says nothing for so long, this tab reads by itself. */
const untilAnswered = 2_000;
/** How far the clocks of two tabs may be apart. */
const tolerance = 5;
/**
 * A read that the leader began so shortly before this tab wanted one is accepted. If the link was
 * lost in between, liveness notices it and reads again.
 */
const fresh = 1_000;

/** Failures that every tab of the browser would meet. Other failures may concern only the leader. */
const isSharedFailure: readonly AgentDesktopErrorCode[] = [
  'network',
  'timeout',
  'server-busy',
  'server-error',
];

/** A read that this tab needs. */
interface Wish {
  readonly wishedAt: number;
  readonly onSent: () => void;
  readonly onResult: (result: ReadResult) => void;
  readonly end: (result: ReadResult | undefined | AgentDesktopError) => void;
  /** The leader's read that will satisfy this wish. */
  key: string | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** The read that the leader has under way. */
interface LeaderRead {
  readonly key: string;
  /** Its place in the order of events. */
  readonly asked: number;
}

export function createSharedReads(options: SharedReadsOptions): SharedReads {
  const { tabs, order, reconciler, inspector, notify } = options;
  const tabId = idWhenAsked(uniqueId);
  const wishes = new Set<Wish>();
  let leaderRead: LeaderRead | undefined;
  let ownReadAt = -Infinity;
  /** When a leader asked for the newest of the reads that this tab used. Steady clock. */
  let leaderReadAt = -Infinity;
  let reads = 0;

  const endWish = (wish: Wish, result: ReadResult | undefined | AgentDesktopError): void => {
    clearTimeout(wish.timer);
    if (wishes.delete(wish)) wish.end(result);
  };

  const waitFor = (wish: Wish, ms: number): void => {
    clearTimeout(wish.timer);
    wish.timer = setTimeout(
      () => {
        // The leader may have been closed meanwhile, and this tab may lead now.
        if (ms > untilAnswered && tabs.role() === 'following') waitFor(wish, ms - untilAnswered);
        else endWish(wish, undefined);
      },
      Math.min(ms, untilAnswered),
    );
  };

  const receiveAsked = (key: string, at: number): void => {
    const askedAt = fromClientTime(at);
    const now = steadyNow();
    // If this tab or another leader has asked after that, this tab may have an answer that is newer. A
    // time in the future means that a clock was set, and then the order of the two is not known.
    const isUsable =
      askedAt > ownReadAt + tolerance &&
      askedAt >= leaderReadAt - tolerance &&
      askedAt <= now + tolerance;
    if (!isUsable) return;
    leaderReadAt = askedAt;
    const asked = order.placeRead(now - askedAt);
    leaderRead = { key, asked };
    inspector.tell?.({ type: 'read-asked', order: asked, reads: 'all-calls', by: 'another-tab' });
    notify({ type: 'read-elsewhere', key });
    for (const wish of wishes) {
      if (askedAt < wish.wishedAt - fresh) continue;
      wish.key = key;
      wish.onSent();
      waitFor(wish, tabs.patience);
    }
  };

  const end = (key: string, ending: ReadResult | AgentDesktopError): void => {
    const isShared =
      !(ending instanceof AgentDesktopError) || isSharedFailure.includes(ending.code);
    for (const wish of wishes) if (wish.key === key) endWish(wish, isShared ? ending : undefined);
  };

  const receiveAnswer = async (key: string, answer: unknown): Promise<void> => {
    const read = leaderRead;
    if (read?.key !== key) return;
    leaderRead = undefined;
    const result = await reconciler.receiveAnswer(answer, read.asked, (taken) => {
      for (const wish of wishes) if (wish.key === key) wish.onResult(taken);
    });
    const ending = result === 'nothing' ? requestError('unexpected-response') : result;
    notify({ type: 'read-elsewhere-ended', key, ending });
    end(key, result);
  };

  const receiveFailure = (key: string, error: AgentDesktopError): void => {
    if (leaderRead?.key === key) {
      inspector.tell?.({ type: 'read-failed', order: leaderRead.asked, error });
      leaderRead = undefined;
      if (isSharedFailure.includes(error.code))
        notify({ type: 'read-elsewhere-ended', key, ending: error });
    }
    end(key, error);
  };

  return {
    askLeader: (onSent, onResult) =>
      new Promise((resolve, reject) => {
        const wish: Wish = {
          wishedAt: steadyNow(),
          onSent,
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
          waitFor(wish, untilAnswered);
          tabs.tell({ type: 'wanted' });
        }, untilWanted);
      }),

    tellAsked: () => {
      const key = `${tabId()} ${(reads += 1)}`;
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
          receiveAsked(message.key, message.at);
          return;
        case 'answered':
          void receiveAnswer(message.key, message.answer);
          return;
        case 'failed': {
          const { key, code, text, retryAfter } = message;
          receiveFailure(key, new AgentDesktopError(code, text, { retryAfter }));
          return;
        }
        default:
          message satisfies never;
      }
    },

    giveUp: () => {
      leaderRead = undefined;
      for (const wish of wishes) endWish(wish, requestError('aborted'));
    },
  };
}
