/** What the page still holds. It has to release all of it at the end. */
export interface Held {
  readonly timers: number;
  /**
   * The listeners on `window`, `document` and `BroadcastChannel`s, because these live longer than
   * any widget.
   */
  readonly listeners: readonly string[];
  /**
   * The number of functions in each `Set` that is still reachable. The stores keep their
   * subscribers in such sets. Run the garbage collector before asking.
   */
  readonly subscriptions: number;
}

/**
 * Runs in the page before anything else, and counts what the page holds. It also shortens each
 * timer of half a minute or more to a sixtieth, so that the test need not wait minutes until an
 * ended call or a settled mutation is released. Shorter timers belong to the heartbeat and the
 * network, so they stay as they are.
 */
export function countHeld(): void {
  const held = { timers: 0 };
  const currentlyHeld = (): Held => ({
    timers: held.timers,
    listeners: Array.from(listening.values(), (keys) => Array.from(keys)).flat(),
    subscriptions: subscriptions(),
  });
  Object.assign(window, { held: currentlyHeld });

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
  const outlivesWidgets = (target: EventTarget): boolean =>
    target === window || target === document || target instanceof BroadcastChannel;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    // When it is called as a plain function, the target is the window.
    const target = this ?? window;
    addEventListener.call(target, type, listener, options);
    if (!listener || !outlivesWidgets(target)) return;
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
  const isTracked = new WeakSet<Set<unknown>>();
  // The page belongs to the test and is closed with it, so a built-in may be replaced.
  // oxlint-disable-next-line no-extend-native -- counts the subscribed functions
  Object.defineProperty(Set.prototype, 'add', {
    value(this: Set<unknown>, value: unknown) {
      if (typeof value === 'function' && !isTracked.has(this)) {
        isTracked.add(this);
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
