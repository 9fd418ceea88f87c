import type { TrackId } from '@evagore/shared';
import type { Router } from 'mediasoup/types';
import type { MediasoupUp } from './up.ts';
import type { MediaWorker } from './worker.ts';

/**
 * A second router beside that of a room, by which the same tracks go out with other payload types: mediasoup has one
 * payload type for each codec in a whole router, but those who receive without being able to negotiate may insist on
 * their own. Owned by its room; shared by all who want the same.
 */
export class Annex {
  readonly router: Router;
  readonly #worker: MediaWorker;
  readonly #main: Router;
  readonly #piped = new Map<TrackId, Promise<void>>();

  /** @param main - The router of the room. */
  constructor(worker: MediaWorker, main: Router, router: Router) {
    this.router = router;
    this.#worker = worker;
    this.#main = main;
  }

  /** Lets the track be consumed here, by its own id. @throws BadMedia, MediaUnavailable */
  bring(track: MediasoupUp): Promise<void> {
    const known = this.#piped.get(track.id);
    if (known !== undefined) return known;
    const piped = this.#pipe(track.id);
    this.#piped.set(track.id, piped);
    const forget = (): void => {
      this.#piped.delete(track.id);
    };
    track.events.once('closed', forget);
    piped.catch(forget);
    return piped;
  }

  close(): void {
    this.#piped.clear();
    this.router.close();
  }

  async #pipe(producerId: TrackId): Promise<void> {
    await this.#worker.ask(() =>
      this.#main.pipeToRouter({ producerId, router: this.router, enableSctp: false }),
    );
  }
}
