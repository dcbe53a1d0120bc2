/** How long the browser may take to give a lock that nobody else can want, in ms. */
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
  const waiting = new AbortController();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });

  const outcome = await new Promise<'go on' | 'held'>((resolve) => {
    const goOn = (): void => {
      resolve('go on');
    };
    const whileHeld = (lock: Lock | null): Promise<void> | undefined => {
      resolve(lock === null ? 'held' : 'go on');
      return lock === null ? undefined : released;
    };
    const options = patience > 0 ? { signal: waiting.signal } : { ifAvailable: true };
    requestLock(name, options, whileHeld).then(goOn, goOn);
    void areLocksUsable().then((areUsable) => {
      // The lock was asked for before that one, so it is another tab that holds it.
      if (areUsable && patience > 0) setTimeout(resolve, patience, 'held');
      else if (areUsable) resolve('held');
      // When the browser gives the lock late, it is still held until it is let go.
      else goOn();
    });
  });
  if (outcome === 'go on') return release;
  waiting.abort();
  // The lock may have been given in the moment in which we stopped waiting for it.
  release();
  return undefined;
}

/**
 * Waits for a lock of a browser that is known to give locks, however busy it is now. Whoever has
 * waited as long as `patience`, or is refused, goes on without it.
 *
 * @returns a function that lets the lock go
 */
export function waitForLock(name: string, patience: number): Promise<() => void> {
  return new Promise((resolve) => {
    const waiting = new AbortController();
    const goOn = (): void => {
      clearTimeout(timer);
      resolve(() => undefined);
    };
    const timer = setTimeout(() => {
      waiting.abort();
      goOn();
    }, patience);
    const whileHeld = (): Promise<void> | undefined => {
      clearTimeout(timer);
      if (waiting.signal.aborted) return undefined;
      return new Promise<void>((release) => {
        resolve(release);
      });
    };
    requestLock(name, { signal: waiting.signal }, whileHeld).then(goOn, goOn);
  });
}

/** `navigator.locks.request`, with a rejection for everything that can be wrong with it. */
export async function requestLock(
  name: string,
  options: LockOptions,
  whileHeld: (lock: Lock | null) => Promise<void> | undefined,
): Promise<void> {
  await navigator.locks.request(name, options, whileHeld);
}

/**
 * Whether the browser gives locks at all. A lock that is not given may be held by another tab, so
 * one is asked for that no other tab can hold.
 */
export function areLocksUsable(): Promise<boolean> {
  return new Promise((resolve) => {
    const silence = setTimeout(resolve, answerWithin, false);
    const answer = (areUsable: boolean): void => {
      clearTimeout(silence);
      resolve(areUsable);
    };
    const onEnd = (): void => {
      answer(false);
    };
    requestLock(`tallylight ${Math.random()}`, {}, () => {
      answer(true);
      return undefined;
    }).then(onEnd, onEnd);
  });
}
