import { NotSupported } from '@evagore/client';
import type { IceCandidate, IceServer, RtcConfiguration } from '@evagore/shared';
import type { z } from 'zod';
import { t } from '../messages/translate.ts';
import { codeOf } from '../state/error-sentence.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import type { Check, CheckKind, Fault, Omission, Outcome } from './check.ts';
import type { Evidence } from './findings.ts';

type Candidate = z.infer<typeof IceCandidate>;
export type Relay = z.infer<typeof IceServer>;

/** By what a peer connection may go. */
export type Way = { readonly kind: 'udp' | 'tcp' } | { readonly kind: 'relay'; readonly relay: Relay };

/** A way that leads to the server's media engine. */
export interface Path {
  /** From the first packet until it stood. */
  readonly tookMs: number;
  /** There and back, as the browser measured it; undefined where it did not. */
  roundTripMs(): Promise<number | undefined>;
  /** Sends for some seconds, and tells how much arrived. @throws where the way breaks, or there are no data channels. */
  uplink(stop: AbortSignal): Promise<{ readonly kbps: number; readonly plenty: boolean }>;
  close(): void;
}

/** No way there. */
export class NoPath extends Error {
  readonly fault: Extract<Fault, 'blocked' | 'relay-silent' | 'relay-refused'>;

  constructor(fault: NoPath['fault']) {
    super(`the way is closed: ${fault}`);
    this.name = 'NoPath';
    this.fault = fault;
  }
}

/** A test at the server's end that waits for one way. */
export interface OpenProbe {
  /** Where the server can be reached. */
  readonly candidates: readonly Pick<Candidate, 'protocol' | 'address' | 'port'>[];
  /** @throws NoPath */
  open(way: Way, stop: AbortSignal): Promise<Path>;
  close(): void;
}

/** What the doctor needs: a connection of its own to the server. */
export interface DoctorWorld {
  /** Milliseconds on a clock that does not step. */
  now(): number;
  /** Whether the browser has WebRTC at all. */
  readonly hasWebRtc: boolean;
  /** @throws whatever keeps the signalling from opening. */
  connect(): Promise<{
    /** @throws ServerError, NotSupported */
    openProbe(): Promise<OpenProbe>;
    close(): void;
  }>;
}

export interface DoctorOptions {
  readonly world: DoctorWorld;
  /** The server, for people to recognise. */
  readonly host: string;
  /** As members are told it; undefined before joining. */
  readonly rtcConfiguration: RtcConfiguration | undefined;
}

export interface DoctorSnapshot extends Evidence {
  readonly running: boolean;
}

/** More relays than anybody waits for. */
const MOST_RELAYS = 4;

const OMISSIONS: Readonly<Record<string, Omission>> = {
  busy: 'busy',
  'not-possible': 'not-allowed',
  'bad-message': 'not-supported',
};

/** Tests the connection, step by step, and keeps what it finds. One test at a time. */
export class Doctor extends SnapshotStore<DoctorSnapshot> {
  readonly #options: DoctorOptions;
  readonly #relays: readonly { readonly relay: Relay; readonly target: string }[];
  #checks: readonly Check[] = [];
  #run: AbortController | undefined;

  constructor(options: DoctorOptions) {
    super();
    this.#options = options;
    this.#relays = relaysOf(options.rtcConfiguration);
    this.#checks = this.#plan();
  }

