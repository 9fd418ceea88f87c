import type { MediaEngine, MediaRoom } from './media-port.ts';

export interface GroupMediaOptions {
  engine: MediaEngine;
  /** Codec names, preferred first; asked whenever a room is opened. */
  codecs: () => readonly string[];
  /** The worker died, and everything that was open in the room with it. */
  onLost: () => void;
}

/** The media room of a group, open while somebody is in. */
export class GroupMedia {
  readonly #options: GroupMediaOptions;
  #room: Promise<MediaRoom> | undefined;

  constructor(options: GroupMediaOptions) {
    this.#options = options;
  }

  /** The room, opened when it is first needed. @throws MediaUnavailable */
  room(): Promise<MediaRoom> {
    this.#room ??= this.#open();
    return this.#room;
  }

  close(): void {
    const room = this.#room;
    this.#room = undefined;
    // A room that could not be opened has told its opener.
    room?.then((opened) => {
      opened.close();
    }, ignore);
  }

  #open(): Promise<MediaRoom> {
    const { engine, codecs, onLost } = this.#options;
    const opening = engine.openRoom({ codecs: codecs() });
    // By the time that either happens, everybody may have left and others have opened another room.
    opening.then(
      (room) => {
        room.events.once('lost', () => {
          if (this.#room !== opening) return;
          this.#room = undefined;
          onLost();
        });
      },
      () => {
        if (this.#room === opening) this.#room = undefined;
      },
    );
    return opening;
  }
}

function ignore(): void {
  // Nothing to do.
}
