import { describe, expect, it } from 'vitest';
import { measureUplink, type UplinkChannel } from './uplink.ts';

/** A way that carries so many kbit/s, on a clock that moves with each pause. */
class FakeWay implements UplinkChannel {
  readyState = 'open';
  time = 0;
  readonly #kbps: number;
  #sent = 0;
  #arrived = 1000;

  constructor(kbps: number) {
    this.#kbps = kbps;
  }

  get bufferedAmount(): number {
    return this.#sent - (this.#arrived - 1000);
  }

  send(bytes: Uint8Array): void {
    this.#sent += bytes.byteLength;
  }

  readonly pause = (delayMs: number): Promise<void> => {
    this.time += delayMs;
    this.#arrived += Math.min(this.bufferedAmount, (this.#kbps * delayMs) / 8);
    return Promise.resolve();
  };

  readonly arrived = (): Promise<number> => Promise.resolve(this.#arrived);
}

const measure = (way: FakeWay, stop = new AbortController().signal) =>
  measureUplink({ channel: way, arrived: way.arrived, now: () => way.time, pause: way.pause, stop });

describe('the uplink', () => {
  it.each([90, 400, 2400])('of %i kbit/s is measured as it is', async (kbps) => {
    const found = await measure(new FakeWay(kbps));
    expect(found.kbps / kbps).toBeCloseTo(1, 1);
    expect(found.plenty).toBe(false);
  });

  it('is not filled beyond what a meeting needs', async () => {
    const found = await measure(new FakeWay(100_000));
    expect(found.kbps).toBeLessThanOrEqual(8000);
    expect(found.plenty).toBe(true);
  });

  it('is broken where the channel closes, or nothing arrives', async () => {
    const closed = new FakeWay(400);
    closed.readyState = 'closed';
    await expect(measure(closed)).rejects.toThrow('closed');
    await expect(measure(new FakeWay(0))).rejects.toThrow('nothing arrives');
  });

  it('is left at once when the test is stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    const way = new FakeWay(400);
    await measure(way, stop.signal);
    expect(way.time).toBe(0);
  });
});
