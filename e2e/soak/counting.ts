/** What a page holds on to that it has to let go of. */
export interface Held {
  readonly timers: number;
  /** On `window`, `document` and the like, which outlive every widget. */
  readonly listeners: readonly string[];
  /**
   * Functions in a `Set` that is still reachable: what subscribing to a store comes to. Collect
   * garbage before asking.
   */
  readonly subscriptions: number;
}

/**
 * Runs in the page before anything else: counts what is held, and makes a minute a second, so that
 * what waits for minutes (an ended call, a settled mutation) need not be waited for. Waits of less
 * than half a minute are left alone: they are the heartbeat's and the network's.
 */
export function countHeld(): void {
  const held = { timers: 0 };
  const answer = (): Held => ({
    timers: held.timers,
    listeners: Array.from(listening.values(), (keys) => Array.from(keys)).flat(),
    subscriptions: subscriptions(),
  });
  Object.assign(window, { held: answer });

  const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
  const waiting = new Set<number>();
  const { add, delete: remove } = Set.prototype;
  const forget = (timer: number | undefined): void => {
    if (timer !== undefined && remove.call(waiting, timer)) held.timers -= 1;
  };
  const remember = (timer: number): number => {
    add.call(waiting, timer);
    held.timers += 1;
    return timer;
  };
  const shortened = (ms = 0): number => (ms >= 30_000 ? ms / 60 : ms);
  Object.assign(window, {
    setTimeout: (action: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      const timer: number = setTimeout(() => {
        forget(timer);
        action(...args);
      }, shortened(ms));
      return remember(timer);
    },
    setInterval: (action: () => void, ms?: number) => remember(setInterval(action, ms)),
    clearTimeout: (timer?: number) => {
      forget(timer);
      clearTimeout(timer);
    },
    clearInterval: (timer?: number) => {
      forget(timer);
      clearInterval(timer);
    },
  });

  const listening = new Map<EventTarget, Set<string>>();
  const names = new WeakMap<object, number>();
  let lastName = 0;
  const keyOf = (type: string, listener: object, options: unknown): string => {
    if (!names.has(listener)) names.set(listener, (lastName += 1));
    const isCapture = options === true || Reflect.get(Object(options), 'capture') === true;
    return `${type} ${names.get(listener)} ${isCapture}`;
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const outlives = (target: EventTarget): boolean =>
    target === window || target === document || target instanceof BroadcastChannel;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    // Called as a plain function it is the window's.
    const target = this ?? window;
    addEventListener.call(target, type, listener, options);
    if (!listener || !outlives(target)) return;
    const keys = listening.get(target) ?? new Set();
    listening.set(target, keys);
    add.call(keys, keyOf(type, listener, options));
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window;
    removeEventListener.call(target, type, listener, options);
    const keys = listening.get(target);
    if (listener && keys) remove.call(keys, keyOf(type, listener, options));
  };

  const { close } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.close = function () {
    close.call(this);
    listening.delete(this);
  };

  let subscribed: WeakRef<Set<unknown>>[] = [];
  const isNoted = new WeakSet<Set<unknown>>();
  // The page is ours, and ends with the test.
  // oxlint-disable-next-line no-extend-native -- to count what is subscribed
  Object.defineProperty(Set.prototype, 'add', {
    value(this: Set<unknown>, value: unknown) {
      if (typeof value === 'function' && !isNoted.has(this)) {
        isNoted.add(this);
        subscribed.push(new WeakRef(this));
      }
      return add.call(this, value);
    },
  });
  const subscriptions = (): number => {
    subscribed = subscribed.filter((each) => each.deref());
    let functions = 0;
    for (const each of subscribed)
      for (const member of each.deref() ?? []) if (typeof member === 'function') functions += 1;
    return functions;
  };
}
