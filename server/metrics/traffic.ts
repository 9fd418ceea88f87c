import { ConferenceError } from '@evagore/shared';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { MediaTransport, TransportStats } from '../core/media-port.ts';

type Protocol = NonNullable<TransportStats['protocol']>;

/**
 * How much media goes in and out, as the transports count it: two for each member, however many streams it has.
 * What a transport carried between the last question and its end is not known.
 */
export class Traffic {
  readonly #received: Counter;
  readonly #sent: Counter;
  readonly #connected: Gauge<'protocol'>;
  readonly #before = new WeakMap<MediaTransport, TransportStats>();
  #count: Record<Protocol, number> = { udp: 0, tcp: 0 };

  constructor(registry: Registry) {
    const registers = [registry];
    this.#received = new Counter({
      name: 'evagore_media_received_bytes_total',
      help: 'Bytes of media, and of its control and encryption, that members sent.',
      registers,
    });
    this.#sent = new Counter({
      name: 'evagore_media_sent_bytes_total',
      help: 'Bytes of media, and of its control and encryption, that were sent to members.',
      registers,
    });
    this.#connected = new Gauge({
      name: 'evagore_media_transports_connected',
      help: 'Media transports that speak with their members, by protocol, in the last interval; tcp means that UDP is blocked.',
      labelNames: ['protocol'],
      registers,
    });
  }

  /** Asks one transport. */
  async sample(transport: MediaTransport): Promise<void> {
    const stats = await statsOf(transport);
    if (stats === undefined) return;
    const before = this.#before.get(transport);
    this.#before.set(transport, stats);
    this.#received.inc(Math.max(0, stats.receivedBytes - (before?.receivedBytes ?? 0)));
    this.#sent.inc(Math.max(0, stats.sentBytes - (before?.sentBytes ?? 0)));
    if (stats.protocol !== undefined) this.#count[stats.protocol] += 1;
  }

  /** Each transport was asked; another round begins. */
  endRound(): void {
    this.#connected.set({ protocol: 'udp' }, this.#count.udp);
    this.#connected.set({ protocol: 'tcp' }, this.#count.tcp);
    this.#count = { udp: 0, tcp: 0 };
  }
}

/** Undefined for a transport that has ended meanwhile. */
async function statsOf(transport: MediaTransport): Promise<TransportStats | undefined> {
  try {
    return await transport.stats();
  } catch (error) {
    if (error instanceof ConferenceError) return undefined;
    throw error;
  }
}
