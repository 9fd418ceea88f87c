import type { DtlsParameters, TransportParameters } from '@evagore/shared';
import { Busy, Closed, NotPossible } from './errors.ts';
import type { MediaEngine, MediaRoom, MediaTransport, TransportStats } from './media-port.ts';
import { noTally } from './no-tally.ts';
import type { Tally, World } from './ports.ts';

/** A probe that was not closed by whoever opened it ends after so long: enough for ICE to give up, and to measure. */
export const PROBE_LIFETIME_MS = 20_000;

/** Three seconds at 20 Mbit/s, which is more than a meeting takes. */
export const PROBE_MAX_BYTES = 8_000_000;

/** Probes of one network that may be open at once: a few people behind one address find out together. */
const AT_ONCE_PER_NETWORK = 4;

/** Probes of one network within {@link WINDOW_MS}: a test of the connection opens one for each way. */
const IN_WINDOW_PER_NETWORK = 40;
const IN_WINDOW = 400;
const WINDOW_MS = 60_000;

/** How often `tick` is to be called. */
export const PROBE_TICK_MS = 1000;

export interface ProbesOptions {
  readonly media: Pick<MediaEngine, 'openRoom'>;
  readonly world: Pick<World, 'now'>;
  /** Open at once, for everybody together; 0 allows none. */
  readonly maxAtOnce: number;
  /** Absent: nobody counts. */
  readonly tally?: Tally | undefined;
}

/** Tests of the way between a visitor and the media engine, before any group is joined. */
export class Probes {
  readonly #options: ProbesOptions;
  readonly #open = new Set<Probe>();
  /** Probes that are being opened, by network. */
  readonly #opening: string[] = [];
  /** When and by whom probes were opened lately. Bounded, because no more are opened than fit. */
  #lately: readonly { readonly network: string; readonly at: number }[] = [];

  constructor(options: ProbesOptions) {
    this.#options = options;
  }

  /** How many are open now. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Opens a probe in a room of its own, on the worker that the next group would get.
   *
   * @param network - Whose probes count together, such as an address.
   * @throws NotPossible where the server allows none; Busy, MediaUnavailable.
   */
  async open(network: string): Promise<Probe> {
    this.#admit(network);
    this.#opening.push(network);
    let room: MediaRoom | undefined;
    try {
      room = await this.#options.media.openRoom({ codecs: [], data: true });
      const transport = await room.openTransport();
      return this.#begin(network, room, transport);
    } catch (error) {
      room?.close();
      throw error;
    } finally {
      this.#opening.splice(this.#opening.indexOf(network), 1);
    }
  }

  /** Ends probes that have been open for too long, or have carried too much. */
  async tick(): Promise<void> {
    const now = this.#options.world.now();
    await Promise.all([...this.#open].map((probe) => probe.check(now)));
  }

  close(): void {
    for (const probe of [...this.#open]) probe.close();
  }

  #admit(network: string): void {
    const { maxAtOnce, world } = this.#options;
    if (maxAtOnce === 0) throw new NotPossible('this server does not let visitors test their connection');
    const now = world.now();
    this.#lately = this.#lately.filter(({ at }) => now - at < WINDOW_MS);
    const open = [...this.#opening, ...[...this.#open].map((probe) => probe.network)];
    const own = (networks: readonly string[]) => networks.filter((each) => each === network).length;
    const lately = this.#lately.map((each) => each.network);
    const busy =
      open.length >= maxAtOnce ||
      own(open) >= AT_ONCE_PER_NETWORK ||
      lately.length >= IN_WINDOW ||
      own(lately) >= IN_WINDOW_PER_NETWORK;
    if (busy) throw new Busy('testing the connections of others');
    this.#lately = [...this.#lately, { network, at: now }];
  }

  #begin(network: string, room: MediaRoom, transport: MediaTransport): Probe {
    const { tally = noTally, world } = this.#options;
    const probe = new Probe({
      network,
      room,
      transport,
      endsAt: world.now() + PROBE_LIFETIME_MS,
      onClosed: (protocol) => {
        this.#open.delete(probe);
        tally.probed(protocol ?? 'none');
      },
    });
    this.#open.add(probe);
    return probe;
  }
}

interface ProbeOptions {
  readonly network: string;
  readonly room: MediaRoom;
  readonly transport: MediaTransport;
  /** In milliseconds since the epoch. */
  readonly endsAt: number;
  readonly onClosed: (protocol: TransportStats['protocol']) => void;
}

/** A transport that leads nowhere: what arrives is counted and thrown away. */
export class Probe {
  readonly network: string;
  readonly #options: ProbeOptions;
  #protocol: TransportStats['protocol'];
  #closed = false;

  constructor(options: ProbeOptions) {
    this.network = options.network;
    this.#options = options;
    // The other end has gone, or the worker has.
    options.transport.events.once('closed', () => {
      this.close();
    });
  }

  get parameters(): TransportParameters {
    return this.#options.transport.parameters;
  }

  /** @throws BadMedia, Closed, MediaUnavailable */
  connect(dtls: DtlsParameters): Promise<void> {
    this.#assertOpen();
    return this.#options.transport.connect(dtls);
  }

  /** What has arrived so far, and by which protocol. @throws Closed, MediaUnavailable */
  async measure(): Promise<Pick<TransportStats, 'receivedBytes' | 'protocol'>> {
    this.#assertOpen();
    const { receivedBytes, protocol } = await this.#options.transport.stats();
    this.#protocol ??= protocol;
    return { receivedBytes, protocol };
  }

  /** Ends it if it has had its time, or its bytes. */
  async check(now: number): Promise<void> {
    if (now >= this.#options.endsAt) {
      this.close();
      return;
    }
    try {
      const { receivedBytes } = await this.measure();
      if (receivedBytes > PROBE_MAX_BYTES) this.close();
    } catch {
      // It has ended meanwhile, or its worker has.
      this.close();
    }
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { room, onClosed } = this.#options;
    room.close();
    onClosed(this.#protocol);
  }

  #assertOpen(): void {
    if (this.#closed) throw new Closed('the probe');
  }
}
