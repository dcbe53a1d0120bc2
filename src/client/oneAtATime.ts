import { requestError } from '../model/requestError.ts';

/** Runs one thing after the other, and never lets more than one wait. */
export interface OneAtATime<Result> {
  /**
   * Begins now, or when what is under way has ended. Whoever asks meanwhile shares the one that
   * waits, for that begins after all of them asked.
   *
   * @param onResult is called at the very moment of the result, before the promise resolves
   */
  readonly run: (onResult?: (result: Result) => void) => Promise<Result>;
  readonly isWaiting: () => boolean;
  /** What waits does not begin any more, and rejects with `aborted`. */
  readonly dropWaiting: () => void;
}

/**
 * @param begin calls `onAsked` when it asks: until then, whoever comes can still share it; and
 *   `onResult` as soon as it has a result
 */
export function createOneAtATime<Result>(
  begin: (onAsked: () => void, onResult: (result: Result) => void) => Promise<Result>,
): OneAtATime<Result> {
  let stage: 'idle' | 'about to ask' | 'asked' = 'idle';
  let current: Promise<Result> | undefined;
  let waiting: Promise<Result> | undefined;
  let drops = 0;
  /** Who is told of the result of the current one, and of the one that waits. */
  let listeners: ((result: Result) => void)[] = [];
  let listenersOfWaiting: ((result: Result) => void)[] = [];

  const start = (): Promise<Result> => {
    stage = 'about to ask';
    const own = begin(
      () => {
        stage = 'asked';
      },
      (result) => {
        for (const listener of listeners.splice(0)) listener(result);
      },
    );
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
    listeners = listenersOfWaiting.splice(0);
    return start();
  };

  return {
    run: (onResult = () => undefined) => {
      const isNext = waiting !== undefined || (current !== undefined && stage === 'asked');
      if (isNext) {
        listenersOfWaiting.push(onResult);
        return (waiting ??= startAfter(current ?? Promise.reject(requestError('aborted'))));
      }
      if (current) {
        listeners.push(onResult);
        return current;
      }
      listeners = [onResult];
      return start();
    },
    isWaiting: () => waiting !== undefined,
    dropWaiting: () => {
      drops += 1;
      waiting = undefined;
      listenersOfWaiting = [];
    },
  };
}
