import type { TrackId } from '@evagore/shared';
import type { ActiveSpeakerObserver, Router } from 'mediasoup/types';
import type { MediasoupUp } from './up.ts';
import type { MediaWorker } from './worker.ts';

/** How often loudness is compared. Whoever follows a conversation does not notice less. */
const INTERVAL_MS = 300;

type Listener = (track: TrackId) => void;

/**
 * Who of a room speaks. The worker compares the loudness that senders write into their packets, and only while
 * somebody wants to know. Owned by its room.
 */
export class Speakers {
  readonly #worker: MediaWorker;
  readonly #router: Router;
  readonly #listeners = new Set<Listener>();
  readonly #tracks = new Map<TrackId, MediasoupUp>();
  #observer: Promise<ActiveSpeakerObserver> | undefined;
  #dominant: TrackId | undefined;

  constructor(worker: MediaWorker, router: Router) {
    this.#worker = worker;
    this.#router = router;
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#observer ??= this.#open();
    if (this.#dominant !== undefined) listener(this.#dominant);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#close();
    };
  }

  /** Something that can be heard is published. */
  add(track: MediasoupUp): void {
    this.#tracks.set(track.id, track);
    if (this.#observer !== undefined) this.#listen(this.#observer, track);
  }

  /** It is not any more; the worker knows. */
  remove(track: MediasoupUp): void {
    this.#tracks.delete(track.id);
    if (this.#dominant === track.id) this.#dominant = undefined;
  }

  #open(): Promise<ActiveSpeakerObserver> {
    const opening = this.#worker.ask(() =>
      this.#router.createActiveSpeakerObserver({ interval: INTERVAL_MS }),
    );
    opening.then(
      (observer) => {
        observer.on('dominantspeaker', ({ producer }) => {
          const track = this.#tracks.get(producer.id as TrackId);
          if (track !== undefined && this.#observer === opening) this.#speaks(track.id);
        });
      },
      (err: unknown) => {
        this.#worker.log.warn({ err }, 'nobody listens who speaks');
        if (this.#observer === opening) this.#observer = undefined;
      },
    );
    for (const track of this.#tracks.values()) this.#listen(opening, track);
    return opening;
  }

  #speaks(track: TrackId): void {
    this.#dominant = track;
    for (const listener of [...this.#listeners]) listener(track);
  }

  #listen(opening: Promise<ActiveSpeakerObserver>, track: MediasoupUp): void {
    const added = opening.then((observer) =>
      this.#worker.ask(() => observer.addProducer({ producerId: track.id })),
    );
    // The track, or the room, may have ended meanwhile.
    added.catch((err: unknown) => {
      this.#worker.log.debug({ err, track: track.id }, 'track not listened to');
    });
  }

  #close(): void {
    const observer = this.#observer;
    this.#observer = undefined;
    this.#dominant = undefined;
    observer?.then(
      (opened) => {
        opened.close();
      },
      () => undefined,
    );
  }
}
