import type { Stream } from '@evagore/client';
import { browserClock, type Clock } from '../time/clock.ts';
import { HeldPictures } from './held-pictures.ts';
import { alike, settledList } from './selection.ts';

/** What the page needs of a down stream. */
export type DownLine = Pick<Stream, 'id' | 'label' | 'source' | 'username' | 'stream' | 'events'> & {
  /** The same for a stream and those that take its place. */
  readonly localId?: string;
  setDrawnSize?(size: DrawnSize | null): void;
};

/** How large a picture is drawn, in the pixels of the screen. */
export interface DrawnSize {
  readonly width: number;
  readonly height: number;
}

/** A stream as the stage places it, whoever sends it. */
export interface StreamView {
  readonly id: string;
  /** Stays the same where another stream takes the place of this one; else the id serves. */
  readonly slot?: string | undefined;
  readonly owner: string;
  readonly ownerName: string;
  readonly label: string;
  readonly own: boolean;
  readonly media: MediaStream | null;
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
  /** The last picture of the stream that this one replaces, while its own is missing. */
  readonly held?: MediaStreamTrack | undefined;
  /** Nothing arrives at the moment. */
  readonly troubled: boolean;
}

interface Entry {
  readonly line: DownLine;
  readonly undo: readonly (() => void)[];
  status: RTCIceConnectionState;
}

/** Keeps up with the streams that are received. */
export class RemoteStreams {
  readonly #entries = new Map<string, Entry>();
  readonly #changed: () => void;
  readonly #held: HeldPictures;
  #views: readonly StreamView[] = [];
  #heard: readonly StreamView[] = [];

  constructor(changed: () => void, clock: Pick<Clock, 'after'> = browserClock) {
    this.#changed = changed;
    this.#held = new HeldPictures(clock, changed);
  }

  add(line: DownLine): void {
    this.#drop(line.id);
    // Its media is the same object, whatever tracks are in it.
    const touched = (): void => {
      this.#views = this.#views.filter(({ id }) => id !== line.id);
      this.#changed();
    };
    const undo = [
      line.events.on('trackAdded', touched),
      line.events.on('trackRemoved', touched),
      line.events.on('statusChanged', (status) => {
        entry.status = status;
        this.#changed();
      }),
      line.events.on('closed', (replaced) => {
        if (replaced) this.#held.keep({ slot: line.localId, media: line.stream });
        else this.#held.drop(line.localId);
        if (this.#entries.get(line.id) === entry) this.#drop(line.id);
        this.#changed();
      }),
    ];
    const entry: Entry = { line, undo, status: 'new' };
    this.#entries.set(line.id, entry);
    this.#changed();
  }

  /** Those that are as they were are the same objects, and where all are, it is the same list. */
  views(): readonly StreamView[] {
    const before = new Map(this.#views.map((view) => [view.id, view]));
    const views = [...this.#entries.values()].map((entry) => {
      const [last, view] = [before.get(entry.line.id), this.#viewOf(entry)];
      return last !== undefined && alike(last, view) ? last : view;
    });
    return (this.#views = settledList(this.#views, views));
  }

  /** Those that have sound. */
  heard(): readonly StreamView[] {
    return (this.#heard = settledList(
      this.#heard,
      this.views().filter((stream) => stream.hasAudio),
    ));
  }

  /** Tells how large a stream's picture is drawn; null where it is not. */
  setDrawnSize(id: string, size: DrawnSize | null): void {
    this.#entries.get(id)?.line.setDrawnSize?.(size);
  }

  close(): void {
    this.#held.close();
    for (const id of [...this.#entries.keys()]) this.#drop(id);
  }

  #viewOf({ line, status }: Entry): StreamView {
    return {
      id: line.id,
      slot: line.localId,
      owner: line.source,
      ownerName: line.username,
      label: line.label,
      own: false,
      media: line.stream,
      hasAudio: (line.stream?.getAudioTracks().length ?? 0) > 0,
      hasVideo: hasVideo(line),
      held: this.#held.for({ slot: line.localId, hasVideo: hasVideo(line) }),
      troubled: status === 'failed' || status === 'disconnected',
    };
  }

  #drop(id: string): void {
    for (const undo of this.#entries.get(id)?.undo ?? []) undo();
    this.#entries.delete(id);
  }
}

function hasVideo(line: DownLine): boolean {
  return (line.stream?.getVideoTracks().length ?? 0) > 0;
}
