import { describe, expect, it } from 'vitest';
import type { Encoding } from './encodings.ts';
import { SenderTuner, tuned, type TunableSender, type Tuning } from './tuning.ts';

const LAYERS: Encoding[] = [
  { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 100_000 },
  { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 300_000 },
  { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 600_000 },
];

type Encodings = RTCRtpEncodingParameters[];

function sending(encodings: readonly Encoding[]): Encodings {
  return encodings.map((encoding) => ({ ...encoding, active: true }));
}

describe('tuned', () => {
  it.each<[Tuning, boolean[]]>([
    [{}, [true, true, true]],
    [{ maxLayer: 2 }, [true, true, true]],
    [{ maxLayer: 1 }, [true, true, false]],
    [{ maxLayer: 0 }, [true, false, false]],
    [{ maxLayer: -1 }, [false, false, false]],
    [{ maxLayer: 7 }, [true, true, true]],
  ])('sends the layers of %j', (tuning, active) => {
    const encodings = tuned(sending(LAYERS), LAYERS, tuning);
    expect(encodings.map((encoding) => encoding.active)).toEqual(active);
    expect(encodings.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
      ['l', 4],
      ['m', 2],
      ['h', 1],
    ]);
  });

  it.each<[string, readonly Encoding[], number | null, (number | undefined)[]]>([
    ['shares a rate as before', LAYERS, 500_000, [50_000, 150_000, 300_000]],
    ['takes a higher one', LAYERS, 2_000_000, [200_000, 600_000, 1_200_000]],
    ['goes back to the first one', LAYERS, null, [100_000, 300_000, 600_000]],
    ['limits what had no limit', [{}], 500_000, [500_000]],
    ['limits layers that had no limits', [{ rid: 'l' }, { rid: 'h' }], 500_000, [250_000, 250_000]],
    ['lifts what had no limit at first', [{}], null, [undefined]],
  ])('%s', (_, first, maxBitrate, rates) => {
    const before = sending(first).map((encoding) => ({ ...encoding, maxBitrate: 1 }));
    const encodings = tuned(before, first, { maxBitrate });
    expect(encodings.map((encoding) => encoding.maxBitrate)).toEqual(rates);
  });

  it('knows what the browser chose by itself as one layer', () => {
    expect(tuned([{}], [], { maxBitrate: 32_000, maxLayer: 0 })).toEqual([
      { maxBitrate: 32_000, active: true },
    ]);
  });

  it('leaves a layer off while the rate changes, and the rate while a layer comes back', () => {
    const off = tuned(sending(LAYERS), LAYERS, { maxLayer: 0 });
    const both = tuned(off, LAYERS, { maxLayer: 0, maxBitrate: 500_000 });
    expect(both.map(({ active, maxBitrate }) => [active, maxBitrate])).toEqual([
      [true, 50_000],
      [false, 150_000],
      [false, 300_000],
    ]);
  });
});

/** A sender as browsers have them: parameters are good for one change, and only for one at a time. */
class FakeSender implements TunableSender {
  encodings: Encodings = sending(LAYERS);
  changes = 0;
  #transaction = 0;
  #busy = false;
  #failure: Error | undefined;

  getParameters(): RTCRtpSendParameters {
    this.#transaction += 1;
    const encodings = structuredClone(this.encodings);
    return {
      transactionId: this.#transaction.toString(),
      encodings,
      codecs: [],
      headerExtensions: [],
      rtcp: {},
    };
  }

  async setParameters({ transactionId, encodings }: RTCRtpSendParameters): Promise<void> {
    if (this.#busy || transactionId !== this.#transaction.toString()) {
      throw new DOMException('out of turn', 'InvalidStateError');
    }
    this.#busy = true;
    await new Promise(setImmediate);
    this.#busy = false;
    this.#transaction += 1;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    this.encodings = encodings;
    this.changes += 1;
  }

  failNext(error: Error): void {
    this.#failure = error;
  }

  get active(): (boolean | undefined)[] {
    return this.encodings.map(({ active }) => active);
  }
}

describe('a tuner', () => {
  it('makes one change after the other, and the last one counts', async () => {
    const sender = new FakeSender();
    const tuner = new SenderTuner(sender, LAYERS);
    await Promise.all([
      tuner.tune({ maxLayer: -1 }),
      tuner.tune({ maxBitrate: 500_000 }),
      tuner.tune({ maxLayer: 2 }),
      tuner.tune({ maxLayer: 1 }),
    ]);
    expect(sender.active).toEqual([true, true, false]);
    expect(sender.encodings.map(({ maxBitrate }) => maxBitrate)).toEqual([50_000, 150_000, 300_000]);
    expect(sender.changes).toBeLessThanOrEqual(2);
  });

  it('tells of a failure, and goes on with the next change', async () => {
    const sender = new FakeSender();
    const tuner = new SenderTuner(sender, LAYERS);
    sender.failNext(new Error('no hardware'));
    await expect(tuner.tune({ maxLayer: 0 })).rejects.toThrow('no hardware');
    expect(sender.active).toEqual([true, true, true]);
    await tuner.tune({ maxBitrate: null });
    expect(sender.active).toEqual([true, false, false]);
  });
});
