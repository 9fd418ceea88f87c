import type { Stream } from '@evagore/client';
import { browserHoldClock, HeldPictures, type HoldClock } from './held-pictures.ts';

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

  constructor(changed: () => void, clock: HoldClock = browserHoldClock) {
    this.#changed = changed;
    this.#held = new HeldPictures(clock, changed);
  }

  add(line: DownLine): void {
    this.#drop(line.id);
    const undo = [
      line.events.on('trackAdded', this.#changed),
      line.events.on('trackRemoved', this.#changed),
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

  views(): readonly StreamView[] {
    return [...this.#entries.values()].map(({ line, status }) => ({
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
    }));
  }

  /** Tells how large a stream's picture is drawn; null where it is not. */
  setDrawnSize(id: string, size: DrawnSize | null): void {
    this.#entries.get(id)?.line.setDrawnSize?.(size);
  }

  close(): void {
    this.#held.close();
    for (const id of [...this.#entries.keys()]) this.#drop(id);
  }

  #drop(id: string): void {
    for (const undo of this.#entries.get(id)?.undo ?? []) undo();
    this.#entries.delete(id);
  }
}

function hasVideo(line: DownLine): boolean {
  return (line.stream?.getVideoTracks().length ?? 0) > 0;
}
