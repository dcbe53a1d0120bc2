import type { Election, ElectionListener } from './election.ts';
import type { Rank, TabMessage } from './tabMessage.ts';

export interface ChannelElectionOptions extends ElectionListener {
  /** Tells all other tabs. */
  readonly say: (message: TabMessage) => void;
}

/** How long a tab that wants to lead waits for an objection of another tab, in ms. */
const objectionTime = 100;

/**
 * Makes an election that needs only messages between tabs. It is for pages without Web Locks: these
 * exist only on pages that were loaded over https, and many desktops in the network of a company
 * have an address with plain http.
 *
 * A tab that wants to lead sends a `claim`, and leads when no tab objects in time. A busy tab may
 * object too late, and then two tabs lead for a moment. Each of them receives a message of the other
 * one, and the tab with the lower rank stops leading. A tab that crashes cannot announce that it
 * leaves. The other tabs notice its silence, and one of them takes over with a higher term. If the
 * silent tab was only frozen, it then finds that its term is lower and stops leading.
 */
export function createChannelElection(options: ChannelElectionOptions): Election {
  const { say, onElected, onOutvoted, onDeposed } = options;
  const id = createId();
  let state: 'idle' | 'asking' | 'waiting' | 'leading' | 'gave-away' = 'idle';
  let term = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const claim = (): void => {
    state = 'asking';
    say({ type: 'claim', term, id });
    listen();
  };
  const listen = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      state = 'leading';
      say({ type: 'leads', term, id });
      onElected();
    }, objectionTime);
  };
  /** Another tab wants to lead. */
  const hearClaim = (rank: Rank): void => {
    if (state === 'leading') say({ type: 'leads', term, id });
    if (state !== 'asking') return;
    // The other tab has the higher rank and will soon say that it leads. If it does not, this tab
    // leads when the time is over.
    if (isAbove(rank, { term, id })) listen();
    else say({ type: 'claim', term, id });
  };

  /** Another tab leads. */
  const hearLeader = (rank: Rank): void => {
    if (state === 'leading' && !isAbove(rank, { term, id })) {
      say({ type: 'leads', term, id });
      return;
    }
    term = Math.max(term, rank.term);
    clearTimeout(timer);
    const before = state;
    if (before === 'idle' || before === 'gave-away') return;
    state = 'waiting';
    if (before === 'leading') onDeposed();
    else if (before === 'asking') onOutvoted();
  };

  return {
    stand: () => {
      if (state !== 'gave-away') {
        claim();
        return;
      }
      // This tab has given the lead away, so the other tabs may claim it first. If there is no other
      // tab, this one leads again.
      state = 'waiting';
      timer = setTimeout(claim, 3 * objectionTime);
    },
    takeOver: () => {
      term += 1;
      claim();
    },
    resign: () => {
      clearTimeout(timer);
      state = state === 'leading' ? 'gave-away' : 'idle';
    },
    receive: (said) => {
      switch (said.type) {
        case 'claim':
          hearClaim(said);
          return;
        case 'leads':
          hearLeader(said);
          return;
        case 'leaving':
          if (state === 'waiting') claim();
          return;
        case 'open':
        case 'is-open':
        case 'alive':
        case 'message':
        case 'down':
          // Only a leader sends these messages. So two tabs lead without knowing of each other.
          if (state === 'leading') say({ type: 'leads', term, id });
          return;
        case 'who':
        case 'reopen':
        case 'operation':
        case 'read':
          return;
        default:
          said satisfies never;
      }
    },
  };
}

/** The rank of a tab that holds the Web Lock. No tab has a higher one. */
export const rankOfLock: Rank = { term: Number.MAX_SAFE_INTEGER, id: '0' };

function isAbove(one: Rank, other: Rank): boolean {
  return one.term === other.term ? one.id < other.id : one.term > other.term;
}

function createId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
