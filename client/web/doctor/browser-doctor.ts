import { ServerConnection, type Probe } from '@evagore/client';
import type { DtlsParameters } from '@evagore/shared';
import { z } from 'zod';
import { NoPath, type DoctorWorld, type OpenProbe, type Path, type Way } from './doctor.ts';
import { answerTo, dtlsOf } from './session-description.ts';
import { measureUplink } from './uplink.ts';

/** ICE repeats a lost packet five times within this; a relay takes some round trips more. */
const PATIENCE_MS = 6000;
const RELAY_PATIENCE_MS = 9000;

/** What TURN servers say to wrong credentials. @see RFC 8656, section 18 */
const UNAUTHORISED = new Set([401, 403, 438, 441]);

/** What the browser says of a way that is used, in seconds. */
const RoundTrip = z.object({
  type: z.literal('candidate-pair'),
  state: z.literal('succeeded'),
  currentRoundTripTime: z.number().nonnegative(),
});

/**
 * The doctor's surroundings in a browser: a connection of its own to the server, and a peer connection for each way.
 *
 * @param endpoint - The address of the signalling.
 */
export function browserDoctor(endpoint: string): DoctorWorld {
  return {
    now: () => performance.now(),
    hasWebRtc: typeof RTCPeerConnection === 'function',
    async connect() {
      const connection = new ServerConnection();
      await connection.connect(endpoint);
      return {
        openProbe: async () => new BrowserProbe(await connection.openProbe()),
        close() {
          connection.close();
        },
      };
    },
  };
}

class BrowserProbe implements OpenProbe {
  readonly candidates: OpenProbe['candidates'];
  readonly #probe: Probe;

  constructor(probe: Probe) {
    this.candidates = probe.opened.iceCandidates;
    this.#probe = probe;
  }

  async open(way: Way, stop: AbortSignal): Promise<Path> {
    const path = new BrowserPath(this.#probe, way);
    try {
      await path.connect(stop);
      return path;
    } catch (error) {
      path.close();
      throw error;
    }
  }

  close(): void {
    this.#probe.close();
  }
}

class BrowserPath implements Path {
  readonly #probe: Probe;
  readonly #way: Way;
  readonly #peer: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  /** What the relay answered with an error; 701 stands for no answer. */
  readonly #relayErrors: number[] = [];
  #relayed = false;
  #tookMs = 0;

  constructor(probe: Probe, way: Way) {
    this.#probe = probe;
    this.#way = way;
    this.#peer = new RTCPeerConnection(
      way.kind === 'relay' ? { iceServers: [way.relay], iceTransportPolicy: 'relay' } : {},
    );
    // The server does not speak on it, so that both ends agree beforehand. What is lost is not sent again: it is counted.
    this.#channel = this.#peer.createDataChannel('', { negotiated: true, id: 0, ordered: false });
    this.#peer.addEventListener('icecandidateerror', ({ errorCode }) => this.#relayErrors.push(errorCode));
    this.#peer.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type === 'relay' || candidate?.candidate.includes(' typ relay')) this.#relayed = true;
    });
  }

  get tookMs(): number {
    return this.#tookMs;
  }

  /** @throws NoPath */
  async connect(stop: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const { opened } = this.#probe;
    await this.#peer.setLocalDescription();
    const offer = this.#peer.localDescription?.sdp ?? '';
    const dtls: DtlsParameters = dtlsOf(offer);
    await this.#probe.connect(dtls);
    const { kind } = this.#way;
    const candidates = opened.iceCandidates.filter(({ protocol }) => kind === 'relay' || protocol === kind);
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: answerTo(offer, opened, candidates) });
    if (!(await this.#opens(stop))) throw new NoPath(this.#fault());
    this.#tookMs = performance.now() - startedAt;
  }

  async roundTripMs(): Promise<number | undefined> {
    const stats: ReadonlyMap<string, unknown> = await this.#peer.getStats();
    const times = [...stats.values()].flatMap((entry) => RoundTrip.safeParse(entry).data ?? []);
    return times.length === 0
      ? undefined
      : 1000 * Math.min(...times.map((each) => each.currentRoundTripTime));
  }

  uplink(stop: AbortSignal): Promise<{ kbps: number; plenty: boolean }> {
    return measureUplink({
      channel: this.#channel,
      arrived: async () => (await this.#probe.measure()).receivedBytes,
      now: () => performance.now(),
      pause: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
      stop,
    });
  }

  close(): void {
    this.#channel.close();
    this.#peer.close();
  }

  /** Resolves when the channel is open, or it is clear that it never will be. */
  #opens(stop: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const failed = () => {
      resolve(false);
    };
    const timer = setTimeout(failed, this.#way.kind === 'relay' ? RELAY_PATIENCE_MS : PATIENCE_MS);
    stop.addEventListener('abort', failed, { once: true });
    this.#channel.addEventListener('open', () => {
      resolve(true);
    });
    this.#peer.addEventListener('connectionstatechange', () => {
      if (this.#peer.connectionState === 'failed') failed();
    });
    this.#peer.addEventListener('icegatheringstatechange', () => {
      // A relay that gives nothing will not give anything later.
      if (this.#way.kind === 'relay' && this.#peer.iceGatheringState === 'complete' && !this.#relayed)
        failed();
    });
    return promise.finally(() => {
      clearTimeout(timer);
      stop.removeEventListener('abort', failed);
    });
  }

  #fault(): NoPath['fault'] {
    if (this.#way.kind !== 'relay' || this.#relayed) return 'blocked';
    return this.#relayErrors.some((code) => UNAUTHORISED.has(code)) ? 'relay-refused' : 'relay-silent';
  }
}
