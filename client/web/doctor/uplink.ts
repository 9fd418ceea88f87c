/** How much goes up: sends at a bounded rate for a while, and asks the other end what has arrived. */

/** Long enough to fill what buffers there are on the way, and to see past them. */
const DURATION_MS = 3000;
/** A meeting needs less; more would take it from others. */
const MAX_KBPS = 8000;
/** At nearly the highest rate, the way may carry much more. */
const PLENTY = 0.9;
const MESSAGE_BYTES = 8192;
/** What may wait in the browser: enough that the way never runs dry. */
const MAX_BUFFERED = 131_072;
const INTERVAL_MS = 20;

/** The part of a data channel that is used. */
export interface UplinkChannel {
  readonly bufferedAmount: number;
  readonly readyState: string;
  send(bytes: Uint8Array<ArrayBuffer>): void;
}

export interface UplinkOptions {
  readonly channel: UplinkChannel;
  /** Bytes that have arrived at the other end. @throws when there is no other end any more. */
  readonly arrived: () => Promise<number>;
  readonly now: () => number;
  readonly pause: (delayMs: number) => Promise<void>;
  readonly stop: AbortSignal;
}

/**
 * @returns what arrived, in kbit/s; `plenty`: no more was tried.
 * @throws Error where the channel closes meanwhile.
 */
export async function measureUplink(options: UplinkOptions): Promise<{ kbps: number; plenty: boolean }> {
  const { channel, arrived, now, pause, stop } = options;
  const before = await arrived();
  const startedAt = now();
  const message = new Uint8Array(MESSAGE_BYTES);
  let sent = 0;
  for (let age = 0; age < DURATION_MS && !stop.aborted; age = now() - startedAt) {
    if (channel.readyState !== 'open') throw new Error('the channel has closed');
    // kbit/s times ms is bit.
    const allowed = (age * MAX_KBPS) / 8;
    while (sent < allowed && channel.bufferedAmount < MAX_BUFFERED) {
      channel.send(message);
      sent += MESSAGE_BYTES;
    }
    await pause(INTERVAL_MS);
  }
  const received = (await arrived()) - before;
  const kbps = Math.round((received * 8) / Math.max(1, now() - startedAt));
  if (received <= 0 && !stop.aborted) throw new Error('nothing arrives');
  return { kbps: Math.min(kbps, MAX_KBPS), plenty: kbps >= MAX_KBPS * PLENTY };
}
