import { Emitter } from '@evagore/shared';
import { SnapshotStore } from '../state/snapshot-store.ts';

export interface PlayerSnapshot {
  readonly name: string;
  readonly playing: boolean;
  /** Seconds; infinite or not a number while it is not known. */
  readonly duration: number;
  /** Seconds. */
  readonly position: number;
  /** Of the own loudspeaker, from 0 to 1; the others hear all of it. */
  readonly volume: number;
}

type PlayerEvents = {
  /** The file was played to its end, or cannot be played any further. */
  ended: [];
  /** Another track takes the place of one that was played. */
  trackChanged: [track: MediaStreamTrack];
};

/** The part of a media element that plays a file. */
export type PlayedElement = Partial<Pick<HTMLMediaElement, 'setSinkId'>> &
  Pick<
    HTMLMediaElement,
    | 'play'
    | 'pause'
    | 'paused'
    | 'duration'
    | 'currentTime'
    | 'volume'
    | 'addEventListener'
    | 'removeEventListener'
  >;

/** What of an element is told by its events. */
const CHANGES = ['play', 'pause', 'timeupdate', 'durationchange', 'seeked', 'volumechange'] as const;

export interface FilePlayerOptions {
  readonly name: string;
  readonly element: PlayedElement;
  /** What the element plays, as a stream. */
  readonly media: MediaStream;
  readonly release: () => void;
}

/** A file of one's own that is played to everybody, with what a player has. */
export class FilePlayer extends SnapshotStore<PlayerSnapshot> {
  readonly media: MediaStream;
  readonly events = new Emitter<PlayerEvents>();
  readonly #options: FilePlayerOptions;
  readonly #undo: (() => void)[] = [];
  #closed = false;

  constructor(options: FilePlayerOptions) {
    super();
    this.#options = options;
    this.media = options.media;
    const { element, media } = options;
    const follow = (
      target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
      name: string,
      heard: (event: Event) => void,
    ) => {
      target.addEventListener(name, heard);
      this.#undo.push(() => {
        target.removeEventListener(name, heard);
      });
    };
    for (const name of CHANGES) {
      follow(element, name, () => {
        this.changed();
      });
    }
    for (const name of ['ended', 'error']) {
      follow(element, name, () => {
        if (!this.#closed) this.events.emit('ended');
      });
    }
    follow(media, 'addtrack', (event) => {
      // Some browsers make new tracks when another part is played.
      if ('track' in event) this.events.emit('trackChanged', event.track as MediaStreamTrack);
    });
  }

  get hasSound(): boolean {
    return this.media.getAudioTracks().length > 0;
  }

  async play(): Promise<void> {
    if (this.#closed) return;
    // Interrupted by a pause, which the state says; what cannot be played at all says so by an event.
    await this.#options.element.play().catch(() => undefined);
  }

  /** Plays through another loudspeaker. @param id - Empty for that of the system. */
  setLoudspeaker(id: string): void {
    // One that went away at this moment: it goes on with what it has.
    void this.#options.element.setSinkId?.(id).catch(() => undefined);
  }

  pause(): void {
    this.#options.element.pause();
  }

  /** Goes on from there, in seconds. What lies outside of the file is moved inside. */
  seek(position: number): void {
    const { element } = this.#options;
    const end = Number.isFinite(element.duration) ? element.duration : position;
    element.currentTime = Math.min(end, Math.max(0, position));
    this.changed();
  }

  setVolume(volume: number): void {
    this.#options.element.volume = Math.min(1, Math.max(0, volume));
    this.changed();
  }

  /** Plays no more, and forgets the file. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const undo of this.#undo.splice(0)) undo();
    this.#options.element.pause();
    for (const track of this.media.getTracks()) track.stop();
    this.#options.release();
  }

  protected build(): PlayerSnapshot {
    const { name, element } = this.#options;
    return {
      name,
      playing: !element.paused,
      duration: element.duration,
      position: element.currentTime,
      volume: element.volume,
    };
  }
}
