import { NotSupported, ServerError } from '@evagore/client';
import type { RtcConfiguration } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { Doctor, NoPath, type DoctorWorld, type OpenProbe, type Path, type Way } from './doctor.ts';

const CANDIDATES = [
  { protocol: 'udp', address: '203.0.113.7', port: 44_444 },
  { protocol: 'tcp', address: '203.0.113.7', port: 44_445 },
] as const;

/** A network in which a test says what is blocked. */
class FakeNetwork implements DoctorWorld {
  hasWebRtc = true;
  reachable = true;
  candidates: OpenProbe['candidates'] = CANDIDATES;
  /** Ways that do not lead there, by the protocol or the relay's address. */
  readonly blocked = new Map<string, NoPath>();
  refusal: Error | undefined;
  breaks = false;
  /** Awaited before a way stands. */
  gate: Promise<undefined> | undefined;
  readonly told: string[] = [];
  #time = 0;

  now(): number {
    return (this.#time += 10);
  }

  connect(): ReturnType<DoctorWorld['connect']> {
    if (!this.reachable) return Promise.reject(new Error('no network'));
    return Promise.resolve({
      openProbe: () =>
        this.refusal === undefined ? Promise.resolve(this.#probe()) : Promise.reject(this.refusal),
      close: () => void this.told.push('hang up'),
    });
  }

  #probe(): OpenProbe {
    return {
      candidates: this.candidates,
      open: (way) => this.#open(way),
      close: () => void this.told.push('end probe'),
    };
  }

  async #open(way: Way): Promise<Path> {
    const name = way.kind === 'relay' ? (way.relay.urls[0] ?? '') : way.kind;
    this.told.push(`try ${name}`);
    await this.gate;
    const obstacle = this.blocked.get(name);
    if (obstacle !== undefined) throw obstacle;
    return {
      tookMs: 45,
      roundTripMs: () => Promise.resolve(20),
      uplink: () => {
        this.told.push(`measure over ${name}`);
        return this.breaks
          ? Promise.reject(new Error('broken'))
          : Promise.resolve({ kbps: 900, plenty: false });
      },
      close: () => void this.told.push(`close ${name}`),
    };
  }
}

const RELAYS: RtcConfiguration = {
  iceServers: [
    { urls: ['stun:stun.example.org'] },
    { urls: ['turn:a.example.org', 'turns:a.example.org'], username: 'u', credential: 'secret' },
  ],
};

function aDoctor(rtcConfiguration?: RtcConfiguration) {
  const network = new FakeNetwork();
  const doctor = new Doctor({ world: network, host: 'meet.example.org', rtcConfiguration });
  const outcomes = () =>
    Object.fromEntries(
      doctor
        .getSnapshot()
        .checks.map(({ key, outcome }) => [
          key,
          'why' in outcome ? outcome.why : 'fault' in outcome ? outcome.fault : outcome.state,
        ]),
    );
  return { network, doctor, outcomes };
}

describe('the doctor', () => {
  it('tries one way after the other, measures over the first, and leaves nothing open', async () => {
    const { network, doctor, outcomes } = aDoctor({});
    await doctor.start();
    expect(outcomes()).toEqual({
      server: 'passed',
      udp: 'passed',
      tcp: 'passed',
      relay: 'not-offered',
      uplink: 'passed',
    });
    expect(network.told).toEqual([
      'try udp',
      'measure over udp',
      'close udp',
      'end probe',
      'try tcp',
      'close tcp',
      'end probe',
      'hang up',
    ]);
    expect(doctor.getSnapshot().running).toBe(false);
  });

  it('names the port that is blocked, and measures over what is left', async () => {
    const { network, doctor, outcomes } = aDoctor();
    network.blocked.set('udp', new NoPath('blocked'));
    await doctor.start();
    expect(outcomes()).toMatchObject({
      udp: 'blocked',
      tcp: 'passed',
      relay: 'members-only',
      uplink: 'passed',
    });
    expect(doctor.getSnapshot().checks[1]?.target).toBe('port 44444 of 203.0.113.7');
    expect(network.told).toContain('measure over tcp');
  });

  it('tests each address of each relay by itself', async () => {
    const { network, doctor, outcomes } = aDoctor(RELAYS);
    for (const protocol of ['udp', 'tcp']) network.blocked.set(protocol, new NoPath('blocked'));
    network.blocked.set('turn:a.example.org', new NoPath('relay-refused'));
    await doctor.start();
    expect(outcomes()).toMatchObject({ 'relay-0': 'relay-refused', 'relay-1': 'passed', uplink: 'passed' });
    expect(network.told).toContain('measure over turns:a.example.org');
  });

  it('says so where a kind of way is not offered', async () => {
    const { network, doctor, outcomes } = aDoctor();
    network.candidates = CANDIDATES.slice(1);
    await doctor.start();
    expect(outcomes()).toMatchObject({ udp: 'not-offered', tcp: 'passed' });
  });

  it('finds no way to measure over where all are blocked', async () => {
    const { network, doctor, outcomes } = aDoctor();
    for (const protocol of ['udp', 'tcp']) network.blocked.set(protocol, new NoPath('blocked'));
    await doctor.start();
    expect(outcomes()).toMatchObject({ udp: 'blocked', tcp: 'blocked', uplink: 'no-way' });
  });

  it('ends early where the server is out of reach', async () => {
    const { network, doctor, outcomes } = aDoctor();
    network.reachable = false;
    await doctor.start();
    expect(outcomes()).toMatchObject({ server: 'unreachable', udp: 'no-way', uplink: 'no-way' });
  });

  it.each([
    ['a Galène', new NotSupported('no'), 'not-supported'],
    ['an old server', new ServerError('bad-message', 'what?'), 'not-supported'],
    ['a busy one', new ServerError('busy', 'later'), 'busy'],
    ['one that allows none', new ServerError('not-possible', 'no'), 'not-allowed'],
    ['one that fails', new ServerError('media-unavailable', 'no'), 'not-supported'],
  ])('skips what %s does not do', async (_, refusal, why) => {
    const { network, doctor, outcomes } = aDoctor();
    network.refusal = refusal;
    await doctor.start();
    expect(outcomes()).toMatchObject({ server: 'passed', udp: why, tcp: why, uplink: why });
    expect(network.told).toEqual(['hang up']);
  });

  it('has nothing to test in a browser without WebRTC', async () => {
    const { network, doctor, outcomes } = aDoctor();
    network.hasWebRtc = false;
    await doctor.start();
    expect(outcomes()).toMatchObject({ server: 'passed', udp: 'no-webrtc' });
  });

  it('notices a way that breaks under load', async () => {
    const { network, doctor, outcomes } = aDoctor();
    network.breaks = true;
    await doctor.start();
    expect(outcomes()).toMatchObject({ udp: 'passed', uplink: 'broken' });
  });

  it('can be stopped, keeps what was found, and can begin again', async () => {
    const { network, doctor, outcomes } = aDoctor();
    const gate = Promise.withResolvers<undefined>();
    network.gate = gate.promise;
    const test = doctor.start();
    void doctor.start();
    await expect.poll(() => network.told).toEqual(['try udp']);
    doctor.stop();
    expect(outcomes()).toMatchObject({ server: 'passed', udp: 'stopped', uplink: 'stopped' });
    expect(doctor.getSnapshot().running).toBe(false);
    gate.resolve(undefined);
    await test;
    expect(outcomes()).toMatchObject({ udp: 'stopped' });
    expect(network.told.at(-1)).toBe('hang up');
    await doctor.start();
    expect(outcomes()).toMatchObject({ udp: 'passed', uplink: 'passed' });
  });
});
