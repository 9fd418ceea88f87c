import type { Dialect } from '../dialects/actor.ts';
import type { Stage } from '../stage.ts';

/** One numbered sentence of the specification, as something that a server does or does not do. */
export interface Statement {
  /** As in the specification: `C43`. */
  readonly id: string;
  readonly title: string;
  /** The dialects in which it can be asked; those that concern no websocket are asked in all. */
  readonly dialects: readonly Dialect[];
  /** It waits for the server's own timers, up to a minute. */
  readonly slow?: true;
  /** What of the sentence is not asked here, where that is so. */
  readonly leavesOut?: string;
  /** @throws what is wrong, or {@link NotApplicable}. */
  run(stage: Stage): Promise<void>;
}

/** Thrown by a statement that cannot be asked of this server, with the reason. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}
