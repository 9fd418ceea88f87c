import type { Encoding } from './encodings.ts';

/** How a track is sent differently from how it was at first. What is absent is as it was. */
export interface Tuning {
  /** The highest layer that is sent; -1 for none at all. */
  readonly maxLayer?: number;
  /** Bits per second, of all layers together; null for as many as at first. */
  readonly maxBitrate?: number | null;
}

/** What of a browser's sender is needed here. */
export type TunableSender = Pick<RTCRtpSender, 'getParameters' | 'setParameters'>;

/**
 * The encodings of a track that is sent, tuned. Layers share a bit rate as they did at first.
 *
 * @param current - As the browser has them; everything else in them stays.
 * @param first - What the track was sent with; empty where that was the browser's choice.
 */
export function tuned(
  current: readonly RTCRtpEncodingParameters[],
  first: readonly Encoding[],
  { maxLayer, maxBitrate }: Tuning,
): RTCRtpEncodingParameters[] {
  return current.map((encoding, index) => {
    const { maxBitrate: before, ...rest } = encoding;
    const rate =
      maxBitrate === undefined ? before : rateOf(first, { index, count: current.length, maxBitrate });
    return {
      ...rest,
      ...(rate !== undefined && { maxBitrate: rate }),
      ...(maxLayer !== undefined && { active: index <= maxLayer }),
    };
  });
}

function rateOf(
  first: readonly Encoding[],
  { index, count, maxBitrate }: { index: number; count: number; maxBitrate: number | null },
): number | undefined {
  const own = first[index]?.maxBitrate;
  if (maxBitrate === null) return own;
  const total = first.reduce((sum, encoding) => sum + (encoding.maxBitrate ?? 0), 0);
  return Math.round(own === undefined || total === 0 ? maxBitrate / count : (maxBitrate * own) / total);
}

/** Tunes how a browser sends one track: one change after the other, as browsers demand it. */
export class SenderTuner {
  readonly #sender: TunableSender;
  readonly #first: readonly Encoding[];
  #tuning: Tuning = {};
  #applied: Tuning = this.#tuning;
  #turn: Promise<void> = Promise.resolve();

  /** @param first - What the track is sent with at first; empty for the browser's choice. */
  constructor(sender: TunableSender, first: readonly Encoding[]) {
    this.#sender = sender;
    this.#first = first;
  }

  /** Changes what is given and leaves the rest. Resolves when the browser has taken it. */
  tune(change: Tuning): Promise<void> {
    this.#tuning = { ...this.#tuning, ...change };
    const done = this.#turn.then(() => this.#apply());
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #apply(): Promise<void> {
    const tuning = this.#tuning;
    // An earlier turn has taken it along.
    if (tuning === this.#applied) return;
    const parameters = this.#sender.getParameters();
    await this.#sender.setParameters({
      ...parameters,
      encodings: tuned(parameters.encodings, this.#first, tuning),
    });
    this.#applied = tuning;
  }
}
