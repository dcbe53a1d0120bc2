/** How long the browser may take to give a lock that no other tab asks for, in ms. */
const answerWithin = 300;

/**
 * Takes a Web Lock, which only one tab or frame of a browser can hold at a time.
 *
 * A browser may have no Web Locks, refuse them to a page, or never answer. That must not stop the
 * caller, so the caller then goes on as if it held the lock.
 *
 * @param timeout how long to wait while another tab holds the lock, in ms. 0 does not wait.
 * @returns a function that releases the lock, or undefined when another tab keeps the lock
 */
export async function takeLock(name: string, timeout: number): Promise<(() => void) | undefined> {
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
    const options = timeout > 0 ? { signal: waiting.signal } : { ifAvailable: true };
    requestLock(name, options, whileHeld).then(goOn, goOn);
    void areLocksUsable().then((areUsable) => {
      // The browser has given a lock that was requested later, so another tab holds this one.
      if (areUsable && timeout > 0) setTimeout(resolve, timeout, 'held');
      else if (areUsable) resolve('held');
      // If the browser gives the lock later, it is still held until the caller releases it.
      else goOn();
    });
  });
  if (outcome === 'go on') return release;
  waiting.abort();
  // The browser may have given the lock in the moment in which this function stopped waiting.
  release();
  return undefined;
}

/**
 * Waits for a lock of a browser that is known to give locks, even if the browser is busy now. The
 * caller goes on without the lock after `timeout`, or when the browser refuses it.
 *
 * @returns a function that releases the lock
 */
export function waitForLock(name: string, timeout: number): Promise<() => void> {
  return new Promise((resolve) => {
    const waiting = new AbortController();
    const goOn = (): void => {
      clearTimeout(timer);
      resolve(() => undefined);
    };
    const timer = setTimeout(() => {
      waiting.abort();
      goOn();
    }, timeout);
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

/** Calls `navigator.locks.request`. It rejects, and never throws, when the browser has no locks. */
export async function requestLock(
  name: string,
  options: LockOptions,
  whileHeld: (lock: Lock | null) => Promise<void> | undefined,
): Promise<void> {
  await navigator.locks.request(name, options, whileHeld);
}

/**
 * Finds out whether the browser gives locks at all. It asks for a lock with a random name, because a
 * lock with a known name might be held by another tab.
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
