import type { Stream } from '@evagore/client';

/** What the page needs of a down stream. */
export type DownLine = Pick<Stream, 'id' | 'label' | 'source' | 'username' | 'stream' | 'events'>;

/** A stream as the stage places it, whoever sends it. */
export interface StreamView {
  readonly id: string;
  readonly owner: string;
  readonly ownerName: string;
  readonly label: string;
  readonly own: boolean;
  readonly media: MediaStream | null;
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
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

  constructor(changed: () => void) {
    this.#changed = changed;
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
      line.events.on('closed', () => {
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
      owner: line.source,
      ownerName: line.username,
      label: line.label,
      own: false,
      media: line.stream,
      hasAudio: (line.stream?.getAudioTracks().length ?? 0) > 0,
      hasVideo: (line.stream?.getVideoTracks().length ?? 0) > 0,
      troubled: status === 'failed' || status === 'disconnected',
    }));
  }

  close(): void {
    for (const id of [...this.#entries.keys()]) this.#drop(id);
  }

  #drop(id: string): void {
    for (const undo of this.#entries.get(id)?.undo ?? []) undo();
    this.#entries.delete(id);
  }
}
