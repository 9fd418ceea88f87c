import type { SendOptions } from '@evagore/client';
import { ConferenceError } from '@evagore/shared';
import { CAMERA_LABEL, FILE_LABEL, SCREEN_LABEL } from '../state/participants.ts';
import type { StreamView } from '../state/remote-streams.ts';
import type { Kind, UpLine } from './ports.ts';

/** What is sent beside microphone and camera. */
type SideKind = 'screen' | 'camera' | 'file';

const LABELS = {
  screen: SCREEN_LABEL,
  camera: CAMERA_LABEL,
  file: FILE_LABEL,
} as const satisfies Record<SideKind, string>;

/** One stream beside the main one. */
export interface Side {
  readonly kind: SideKind;
  /** What is drawn of it at this end. */
  readonly media: MediaStream;
  readonly sending?: Readonly<Partial<Record<Kind, SendOptions>>>;
  /** Releases what it was made of. Idempotent. */
  readonly release: () => void;
}

interface Entry {
  readonly side: Side;
  readonly line: UpLine;
  /** Under which the library knows a stream and those which take its place. */
  readonly localId: string;
}

export interface SideStreamsOptions {
  readonly newUpStream: (localId?: string) => UpLine;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Everybody would pay for more: in bandwidth, and in places on the stage. */
const MOST = 8;

/** As much is shown as may be. */
export class TooMuchShown extends ConferenceError {
  readonly code = 'too-many-streams';

  constructor() {
    super(`no more than ${MOST.toString()} streams are shown at once`);
  }
}

/** Screens, further cameras and files, each a stream of its own. */
export class SideStreams {
  readonly #options: SideStreamsOptions;
  readonly #entries = new Map<Side, Entry>();
  #lastId = 0;

  constructor(options: SideStreamsOptions) {
    this.#options = options;
  }

  get all(): readonly { readonly id: string; readonly side: Side }[] {
    return [...this.#entries.values()].map(({ side, line }) => ({ id: line.id, side }));
  }

  /** Whether one more may be sent. */
  get full(): boolean {
    return this.#entries.size >= MOST;
  }

  /** Publishes all tracks. What cannot be published is released. @throws ServerError */
  async publish(side: Side): Promise<void> {
    this.#lastId += 1;
    await this.#send(side, `side-${this.#lastId.toString()}`);
  }

  /** Sends another track from now on. */
  async replaceTrack(side: Side, track: MediaStreamTrack): Promise<void> {
    await this.#entries.get(side)?.line.replaceTrack(track.kind === 'audio' ? 'audio' : 'video', track);
  }

  async setMaxBitrate(side: Side, bitsPerSecond: number | null): Promise<void> {
    await this.#entries.get(side)?.line.setMaxBitrate('video', bitsPerSecond);
  }

  /** Publishes everything anew, in place of itself. */
  async republish(): Promise<void> {
    for (const { side, localId } of [...this.#entries.values()]) {
      if (this.#entries.has(side)) await this.#send(side, localId);
    }
  }

  end(side: Side): void {
    const entry = this.#entries.get(side);
    if (entry === undefined) return;
    this.#entries.delete(side);
    side.release();
    entry.line.close();
    this.#options.changed();
  }

  endAll(): void {
    for (const side of [...this.#entries.keys()]) this.end(side);
  }

  views(selfId: string): readonly StreamView[] {
    return [...this.#entries.values()].map(({ side, line, localId }) => ({
      id: line.id,
      slot: `${selfId} ${localId}`,
      owner: selfId,
      ownerName: '',
      label: LABELS[side.kind],
      own: true,
      media: side.media,
      // What is sent from here is not to be heard here; files are played by what reads them.
      hasAudio: false,
      hasVideo: side.media.getVideoTracks().length > 0,
      troubled: false,
    }));
  }

  async #send(side: Side, localId: string): Promise<void> {
    const line = this.#options.newUpStream(localId);
    const isCurrent = () => this.#entries.get(side)?.line === line;
    this.#entries.set(side, { side, line, localId });
    line.label = LABELS[side.kind];
    line.setStream(side.media);
    line.events.on('closed', () => {
      if (isCurrent()) this.end(side);
    });
    line.events.on('failed', this.#options.failed);
    this.#options.changed();
    try {
      for (const track of side.media.getTracks()) {
        // Ended meanwhile, by whoever shares or by the window itself.
        if (!isCurrent()) return;
        await line.addTrack(track, side.sending?.[track.kind === 'audio' ? 'audio' : 'video'] ?? {});
      }
    } catch (error) {
      if (!isCurrent()) return;
      this.end(side);
      throw error;
    }
  }
}
