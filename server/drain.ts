import type { Conference, Drain as PlannedStop } from './core/conference.ts';
import type { World } from './core/ports.ts';

/** How often it is looked whether everybody has gone. */
const LOOK_INTERVAL_MS = 500;

export interface DrainOptions {
  conference: Conference;
  world: World;
  /** Everybody has gone, or the time is over. */
  onDrained: () => void;
}

/**
 * Empties the server before it is stopped: nobody new comes in, those who are in learn how long they may stay, and
 * when they are gone or the time is over, it is done.
 */
export class Drain {
  readonly #options: DrainOptions;
  #cancelLook: (() => void) | undefined;

  constructor(options: DrainOptions) {
    this.#options = options;
  }

  /** What goes on; undefined while the server is not drained. */
  get planned(): PlannedStop | undefined {
    return this.#options.conference.draining;
  }

  /** Begins, or changes the time and the message of what goes on. */
  begin({ deadlineSeconds, message }: { deadlineSeconds: number; message: string }): void {
    const { conference, world } = this.#options;
    conference.drain({ closesAt: world.now() + deadlineSeconds * 1000, message });
    this.#look();
  }

  /** The server goes on after all. */
  cancel(): void {
    this.#cancelLook?.();
    this.#options.conference.cancelDrain();
  }

  /** The server is stopped for another reason. */
  close(): void {
    this.#cancelLook?.();
  }

  #look(): void {
    const { conference, world, onDrained } = this.#options;
    this.#cancelLook?.();
    this.#cancelLook = world.after(LOOK_INTERVAL_MS, () => {
      const { draining, memberCount } = conference;
      if (draining === undefined) return;
      if (memberCount === 0 || world.now() >= draining.closesAt) onDrained();
      else this.#look();
    });
  }
}
