export interface BackOffOptions {
  /** The pause after the first failure, in ms. Each further failure doubles it. */
  readonly first: number;
  /** The longest pause, in ms. */
  readonly longest: number;
}

export interface BackOff {
  /** Calls `attempt` after a pause. An attempt that was planned before is cancelled. */
  readonly plan: (attempt: () => void, pause?: PauseOptions) => void;
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

/**
 * Plans attempts after growing pauses. Each pause is shortened by a random part of up to one half.
 * Without that, a thousand desktops would return to a restarted server in the same second.
 */
export function createBackOff({ first, longest }: BackOffOptions): BackOff {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const cancel = (): void => {
    clearTimeout(timer);
  };
  return {
    plan: (attempt, { fixed, retryAfter = 0 } = {}) => {
      cancel();
      const chance = Math.random();
      const pause = fixed ?? Math.min(longest, first * 2 ** failures);
      if (fixed === undefined) failures += 1;
      // The pause that the server asks for is only made longer, up to one quarter.
      timer = setTimeout(
        attempt,
        Math.max(retryAfter * (1 + chance / 4), pause * (0.5 + chance / 2)),
      );
    },
    cancel,
    reset: () => {
      failures = 0;
    },
  };
}
