import datachannel, { type DataChannel, type PeerConnection } from 'node-datachannel';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BadMedia } from '../core/errors.ts';
import { PROBE_MAX_BYTES, Probes, type Probe } from '../core/probes.ts';
import { FakeTally } from '../core/testing/fake-tally.ts';
import type { MediasoupEngine } from './engine.ts';
import { startEngine } from './testing/engines.ts';

/** A visitor's end of a probe: real ICE, DTLS and SCTP. */
class Visitor {
  readonly #peer: PeerConnection;
  readonly #channel: DataChannel;

  constructor() {
    this.#peer = new datachannel.PeerConnection('visitor', { iceServers: [], bindAddress: '127.0.0.1' });
    this.#channel = this.#peer.createDataChannel('', { negotiated: true, id: 0, unordered: true });
  }

  async connect(probe: Probe): Promise<void> {
    const offer = this.#peer.localDescription()?.sdp ?? '';
    const value = /a=fingerprint:sha-256 (\S+)/i.exec(offer)?.[1] ?? '';
    await probe.connect({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] });
    const opened = new Promise<void>((resolve) => {
      this.#channel.onOpen(resolve);
    });
    this.#peer.setRemoteDescription(answerFor(probe, /a=mid:(\S+)/.exec(offer)?.[1] ?? '0'), 'answer');
    await opened;
  }

  send(bytes: number): void {
    this.#channel.sendMessageBinary(Buffer.alloc(bytes));
  }

  close(): void {
    this.#peer.close();
  }
}

function answerFor({ parameters }: Probe, mid: string): string {
  const { iceParameters, iceCandidates, dtlsParameters } = parameters;
  const udp = iceCandidates.find(({ protocol }) => protocol === 'udp');
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (udp === undefined || fingerprint === undefined) throw new Error('the probe is incomplete');
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    'a=ice-lite',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 127.0.0.1',
    `a=mid:${mid}`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint.value}`,
    'a=setup:passive',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    `a=candidate:1 1 udp ${udp.priority.toString()} ${udp.address} ${udp.port.toString()} typ host`,
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

describe('A probe of a real worker', () => {
  let engine: MediasoupEngine;
  const tally = new FakeTally();
  const world = { time: 1_000_000, now: () => world.time };
  let probes: Probes;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    engine = await startEngine();
    probes = new Probes({ media: engine, world, maxAtOnce: 4, tally });
  });
  afterEach(() => {
    for (const visitor of visitors.splice(0)) visitor.close();
    probes.close();
  });
  afterAll(() => engine.close());

  function aVisitor(): Visitor {
    const visitor = new Visitor();
    visitors.push(visitor);
    return visitor;
  }

  it('offers UDP and TCP on the port of the worker, and leaves nothing open', async () => {
    const probe = await probes.open('a');
    const { iceCandidates } = probe.parameters;
    expect(new Set(iceCandidates.map(({ protocol }) => protocol))).toEqual(new Set(['udp', 'tcp']));
    expect(new Set(iceCandidates.map(({ port }) => port))).toEqual(
      new Set(engine.workers().map(({ port }) => port)),
    );
    expect((await probe.measure()).receivedBytes).toBe(0);
    probe.close();
    expect(engine.workers()[0]).toMatchObject({ rooms: 0, transports: 0 });
  });

  it('counts what a visitor sends by a data channel', async () => {
    const probe = await probes.open('a');
    const visitor = aVisitor();
    await visitor.connect(probe);
    const before = (await probe.measure()).receivedBytes;
    for (let count = 0; count < 50; count += 1) visitor.send(8192);
    await expect
      .poll(async () => (await probe.measure()).receivedBytes - before, { timeout: 20_000 })
      .toBeGreaterThan(50 * 8192);
    expect((await probe.measure()).protocol).toBe('udp');
    await expect(probe.connect({ fingerprints: [{ algorithm: 'sha-256', value: '00' }] })).rejects.toThrow(
      BadMedia,
    );
    probe.close();
    expect(tally.counted.at(-1)).toBe('probed: udp');
  });

  it('ends when more arrives than is allowed', async () => {
    const probe = await probes.open('a');
    const visitor = aVisitor();
    await visitor.connect(probe);
    for (let sent = 0; sent <= PROBE_MAX_BYTES; sent += 65_536) visitor.send(65_536);
    await expect
      .poll(
        async () => {
          await probes.tick();
          return probes.size;
        },
        { timeout: 30_000 },
      )
      .toBe(0);
  });
});
