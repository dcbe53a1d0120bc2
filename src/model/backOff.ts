/** A timer with one planned run. Its pauses grow with each failure and are varied by chance. */
export interface BackOff {
  /**
   * Plans the run after this pause, in ms, instead of the one that is planned.
   *
   * @param atLeast how long the server asked to wait, in ms. Chance does not make this shorter
   */
  readonly runAfter: (pause: number, atLeast?: number) => void;
  /** Puts off the run that is planned until at least so many ms from now. */
  readonly putOff: (ms: number) => void;
  readonly cancel: () => void;
  /** Counts a failure and returns the pause after it, in ms: twice as long as the one before. */
  readonly pauseAfterFailure: () => number;
  /** The next failure is the first one again. */
  readonly forgetFailures: () => void;
}

export interface BackOffOptions {
  /** The pause after the first failure, in ms. */
  readonly first: number;
  /** The longest pause after a failure, in ms. */
  readonly slowest: number;
  /**
   * Each pause is multiplied by a random number between these two, so that many pages that have lost
   * the same server do not all ask it again at the same time.
   */
  readonly spread: readonly [least: number, most: number];
  readonly run: () => void;
}

/**
 * @example
 * const retry = createBackOff({ first: 500, slowest: 8_000, spread: [0.5, 1], run: () => void open() });
 * onFailure = ({ retryAfter }) => retry.runAfter(retry.pauseAfterFailure(), retryAfter);
 * onSuccess = () => retry.forgetFailures();
 */
export function createBackOff({ first, slowest, spread, run }: BackOffOptions): BackOff {
  const [least, most] = spread;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When the planned run is due, by `performance.now()`. */
  let dueAt = 0;

  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const plan = (ms: number): void => {
    cancel();
    dueAt = performance.now() + ms;
    timer = setTimeout(() => {
      timer = undefined;
      run();
    }, ms);
  };

  return {
    runAfter: (pause, atLeast = 0) => {
      const chance = Math.random();
      const usual = pause * (least * (1 - chance) + most * chance);
      plan(Math.max(usual, atLeast * (1 + chance / 4)));
    },
    putOff: (ms) => {
      if (timer !== undefined) plan(Math.max(ms, dueAt - performance.now()));
    },
    cancel,
    pauseAfterFailure: () => {
      const pause = Math.min(slowest, first * 2 ** failures);
      failures += 1;
      return pause;
    },
    forgetFailures: () => {
      failures = 0;
    },
  };
}
