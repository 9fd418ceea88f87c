import type { TrackId } from '@evagore/shared';
import type { Router } from 'mediasoup/types';
import { Closed } from '../core/errors.ts';
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
  /** The ids of the tracks' copies here: those of one worker are all different. */
  readonly #copies = new Map<TrackId, Promise<string>>();

  /** @param main - The router of the room. */
  constructor(worker: MediaWorker, main: Router, router: Router) {
    this.router = router;
    this.#worker = worker;
    this.#main = main;
  }

  /** Lets a track be consumed here. @returns by which id. @throws BadMedia, MediaUnavailable, Closed */
  bring(track: MediasoupUp): Promise<string> {
    const known = this.#copies.get(track.id);
    if (known !== undefined) return known;
    const copy = this.#copy(track.id);
    this.#copies.set(track.id, copy);
    const forget = (): void => {
      this.#copies.delete(track.id);
    };
    track.events.once('closed', forget);
    copy.catch(forget);
    return copy;
  }

  close(): void {
    this.#copies.clear();
    this.router.close();
  }

  async #copy(producerId: TrackId): Promise<string> {
    const { pipeProducer } = await this.#worker.ask(() =>
      this.#main.pipeToRouter({ producerId, router: this.router, keepId: false, enableSctp: false }),
    );
    if (pipeProducer === undefined) throw new Closed('the track');
    return pipeProducer.id;
  }
}
