import type { Tally } from './ports.ts';

/** The tally of a server that nobody watches. */
export const noTally: Tally = {
  joined: ignore,
  left: ignore,
  refused: ignore,
  resumed: ignore,
  resumeRefused: ignore,
  disconnected: ignore,
  probed: ignore,
};

function ignore(): void {
  // Nobody counts.
}
