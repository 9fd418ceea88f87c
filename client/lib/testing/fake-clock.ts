import type { World } from '../world.ts';

interface Task {
  dueMs: number;
  /** Undefined for a task that runs once. */
  readonly everyMs: number | undefined;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Pick<World, 'now' | 'every' | 'after'> {
  #nowMs: number;
  readonly #tasks = new Set<Task>();

  /** @param startMs - What it shows at first, for what is compared with moments. */
  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

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

  /** The same, but what follows from a task, and waits for nothing outside, happens before what falls due later. */
  async pass(ms: number): Promise<void> {
    const until = this.#nowMs + ms;
    await turn();
    for (let task = this.#nextUntil(until); task !== undefined; task = this.#nextUntil(until)) {
      this.advance(task.dueMs - this.#nowMs);
      await turn();
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

/** Resolves when everything that needs no time has happened. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
