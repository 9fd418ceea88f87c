import type { World } from '../world.ts';

interface Task {
  dueMs: number;
  /** Undefined for a task that runs once. */
  readonly everyMs: number | undefined;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Pick<World, 'now' | 'every' | 'after'> {
  #nowMs = 0;
  readonly #tasks = new Set<Task>();

  readonly now = (): number => this.#nowMs;

  readonly every = (intervalMs: number, run: () => void): (() => void) =>
    this.#add({ dueMs: this.#nowMs + intervalMs, everyMs: intervalMs, run });

  readonly after = (delayMs: number, run: () => void): (() => void) =>
    this.#add({ dueMs: this.#nowMs + delayMs, everyMs: undefined, run });

  /** How many tasks wait for their time; none should once everything is closed. */
  get pending(): number {
    return this.#tasks.size;
  }

  /** Lets time pass, and runs what falls due in its order. */
  advance(ms: number): void {
    const until = this.#nowMs + ms;
    for (let task = this.#nextUntil(until); task !== undefined; task = this.#nextUntil(until)) {
      this.#nowMs = task.dueMs;
      if (task.everyMs === undefined) this.#tasks.delete(task);
      else task.dueMs += task.everyMs;
      task.run();
    }
    this.#nowMs = until;
  }

  #add(task: Task): () => void {
    this.#tasks.add(task);
    return () => {
      this.#tasks.delete(task);
    };
  }

  #nextUntil(until: number): Task | undefined {
    const due = [...this.#tasks].filter((task) => task.dueMs <= until);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0];
  }
}
