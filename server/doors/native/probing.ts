import type { AckValue, ClientMessage } from '@evagore/shared';
import { Closed, NoSuchTransport, NotPossible } from '../../core/errors.ts';
import { PROBE_LIFETIME_MS, PROBE_MAX_BYTES, type Probe, type Probes } from '../../core/probes.ts';

type ProbeMessage = Extract<ClientMessage, { type: 'probe' }>;

/** mediasoup's transports all have it. */
const SCTP_PORT = 5000;

/** One client's test of the way to the media engine: one at a time, and none once it has joined. */
export class Probing {
  readonly #probes: Probes | undefined;
  readonly #network: string;
  #probe: Probe | undefined;
  #closed = false;

  /** @param probes - Absent where there are none to be had. */
  constructor(probes: Probes | undefined, network: string) {
    this.#probes = probes;
    this.#network = network;
  }

  /** @throws NotPossible, Busy, NoSuchTransport, Closed, BadMedia, MediaUnavailable */
  async answer(message: ProbeMessage): Promise<AckValue> {
    switch (message.kind) {
      case 'open':
        return this.#open();
      case 'connect':
        await this.#current().connect(message.dtlsParameters);
        return undefined;
      case 'measure': {
        const { receivedBytes, protocol } = await this.#current().measure();
        return { receivedBytes, ...(protocol !== undefined && { protocol }) };
      }
      case 'close':
        this.stop();
        return undefined;
    }
  }

  /** Ends the test that there is, if any. Another one may follow. */
  stop(): void {
    this.#probe?.close();
    this.#probe = undefined;
  }

  /** The client has gone. Idempotent. */
  close(): void {
    this.#closed = true;
    this.stop();
  }

  async #open(): Promise<AckValue> {
    if (this.#probes === undefined) throw new NotPossible('this server cannot test connections');
    this.stop();
    const probe = await this.#probes.open(this.#network);
    if (this.#closed) {
      probe.close();
      throw new Closed('the connection');
    }
    this.#probe = probe;
    return {
      ...probe.parameters,
      sctpPort: SCTP_PORT,
      seconds: PROBE_LIFETIME_MS / 1000,
      maxBytes: PROBE_MAX_BYTES,
    };
  }

  #current(): Probe {
    if (this.#probe === undefined) throw new NoSuchTransport('open a probe first');
    return this.#probe;
  }
}
