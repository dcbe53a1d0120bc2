type Listener = (...values: readonly unknown[]) => void;

/** What Node's `EventEmitter` does, as far as the mock server and its CometD library use it. */
export class Emitter {
  #listeners: readonly { readonly event: string; readonly listener: Listener }[] = [];

  on(event: string, listener: Listener): this {
    this.#listeners = [...this.#listeners, { event, listener }];
    return this;
  }

  addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  once(event: string, listener: Listener): this {
    const onlyOnce: Listener = (...values) => {
      this.off(event, onlyOnce);
      listener(...values);
    };
    return this.on(event, onlyOnce);
  }

  off(event: string, listener: Listener): this {
    this.#listeners = this.#listeners.filter(
      (each) => each.event !== event || each.listener !== listener,
    );
    return this;
  }

  emit(event: string, ...values: readonly unknown[]): void {
    for (const each of this.#listeners) if (each.event === event) each.listener(...values);
  }
}
