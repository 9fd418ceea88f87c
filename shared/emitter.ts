/** Maps event names to the arguments of their listeners. */
export type EventMap = Record<string, unknown[]>;

type Listener<Args extends unknown[]> = (...args: Args) => void;

/**
 * Typed events. Names are in the past tense, and an event is emitted after the state has changed.
 *
 * A listener that throws neither stops the others nor reaches the emitter: its error goes to `onListenerError`.
 */
export class Emitter<Events extends EventMap> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void = reportGlobally) {
    this.#onListenerError = onListenerError;
  }

  /** Calls `listener` on each `name`. Returns the function that undoes this. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // Each registration is its own entry, so that one function registered twice is undone one by one.
    const entry: Listener<Events[Name]> = (...args) => {
      listener(...args);
    };
    listeners.add(entry);
    return () => listeners.delete(entry);
  }

  /** Calls `listener` on the next `name` only. Returns the function that undoes this. */
  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const off = this.on(name, (...args) => {
      off();
      listener(...args);
    });
    return off;
  }

  /** Tells every listener that was registered when the call began. */
  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as Listener<Events[Name]>)(...args);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }

  /** How many listeners `name` has. */
  count(name: keyof Events): number {
    return this.#listeners.get(name)?.size ?? 0;
  }

  /** Forgets all listeners. */
  clear(): void {
    this.#listeners.clear();
  }
}

/** Raises the error outside of the emitting call, where the host reports uncaught errors. */
function reportGlobally(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
