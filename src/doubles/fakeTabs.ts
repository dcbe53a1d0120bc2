/**
 * Web Locks and BroadcastChannel of one browser, for several tabs in one process. They follow the
 * specifications, also with fake timers. A test can make each of them fail in the ways in which
 * browsers were seen to fail.
 */
export interface FakeTabs {
  /** Replaces `navigator.locks`. */
  readonly locks: { readonly request: (...args: LockRequest) => unknown };
  /** Replaces `BroadcastChannel`. */
  readonly BroadcastChannel: new (name: string) => FakeChannel;
  /** All channels that are not closed, oldest first. */
  readonly channels: () => readonly FakeChannel[];
  /** Sends any message to all tabs, as a tab with another version of the library might. */
  readonly say: (data: unknown) => void;
  /** The names of the locks that are held now. */
  readonly held: () => readonly string[];
  /** How often a lock was asked for. */
  readonly asked: () => number;
  /** What the browser does with every request for a lock from now on. */
  readonly answerLocks: (behaviour: LockBehaviour) => void;
  /** The browser drops all requests that wait for a lock, and rejects them. */
  readonly failWaiting: () => void;
  /** The page that holds the lock is frozen, so it does not learn that the lock was stolen. */
  readonly withholdRejections: () => void;
  /** The page goes on, and learns what it has missed. */
  readonly deliverRejections: () => void;
}

export type LockBehaviour = 'works' | 'rejects' | 'throws' | 'hangs' | 'grants nothing';

interface FakeChannel extends EventTarget {
  readonly name: string;
  readonly postMessage: (data: unknown) => void;
  readonly close: () => void;
  /** The page is frozen: messages to it and from it wait until it goes on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
}

type LockRequest = [name: string, options: LockOptions, run: (lock: object | null) => unknown];

interface Waiting {
  readonly grant: () => void;
  readonly reject: (reason: unknown) => void;
}

/** @param latency how long a message is on its way, in ms */
export function createFakeTabs(latency = 1): FakeTabs {
  const channels = new Set<FakeChannel>();
  const holders = new Map<string, (reason: unknown) => void>();
  const queues = new Map<string, Waiting[]>();
  let behaviour: LockBehaviour = 'works';
  let asked = 0;
  let withheld: (() => void)[] | undefined;

  const request = (...[name, options, run]: LockRequest): unknown => {
    asked += 1;
    const denied = new DOMException('Access to the Locks API is denied.', 'SecurityError');
    switch (behaviour) {
      case 'rejects':
        return Promise.reject(denied);
      case 'throws':
        throw denied;
      case 'hangs':
        return new Promise(() => undefined);
      case 'grants nothing':
        return undefined;
      case 'works':
        return ask(name, options, run);
      default:
        return behaviour satisfies never;
    }
  };

  const ask = (...[name, options, run]: LockRequest): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const grant = (): void => {
        const stolen = (reason: unknown): void => {
          if (withheld) withheld.push(() => reject(reason));
          else reject(reason);
        };
        holders.set(name, stolen);
        const end = (): void => {
          if (holders.get(name) !== stolen) return;
          holders.delete(name);
          queues.get(name)?.shift()?.grant();
        };
        Promise.resolve({ name })
          .then(run)
          .then(
            (value) => {
              end();
              resolve(value);
            },
            (reason: unknown) => {
              end();
              reject(reason);
            },
          );
      };
      if (options.signal?.aborted) {
        reject(options.signal.reason);
      } else if (options.steal) {
        holders.get(name)?.(new DOMException('The lock was stolen.', 'AbortError'));
        grant();
      } else if (!holders.has(name)) {
        grant();
      } else if (options.ifAvailable) {
        Promise.resolve(null).then(run).then(resolve, reject);
      } else {
        const queue = queues.get(name) ?? [];
        queues.set(name, queue);
        const waiting = { grant, reject };
        queue.push(waiting);
        options.signal?.addEventListener('abort', () => {
          const place = queue.indexOf(waiting);
          // Aborting has no effect on a lock that was granted already.
          if (place === -1) return;
          queue.splice(place, 1);
          reject(options.signal?.reason);
        });
      }
    });

  class Channel extends EventTarget implements FakeChannel {
    readonly name: string;
    #waiting: (() => void)[] | undefined;

    constructor(name: string) {
      super();
      this.name = name;
      channels.add(this);
    }

    postMessage(data: unknown): void {
      if (!channels.has(this))
        throw new DOMException('The channel is closed.', 'InvalidStateError');
      const copy: unknown = structuredClone(data);
      this.#whenAwake(() => {
        for (const other of channels) {
          if (other === this || other.name !== this.name) continue;
          setTimeout(() => {
            if (other instanceof Channel) other.#receive(copy);
          }, latency);
        }
      });
    }

    close(): void {
      channels.delete(this);
    }

    freeze(): void {
      this.#waiting ??= [];
    }

    thaw(): void {
      const waiting = this.#waiting ?? [];
      this.#waiting = undefined;
      for (const step of waiting) step();
    }

    #receive(data: unknown): void {
      this.#whenAwake(() => {
        if (channels.has(this)) this.dispatchEvent(new MessageEvent('message', { data }));
      });
    }

    #whenAwake(step: () => void): void {
      if (this.#waiting) this.#waiting.push(step);
      else step();
    }
  }

  return {
    locks: { request },
    BroadcastChannel: Channel,
    channels: () => [...channels],
    say: (data) => {
      for (const channel of channels)
        channel.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }));
    },
    held: () => [...holders.keys()],
    asked: () => asked,
    answerLocks: (next) => {
      behaviour = next;
    },
    failWaiting: () => {
      for (const queue of queues.values())
        for (const { reject } of queue.splice(0)) reject(new DOMException('Gone.', 'UnknownError'));
    },
    withholdRejections: () => {
      withheld = [];
    },
    deliverRejections: () => {
      const steps = withheld ?? [];
      withheld = undefined;
      for (const step of steps) step();
    },
  };
}
