import { whileSeen } from '../state/sight.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { LevelProbe } from './levels.ts';

/** How often loudness is looked at. */
const INTERVAL_MS = 150;
/** Speech is louder than this; breathing and keyboards mostly are not. */
const SPEECH_DB = -45;
/** A pause between two words must not make the mark flicker. */
const HOLD_MS = 700;

export interface Voice {
  readonly owner: string;
  readonly track: MediaStreamTrack;
}

interface Followed {
  readonly owner: string;
  readonly probe: LevelProbe;
  heardAt: number;
}

/** Who is speaking now, by id. */
export class Speakers extends SnapshotStore<ReadonlySet<string>> {
  readonly #followed = new Map<MediaStreamTrack, Followed>();
  #stop: (() => void) | undefined;
  #speaking: ReadonlySet<string> = new Set();

  /** Listens to these voices, and to no others any more. */
  follow(voices: readonly Voice[]): void {
    const wanted = new Set(voices.map((voice) => voice.track));
    for (const [track, followed] of this.#followed) {
      if (wanted.has(track)) continue;
      followed.probe.close();
      this.#followed.delete(track);
    }
    for (const { owner, track } of voices) {
      if (!this.#followed.has(track) && track.readyState === 'live') {
        this.#followed.set(track, { owner, probe: new LevelProbe(track), heardAt: -HOLD_MS });
      }
    }
    if (this.#followed.size === 0) this.close();
    else {
      this.#stop ??= whileSeen(INTERVAL_MS, () => {
        this.#listen();
      });
    }
  }

  close(): void {
    this.#stop?.();
    this.#stop = undefined;
    for (const { probe } of this.#followed.values()) probe.close();
    this.#followed.clear();
    this.#tell(new Set());
  }

  protected build(): ReadonlySet<string> {
    return this.#speaking;
  }

  #listen(): void {
    const now = performance.now();
    const speaking = new Set<string>();
    for (const followed of this.#followed.values()) {
      if (followed.probe.decibels() > SPEECH_DB) followed.heardAt = now;
      if (now - followed.heardAt < HOLD_MS) speaking.add(followed.owner);
    }
    this.#tell(speaking);
  }

  #tell(speaking: ReadonlySet<string>): void {
    if (speaking.size === this.#speaking.size && [...speaking].every((id) => this.#speaking.has(id))) return;
    this.#speaking = speaking;
    this.changed();
  }
}
