import { requestError } from '../model/requestError.ts';

/** Runs a task again and again, one run after the other. At most one run waits. */
export interface OneAtATime<Result> {
  /**
   * Begins a run now, or after the current one if that has sent its request. All who call this
   * meanwhile share the run that waits, because it begins after each of these calls.
   *
   * @param onResult is called synchronously with the result, before the promise resolves
   */
  readonly run: (onResult?: (result: Result) => void) => Promise<Result>;
  readonly isWaiting: () => boolean;
  /** The run that waits does not begin any more. Its promise rejects with `aborted`. */
  readonly dropWaiting: () => void;
}

/**
 * @param begin begins a run. It calls `onSent` when it sends its request, because until then other
 *   callers can share this run. It calls `onResult` as soon as it has a result
 */
export function createOneAtATime<Result>(
  begin: (onSent: () => void, onResult: (result: Result) => void) => Promise<Result>,
): OneAtATime<Result> {
  let phase: 'idle' | 'preparing' | 'sent' = 'idle';
  let current: Promise<Result> | undefined;
  let waiting: Promise<Result> | undefined;
  let drops = 0;
  /** These are called with the result of the current run, and below with that of the waiting run. */
  let listeners: ((result: Result) => void)[] = [];
  let listenersOfWaiting: ((result: Result) => void)[] = [];

  const start = (): Promise<Result> => {
    phase = 'preparing';
    const own = begin(
      () => {
        phase = 'sent';
      },
      (result) => {
        for (const listener of listeners.splice(0)) listener(result);
      },
    );
    const end = (): void => {
      phase = 'idle';
      current = undefined;
    };
    own.then(end, end);
    return (current = own);
  };

  const startAfter = async (before: Promise<Result>): Promise<Result> => {
    const dropsBefore = drops;
    // The callers of the run before this one learn of its failure by their own promise.
    await before.catch(() => undefined);
    if (drops !== dropsBefore) throw requestError('aborted');
    waiting = undefined;
    listeners = listenersOfWaiting.splice(0);
    return start();
  };

  return {
    run: (onResult = () => undefined) => {
      const isNext = waiting !== undefined || (current !== undefined && phase === 'sent');
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
