import type { Election, ElectionListener } from './election.ts';
import type { Rank, TabMessage } from './tabMessage.ts';

export interface ChannelElectionOptions extends ElectionListener {
  /** Tells all other tabs. */
  readonly say: (message: TabMessage) => void;
}

/** How long a tab that wants to lead waits for one that leads, or wants to more. In ms. */
const objection = 100;

/**
 * An election by messages alone, for browsers that give no locks: Web Locks exist only on pages
 * that came over https, and many desktops in a company's own network have a plain http name.
 *
 * A tab that wants to lead says so, and leads when nobody objects in time. A tab that is busy may
 * object too late, so that two lead for a moment: each hears the other, and the lower rank gives
 * way. A tab that crashes cannot say that it leaves. The others notice its silence and take over
 * with a higher term, to which it gives way should it only have stood still.
 */
export function createChannelElection(options: ChannelElectionOptions): Election {
  const { say, onElected, onOutvoted, onDeposed } = options;
  const id = createId();
  let state: 'idle' | 'asking' | 'waiting' | 'leading' | 'gave-away' = 'idle';
  let term = 0;
  let window: ReturnType<typeof setTimeout> | undefined;

  const claim = (): void => {
    state = 'asking';
    say({ type: 'claim', term, id });
    listen();
  };
  const listen = (): void => {
    clearTimeout(window);
    window = setTimeout(() => {
      state = 'leading';
      say({ type: 'leads', term, id });
      onElected();
    }, objection);
  };
  /** Another tab wants to lead. */
  const hearClaim = (rank: Rank): void => {
    if (state === 'leading') say({ type: 'leads', term, id });
    if (state !== 'asking') return;
    // It is to lead, and says so in a moment. If it does not, this one does.
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
    clearTimeout(window);
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
      // The others go first, and this one leads again if there are none.
      state = 'waiting';
      window = setTimeout(claim, 3 * objection);
    },
    takeOver: () => {
      term += 1;
      claim();
    },
    resign: () => {
      clearTimeout(window);
      state = state === 'leading' ? 'gave-away' : 'idle';
    },
    hear: (said) => {
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
          // Only a leader says that. Two lead, and do not know of each other.
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

/** The rank of a tab that holds the lock: none is above it. */
export const rankOfLock: Rank = { term: Number.MAX_SAFE_INTEGER, id: '0' };

function isAbove(one: Rank, other: Rank): boolean {
  return one.term === other.term ? one.id < other.id : one.term > other.term;
}

function createId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
