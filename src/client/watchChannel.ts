import type { OnDiagnostic } from '../model/diagnostic.ts';
import { warnDeveloper } from '../model/setupMistake.ts';
import { longestWay } from './eventOrder.ts';

/**
 * Notices a subscription to a channel that does not carry the calls. A server grants any channel, so
 * nothing fails. The link is open, and changes are shown only after the next read.
 *
 * One change that only a read told is no proof, because a server may lose an event. The proof needs
 * two such reads, after them a link that stays open for as long as a message may be on its way, and a
 * channel on which no message has ever arrived since the desktop was made.
 */
export interface ChannelWatch {
  /** The link was opened at this place in the desktop's order of events. */
  readonly open: (place: number) => void;
  /** The link is down, or it has to prove that it is still open. */
  readonly close: () => void;
  /** A message arrived on the channel. */
  readonly receive: () => void;
  /**
   * A read told another recording state than the one that was known.
   *
   * @param knownSince the place in the order of what was known
   * @param asked the place in the order of the read
   */
  readonly readChange: (knownSince: number, asked: number) => void;
}

const enoughReads = 2;

/** @param channel undefined if the link has no channel; then nothing is watched */
export function createChannelWatch(
  channel: string | undefined,
  onDiagnostic: OnDiagnostic,
): ChannelWatch {
  /** `settled`: a message arrived on the channel, or the host was told that none does. */
  let question: 'open' | 'settled' = channel === undefined ? 'settled' : 'open';
  /** The place in the order since which the link is open without a gap; undefined while it is not. */
  let openSince: number | undefined;
  /** The reads that told a change before any message did, by their place in the order. */
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
    const problem =
      `Nothing ever came on ${channel}, although ${reads.size} reads told that a recording had ` +
      'changed. This is not the channel that carries the calls, or the server sends nothing: ' +
      'changes are shown late, by the next read. Leave the option channel out, or name the ' +
      'channel on which the server sends call messages.';
    onDiagnostic({ code: 'wrong-channel', channel, problem });
    warnDeveloper('wrong-channel', problem);
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
    receive: () => {
      // This is asked for every message, and almost always it is settled.
      if (question === 'settled') return;
      forget();
      question = 'settled';
    },
    readChange: (knownSince, asked) => {
      // No message could tell what happened before the link was open.
      if (question === 'settled' || openSince === undefined || knownSince <= openSince) return;
      reads = new Set(reads).add(asked);
      if (reads.size >= enoughReads) verdict ??= setTimeout(tell, longestWay);
    },
  };
}
