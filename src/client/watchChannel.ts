import type { OnDiagnostic } from '../model/diagnostic.ts';
import { longestWay } from './reconcile.ts';

/**
 * Notices a subscription to a channel that does not carry the calls. A server grants any channel, so
 * nothing fails: the link is open, and changes are shown by the next read only.
 *
 * One change that only a read told is no proof, for a server may lose an event. So it takes two
 * reads, a link that stays open for as long as a message may be on its way after them, and a channel
 * that has never said anything, this time or another.
 */
export interface ChannelWatch {
  /** The link is open; `place` in the desktop's order of events. */
  readonly open: (place: number) => void;
  /** Nothing can be heard, or it has to be proven that it can. */
  readonly close: () => void;
  /** The channel said something. */
  readonly hear: () => void;
  /**
   * A read told another recording state than was known.
   *
   * @param knownSince the place in the order of what was known
   * @param asked the place in the order of the read
   */
  readonly readChange: (knownSince: number, asked: number) => void;
}

const enoughReads = 2;

/** @param channel undefined where the link has none: then there is nothing to watch */
export function createChannelWatch(
  channel: string | undefined,
  onDiagnostic: OnDiagnostic,
): ChannelWatch {
  /** `settled`: the channel has said something, or the host was told that it does not. */
  let question: 'open' | 'settled' = channel === undefined ? 'settled' : 'open';
  /** Since when the link is open without a gap, in the order; undefined while it is not. */
  let openSince: number | undefined;
  /** The reads that told what the channel did not, by their place in the order. */
  let reads: ReadonlySet<number> = new Set();
  let verdict: ReturnType<typeof setTimeout> | undefined;

  const forget = (): void => {
    clearTimeout(verdict);
    verdict = undefined;
    reads = new Set();
  };

  const tell = (): void => {
    question = 'settled';
    if (channel === undefined) return;
    onDiagnostic({
      code: 'wrong-channel',
      channel,
      problem:
        `Nothing ever came on ${channel}, although ${reads.size} reads told that a recording had ` +
        'changed. This is not the channel that carries the calls, or the server sends nothing: ' +
        'changes are shown late, by the next read. Leave the option channel out, or name the ' +
        'channel on which the server sends call messages.',
    });
    forget();
  };

  return {
    open: (place) => {
      forget();
      openSince = place;
    },
    close: () => {
      forget();
      openSince = undefined;
    },
    hear: () => {
      forget();
      question = 'settled';
    },
    readChange: (knownSince, asked) => {
      // What happened before the link was open, no message could have told.
      if (question === 'settled' || openSince === undefined || knownSince <= openSince) return;
      reads = new Set(reads).add(asked);
      if (reads.size >= enoughReads) verdict ??= setTimeout(tell, longestWay);
    },
  };
}
