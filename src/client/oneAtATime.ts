import { requestError } from '../transport/answerError.ts';

/** Runs one thing after the other, and never lets more than one wait. */
export interface OneAtATime<Result> {
  /**
   * Begins now, or when what is under way has ended. Whoever asks meanwhile shares the one that
   * waits, for that begins after all of them asked.
   */
  readonly run: () => Promise<Result>;
  readonly isWaiting: () => boolean;
  /** What waits does not begin any more, and rejects with `aborted`. */
  readonly dropWaiting: () => void;
}

/** @param begin calls `onAsked` when it asks: until then, whoever comes can still share it */
export function createOneAtATime<Result>(
  begin: (onAsked: () => void) => Promise<Result>,
): OneAtATime<Result> {
  let stage: 'idle' | 'about to ask' | 'asked' = 'idle';
  let current: Promise<Result> | undefined;
  let waiting: Promise<Result> | undefined;
  let drops = 0;

  const start = (): Promise<Result> => {
    stage = 'about to ask';
    const own = begin(() => {
      stage = 'asked';
    });
    const end = (): void => {
      stage = 'idle';
      current = undefined;
    };
    own.then(end, end);
    return (current = own);
  };

  const startAfter = async (before: Promise<Result>): Promise<Result> => {
    const dropsBefore = drops;
    // Whoever asked for that one hears of its failure.
    await before.catch(() => undefined);
    if (drops !== dropsBefore) throw requestError('aborted');
    waiting = undefined;
    return start();
  };

  return {
    run: () => {
      if (waiting) return waiting;
      if (!current) return start();
      if (stage === 'about to ask') return current;
      return (waiting = startAfter(current));
    },
    isWaiting: () => waiting !== undefined,
    dropWaiting: () => {
      drops += 1;
      waiting = undefined;
    },
  };
}
