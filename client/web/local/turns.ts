/** Runs tasks one after another. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs after what was asked before, whatever came of that. */
  next<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
