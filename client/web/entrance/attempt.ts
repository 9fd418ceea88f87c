import type { Kind } from '../local/ports.ts';
import type { Heir, Preview } from '../state/preview.ts';
import type { HandOver } from '../state/preview-adoption.ts';
import type { Meeting } from '../state/session.ts';

export interface AttemptOptions {
  readonly devices: Preview;
  /** Whether whoever began it still waits for it. */
  readonly isWanted: () => boolean;
  /** Whether the microphone is to be muted when the meeting begins; asked at that moment. */
  readonly isSilent?: (() => boolean) | undefined;
  /** A microphone has been muted for that. */
  readonly onSilenced?: (() => void) | undefined;
}

/** What could not be opened, and why. */
export interface FailedDevice {
  readonly kind: Kind;
  readonly error: unknown;
}

/**
 * One attempt to get into the meeting.
 *
 * Its devices change hands at one moment only: when the meeting has begun, and only if somebody still wants it then.
 * Until that moment they are the preview's, where they can be turned on and off.
 */
export class Attempt {
  readonly devices: Preview;
  readonly #options: AttemptOptions;

  constructor(options: AttemptOptions) {
    this.devices = options.devices;
    this.#options = options;
  }

  isWanted(): boolean {
    return this.#options.isWanted();
  }

  /** Opens devices, one after another, as long as the attempt is wanted. */
  async open(kinds: readonly Kind[]): Promise<readonly FailedDevice[]> {
    const failed: FailedDevice[] = [];
    for (const kind of kinds) {
      if (!this.isWanted()) break;
      await this.devices.turnOn(kind);
      const now = this.devices.getSnapshot();
      if (now.failed.includes(kind)) failed.push({ kind, error: now.error });
    }
    return failed;
  }

  /**
   * @param ask - Asks for the meeting, and takes the devices as soon as it has begun.
   * @returns undefined where nobody wants the meeting any more: it is left again.
   * @throws whatever refuses.
   */
  async join(ask: (handOver: HandOver) => Promise<Meeting>): Promise<Meeting | undefined> {
    if (!this.isWanted()) return undefined;
    const meeting = await ask((heir) => this.#handOver(heir));
    if (this.isWanted()) return meeting;
    meeting.store.close();
    return undefined;
  }

  #handOver(heir: Heir): readonly MediaStreamTrack[] {
    if (!this.isWanted()) return [];
    const silent = this.#options.isSilent?.() === true;
    const tracks = this.devices.handOver({
      take: (track) => {
        if (silent) this.#silence([track]);
        heir.take(track);
      },
      failed: (kind, error) => {
        heir.failed(kind, error);
      },
    });
    if (silent) this.#silence(tracks);
    return tracks;
  }

  #silence(tracks: readonly MediaStreamTrack[]): void {
    const audio = tracks.filter(({ kind }) => kind === 'audio');
    for (const track of audio) track.enabled = false;
    if (audio.length > 0) this.#options.onSilenced?.();
  }
}
