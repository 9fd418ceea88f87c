import type { ServerConnectionEvents } from '@evagore/client';
import type { Emitter } from '@evagore/shared';
import { displayName } from '../state/participants.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import type { Clock } from '../time/clock.ts';

/** A line of what somebody says. */
export interface Caption {
  readonly id: number;
  readonly name: string;
  readonly text: string;
}

/** The shortest time a caption is shown for, and what each character adds. */
const LEAST_MS = 3000;
const READING_MS = 60;
/** Captions of a talk follow one another; an old one would stand in the way. */
const MOST_MS = 9000;

/** More would cover what is spoken of. */
const MOST_LINES = 3;

const MOST_CHARACTERS = 400;

/** What is said, written down while it is: by people, or by a program that listens. */
export class CaptionStore extends SnapshotStore<readonly Caption[]> {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #shown = new Map<number, { readonly caption: Caption; readonly cancel: () => void }>();
  readonly #undo: (() => void)[];
  #lastId = 0;
  readonly #onShown: (name: string, text: string) => void;

  /** @param onShown - Told of each caption, by whom it is and what it says. */
  constructor(
    events: Pick<Emitter<ServerConnectionEvents>, 'on'>,
    clock: Pick<Clock, 'after'>,
    onShown: (name: string, text: string) => void = () => undefined,
  ) {
    super();
    this.#onShown = onShown;
    this.#clock = clock;
    this.#undo = [
      events.on('chatReceived', ({ kind, username, value }, history) => {
        // What was said before one came is over.
        if (kind === 'caption' && !history) this.#show(displayName(username), value);
      }),
      events.on('closed', () => {
        this.close();
      }),
    ];
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    for (const id of [...this.#shown.keys()]) this.#remove(id);
  }

  protected build(): readonly Caption[] {
    return [...this.#shown.values()].map(({ caption }) => caption);
  }

  #show(name: string, value: string): void {
    const text = value.replace(/\s+/g, ' ').trim().slice(-MOST_CHARACTERS);
    if (text === '') return;
    this.#lastId += 1;
    const id = this.#lastId;
    const forMs = Math.min(MOST_MS, Math.max(LEAST_MS, text.length * READING_MS));
    const cancel = this.#clock.after(forMs, () => {
      this.#remove(id);
    });
    this.#shown.set(id, { caption: { id, name, text }, cancel });
    this.#onShown(name, text);
    for (const old of [...this.#shown.keys()].slice(0, -MOST_LINES)) this.#remove(old);
    this.changed();
  }

  #remove(id: number): void {
    this.#shown.get(id)?.cancel();
    this.#shown.delete(id);
    this.changed();
  }
}
