/**
 * State as immutable snapshots, in the form that React's `useSyncExternalStore` reads.
 *
 * Changes of one turn are told once, in a microtask, so that a roster of hundreds is one rendering.
 */
export abstract class SnapshotStore<Snapshot> {
  readonly #listeners = new Set<() => void>();
  #cached: Snapshot | undefined;
  #scheduled = false;

  /** Builds the state from what the store holds. */
  protected abstract build(): Snapshot;

  /** Arrow functions, because React calls them without the object. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): Snapshot => (this.#cached ??= this.build());

  /** The state is another now. */
  protected changed(): void {
    this.#cached = undefined;
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
