/** How long the browser may take to say whether a lock is free, in ms. */
const answerWithin = 300;

/**
 * Takes a Web Lock, which one tab or frame of a browser can hold at a time.
 *
 * A browser can lack Web Locks, refuse them to a page, or never answer. That must not hold the
 * caller up, so it then goes on as if it held the lock.
 *
 * @param patience how long to wait while another tab holds the lock, in ms. 0 does not wait.
 * @returns a function that lets the lock go, or undefined when another tab keeps the lock
 */
export async function takeLock(name: string, patience: number): Promise<(() => void) | undefined> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });

  /** `unknown`: the browser refused, or does not answer. If it gives the lock late, we keep it. */
  const ask = (options: LockOptions, within: number, otherwise: Answer): Promise<Answer> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, within, otherwise);
      const answer = (said: Answer): void => {
        clearTimeout(timer);
        resolve(said);
      };
      const onEnd = (): void => {
        answer('unknown');
      };
      requestLock(name, options, (lock) => {
        answer(lock ? 'given' : 'held');
        return lock ? released : undefined;
      }).then(onEnd, onEnd);
    });

  let answer = await ask({ ifAvailable: true }, answerWithin, 'unknown');
  if (answer === 'held' && patience > 0) {
    const waiting = new AbortController();
    answer = await ask({ signal: waiting.signal }, patience, 'held');
    // This does nothing to a lock that was given.
    waiting.abort();
  }
  if (answer !== 'held') return release;
  // The lock may be given in the moment in which we stop waiting for it.
  release();
  return undefined;
}

type Answer = 'given' | 'held' | 'unknown';

/** `navigator.locks.request`, with a rejection for everything that can be wrong with it. */
export async function requestLock(
  name: string,
  options: LockOptions,
  whileHeld: (lock: Lock | null) => Promise<void> | undefined,
): Promise<void> {
  await navigator.locks.request(name, options, whileHeld);
}
