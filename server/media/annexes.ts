import type { RtpCapabilities } from '@evagore/shared';
import type { Router, RouterRtpCodecCapability } from 'mediasoup/types';
import { BadMedia } from '../core/errors.ts';
import type { PayloadTypes } from '../core/media-port.ts';
import { Annex } from './annex.ts';
import { offeredCapabilities } from './parameters.ts';
import type { MediaWorker } from './worker.ts';

/** Browsers of one make all have the same payload types, so a room needs few. */
const MAX_ANNEXES = 16;

interface Entry {
  readonly annex: Promise<Annex>;
  users: number;
}

/** The annexes of a room, each open while somebody uses it. */
export class Annexes {
  readonly #worker: MediaWorker;
  readonly #main: Router;
  readonly #capabilities: RtpCapabilities;
  readonly #entries = new Map<string, Entry>();

  constructor(worker: MediaWorker, main: Router, capabilities: RtpCapabilities) {
    this.#worker = worker;
    this.#main = main;
    this.#capabilities = capabilities;
  }

  /**
   * The annex for these payload types.
   *
   * @returns `release`: to be called once, when it is not needed any more.
   * @throws BadMedia where two codecs have the same payload type, or too many annexes are in use; MediaUnavailable
   */
  async use(payloadTypes: PayloadTypes): Promise<{ annex: Annex; release: () => void }> {
    const key = JSON.stringify([...payloadTypes].sort(([a], [b]) => a - b));
    const entry = this.#entries.get(key) ?? this.#open(key, payloadTypes);
    entry.users += 1;
    const release = (): void => {
      entry.users -= 1;
      if (entry.users === 0) this.#close(key, entry);
    };
    try {
      return { annex: await entry.annex, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  closeAll(): void {
    for (const [key, entry] of [...this.#entries]) this.#close(key, entry);
  }

  #open(key: string, payloadTypes: PayloadTypes): Entry {
    if (this.#entries.size >= MAX_ANNEXES) throw new BadMedia('too many kinds of payload types are in use');
    const mediaCodecs = this.#codecsOf(payloadTypes);
    const opened = this.#worker.ask(() => this.#worker.createRouter(mediaCodecs));
    const entry = { annex: opened.then((router) => new Annex(this.#worker, this.#main, router)), users: 0 };
    this.#entries.set(key, entry);
    return entry;
  }

  #close(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    entry.annex.then(
      (annex) => {
        annex.close();
      },
      () => undefined,
    );
  }

  #codecsOf(payloadTypes: PayloadTypes): RouterRtpCodecCapability[] {
    if (new Set(payloadTypes.values()).size < payloadTypes.size) {
      throw new BadMedia('two codecs have the same payload type');
    }
    const { codecs = [] } = this.#capabilities;
    return (['audio', 'video'] as const).flatMap((kind) =>
      (offeredCapabilities(kind, { codecs }).codecs ?? []).flatMap((codec) => {
        const preferredPayloadType = payloadTypes.get(codec.preferredPayloadType);
        const isMedia = !codec.mimeType.toLowerCase().endsWith('/rtx');
        return isMedia && preferredPayloadType !== undefined ? { ...codec, preferredPayloadType } : [];
      }),
    );
  }
}