  /** Makes the whole test; does nothing while one is being made. */
  async start(): Promise<void> {
    if (this.#run !== undefined) return;
    const run = new AbortController();
    this.#run = run;
    this.#checks = this.#plan();
    this.changed();
    await this.#test(run.signal);
    if (this.#run !== run) return;
    this.#run = undefined;
    this.changed();
  }

  /** Stops the test; what was found stays. Idempotent. */
  stop(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    run.abort();
    this.#checks = this.#checks.map((check) =>
      check.outcome.state === 'waiting' || check.outcome.state === 'running'
        ? { ...check, outcome: { state: 'skipped', why: 'stopped' } }
        : check,
    );
    this.changed();
  }

  protected build(): DoctorSnapshot {
    const { host, rtcConfiguration } = this.#options;
    return {
      checks: this.#checks,
      host,
      relayOnly: rtcConfiguration?.iceTransportPolicy === 'relay',
      running: this.#run !== undefined,
    };
  }

  #plan(): readonly Check[] {
    const { host } = this.#options;
    const aCheck = (kind: CheckKind, target = '', key: string = kind): Check => ({
      key,
      kind,
      target,
      outcome: { state: 'waiting' },
    });
    const relays = this.#relays.map(({ target }, index) =>
      aCheck('relay', target, `relay-${index.toString()}`),
    );
    return [
      aCheck('server', host),
      aCheck('udp'),
      aCheck('tcp'),
      ...(relays.length > 0 ? relays : [aCheck('relay')]),
      aCheck('uplink'),
    ];
  }

  async #test(stop: AbortSignal): Promise<void> {
    const { world } = this.#options;
    const startedAt = world.now();
    this.#settle(stop, 'server', { state: 'running' });
    let connection: Awaited<ReturnType<DoctorWorld['connect']>>;
    try {
      connection = await world.connect();
    } catch {
      this.#settle(stop, 'server', { state: 'failed', fault: 'unreachable' });
      this.#skipRest(stop, 'no-way');
      return;
    }
    try {
      this.#settle(stop, 'server', { state: 'passed', tookMs: world.now() - startedAt });
      if (world.hasWebRtc) await this.#testMedia(connection, stop);
      else this.#skipRest(stop, 'no-webrtc');
    } finally {
      connection.close();
    }
  }

  async #testMedia(connection: { openProbe(): Promise<OpenProbe> }, stop: AbortSignal): Promise<void> {
    const ways: { key: string; way: Way }[] = [
      { key: 'udp', way: { kind: 'udp' } },
      { key: 'tcp', way: { kind: 'tcp' } },
      ...this.#relays.map(({ relay }, index) => ({
        key: `relay-${index.toString()}`,
        way: { kind: 'relay', relay } as const,
      })),
    ];
    if (this.#relays.length === 0) {
      const why = this.#options.rtcConfiguration === undefined ? 'members-only' : 'not-offered';
      this.#settle(stop, 'relay', { state: 'skipped', why });
    }
    let measured = false;
    for (const { key, way } of ways) {
      if (stop.aborted) return;
      this.#settle(stop, key, { state: 'running' });
      const probe = await this.#openProbe(connection, stop);
      if (probe === undefined) return;
      try {
        // What goes up is measured over the first way that leads there, which is what a meeting would use.
        measured = (await this.#testWay({ key, way, probe, measure: !measured }, stop)) || measured;
      } finally {
        probe.close();
      }
    }
    this.#skipRest(stop, 'no-way');
  }

  /** @returns undefined where the server makes no tests; what is left is skipped then. */
  async #openProbe(
    connection: { openProbe(): Promise<OpenProbe> },
    stop: AbortSignal,
  ): Promise<OpenProbe | undefined> {
    try {
      return await connection.openProbe();
    } catch (error) {
      const unknown = error instanceof NotSupported ? undefined : OMISSIONS[codeOf(error) ?? ''];
      this.#skipRest(stop, unknown ?? 'not-supported');
      return undefined;
    }
  }

  /** @returns whether the uplink was measured. */
  async #testWay(
    { key, way, probe, measure }: { key: string; way: Way; probe: OpenProbe; measure: boolean },
    stop: AbortSignal,
  ): Promise<boolean> {
    const offered =
      way.kind === 'relay'
        ? probe.candidates
        : probe.candidates.filter(({ protocol }) => protocol === way.kind);
    if (offered.length === 0) {
      this.#settle(stop, key, { state: 'skipped', why: 'not-offered' });
      return false;
    }
    if (way.kind !== 'relay') this.#aim(key, placeOf(offered));
    let path: Path;
    try {
      path = await probe.open(way, stop);
    } catch (error) {
      this.#settle(stop, key, { state: 'failed', fault: error instanceof NoPath ? error.fault : 'blocked' });
      return false;
    }
    try {
      this.#settle(stop, key, { state: 'passed', tookMs: path.tookMs });
      if (!measure) return false;
      await this.#measure(path, stop);
      return true;
    } finally {
      path.close();
    }
  }

  async #measure(path: Path, stop: AbortSignal): Promise<void> {
    this.#settle(stop, 'uplink', { state: 'running' });
    const startedAt = this.#options.world.now();
    try {
      const { kbps, plenty } = await path.uplink(stop);
      const tookMs = this.#options.world.now() - startedAt;
      this.#settle(stop, 'uplink', { state: 'passed', tookMs, kbps, plenty });
    } catch {
      this.#settle(stop, 'uplink', { state: 'failed', fault: 'broken' });
    }
  }

  #settle(stop: AbortSignal, key: string, outcome: Outcome): void {
    if (stop.aborted) return;
    this.#checks = this.#checks.map((check) => (check.key === key ? { ...check, outcome } : check));
    this.changed();
  }

  #skipRest(stop: AbortSignal, why: Omission): void {
    for (const { key, outcome } of this.#checks) {
      if (outcome.state === 'waiting' || outcome.state === 'running') {
        this.#settle(stop, key, { state: 'skipped', why });
      }
    }
  }

  #aim(key: string, target: string): void {
    this.#checks = this.#checks.map((check) => (check.key === key ? { ...check, target } : check));
  }
}

/** One entry for each address of a relay, so that each is tested by itself. */
export function relaysOf(configuration: RtcConfiguration | undefined): { relay: Relay; target: string }[] {
  return (configuration?.iceServers ?? [])
    .flatMap((server) => server.urls.map((url) => ({ relay: { ...server, urls: [url] }, target: url })))
    .filter(({ target }) => target.startsWith('turn'))
    .slice(0, MOST_RELAYS);
}

/** `port 44444 of 203.0.113.7`: the first of the server's addresses stands for all. */
function placeOf(candidates: OpenProbe['candidates']): string {
  const [first] = candidates;
  if (first === undefined) return '';
  return t('doctor.place', { host: first.address, port: first.port });
}
