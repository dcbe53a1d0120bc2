export interface BackOffOptions {
  /** The pause after the first failure, in ms. Each further failure doubles it. */
  readonly first: number;
  /** The longest pause, in ms. */
  readonly longest: number;
  /** Each pause is multiplied by a random number between these two. */
  readonly spread: readonly [least: number, most: number];
}

export interface BackOff {
  /** Calls `attempt` after a pause. An attempt that was planned before is cancelled. */
  readonly plan: (attempt: () => void, pause?: PauseOptions) => void;
  /** Puts off the planned attempt, if there is one, until at least so many ms from now. */
  readonly putOff: (ms: number) => void;
  /** Cancels the planned attempt. The next pause is as long as it would have been. */
  readonly cancel: () => void;
  /** Makes the next pause as short as the first one. Has to be called after a success. */
  readonly reset: () => void;
}

interface PauseOptions {
  /** Takes the place of the growing pause, and does not make the next one longer. In ms. */
  readonly fixed?: number | undefined;
  /** How long the server asks to wait, in ms. The pause is never shorter. */
  readonly retryAfter?: number | undefined;
}

interface PlannedAttempt {
  readonly attempt: () => void;
  /** By `performance.now()`. */
  readonly dueAt: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Plans attempts after growing pauses, which are varied at random. Without that, a thousand
 * desktops would return to a restarted server in the same second.
 */
export function createBackOff({ first, longest, spread }: BackOffOptions): BackOff {
  const [least, most] = spread;
  let planned: PlannedAttempt | undefined;
  let failures = 0;

  const cancel = (): void => {
    clearTimeout(planned?.timer);
    planned = undefined;
  };
  const planAfter = (ms: number, attempt: () => void): void => {
    cancel();
    const timer = setTimeout(() => {
      planned = undefined;
      attempt();
    }, ms);
    planned = { attempt, dueAt: performance.now() + ms, timer };
  };
  return {
    plan: (attempt, { fixed, retryAfter = 0 } = {}) => {
      const chance = Math.random();
      const pause = fixed ?? Math.min(longest, first * 2 ** failures);
      if (fixed === undefined) failures += 1;
      const varied = pause * (least * (1 - chance) + most * chance);
      // The pause that the server asks for is never made shorter, and longer by at most a quarter.
      planAfter(Math.max(retryAfter * (1 + chance / 4), varied), attempt);
    },
    putOff: (ms) => {
      if (planned) planAfter(Math.max(ms, planned.dueAt - performance.now()), planned.attempt);
    },
    cancel,
    reset: () => {
      failures = 0;
    },
  };
}
