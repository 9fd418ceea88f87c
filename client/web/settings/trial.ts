import { SnapshotStore } from '../state/snapshot-store.ts';

export type TrialSnapshot =
  | { readonly phase: 'off' | 'starting' }
  | { readonly phase: 'on'; readonly track: MediaStreamTrack }
  | { readonly phase: 'failed'; readonly error: unknown };

/** A device that is tried out, and seen or heard by nobody else. */
export class Trial extends SnapshotStore<TrialSnapshot> {
  readonly #open: () => Promise<MediaStream>;
  #state: TrialSnapshot = { phase: 'off' };
  /** Counts attempts, so that a device which opens after the trial was stopped is released. */
  #attempt = 0;

  constructor(open: () => Promise<MediaStream>) {
    super();
    this.#open = open;
  }

  async start(): Promise<void> {
    this.stop();
    const attempt = this.#attempt;
    this.#set({ phase: 'starting' });
    try {
      const media = await this.#open();
      const [track] = media.getTracks();
      if (attempt !== this.#attempt || track === undefined) {
        for (const each of media.getTracks()) each.stop();
        return;
      }
      track.addEventListener('ended', () => {
        if (attempt === this.#attempt) this.stop();
      });
      this.#set({ phase: 'on', track });
    } catch (error) {
      if (attempt === this.#attempt) this.#set({ phase: 'failed', error });
    }
  }

  stop(): void {
    this.#attempt += 1;
    if (this.#state.phase === 'on') this.#state.track.stop();
    this.#set({ phase: 'off' });
  }

  protected build(): TrialSnapshot {
    return this.#state;
  }

  #set(state: TrialSnapshot): void {
    this.#state = state;
    this.changed();
  }
}
