/** Timers that end when the server is closed, so that a closed mock does nothing more. */
export interface Schedule {
  later(ms: number, action: () => void): void;
  wait(ms: number): Promise<void>;
  close(): void;
}

export function createSchedule(): Schedule {
  const waiting = new Map<NodeJS.Timeout, () => void>();
  let isClosed = false;
  const later = (ms: number, action: () => void, atClose: () => void = () => {}): void => {
    if (isClosed) return atClose();
    const timer = setTimeout(() => {
      waiting.delete(timer);
      action();
    }, ms);
    waiting.set(timer, atClose);
  };
  return {
    later: (ms, action) => later(ms, action),
    wait: (ms) => new Promise((resolve) => later(ms, resolve, resolve)),
    close() {
      isClosed = true;
      for (const [timer, atClose] of waiting) {
        clearTimeout(timer);
        atClose();
      }
      waiting.clear();
    },
  };
}

/** A seeded random generator (mulberry32), so that a run can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
