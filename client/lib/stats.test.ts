import { describe, expect, it } from 'vitest';
import { readStats } from './stats.ts';

const source = (id: string, ...entries: Record<string, unknown>[]) => ({
  track: { id },
  source: {
    stats: () => Promise.resolve(new Map(entries.map((entry, i) => [i.toString(), entry])) as RTCStatsReport),
  },
});

describe('readStats', () => {
  it('files what is sent by track and SSRC, one entry a layer', async () => {
    const low = { type: 'outbound-rtp', ssrc: 1, timestamp: 0, bytesSent: 10 };
    const high = { type: 'outbound-rtp', ssrc: 2, timestamp: 0, bytesSent: 90, framesSent: 3 };
    await expect(readStats([source('cam', low, high)], {})).resolves.toEqual({
      'cam-1': { 'outbound-rtp': { timestamp: 0, bytesSent: 10 } },
      'cam-2': { 'outbound-rtp': { timestamp: 0, bytesSent: 90, framesSent: 3 } },
    });
  });

  it('files what is received by track', async () => {
    const entry = { type: 'inbound-rtp', ssrc: 1, timestamp: 5, bytesReceived: 10, totalAudioEnergy: 0.5 };
    await expect(readStats([source('mic', entry)], {})).resolves.toEqual({
      mic: { 'inbound-rtp': { timestamp: 5, bytesReceived: 10, totalAudioEnergy: 0.5 } },
    });
  });

  it('passes over what is not about RTP streams, and values that are no numbers', async () => {
    const other = { type: 'candidate-pair', timestamp: 0, bytesSent: 10 };
    const odd = { type: 'inbound-rtp', timestamp: 0, framesDecoded: 'many' };
    await expect(readStats([source('cam', other, odd)], {})).resolves.toEqual({
      cam: { 'inbound-rtp': { timestamp: 0 } },
    });
  });

  it('gives the rate since the last look in bits per second', async () => {
    const at = (timestamp: number, bytesSent: number) =>
      source('cam', { type: 'outbound-rtp', ssrc: 1, timestamp, bytesSent });
    const first = await readStats([at(1000, 1000)], {});
    expect(first['cam-1']?.['outbound-rtp']).not.toHaveProperty('rate');
    const second = await readStats([at(3000, 2000)], first);
    expect(second['cam-1']?.['outbound-rtp']?.rate).toBe(4000);
  });

  it('gives no rate where no time has passed', async () => {
    const entry = { type: 'outbound-rtp', ssrc: 1, timestamp: 1000, bytesSent: 1000 };
    const first = await readStats([source('cam', entry)], {});
    const second = await readStats([source('cam', entry)], first);
    expect(second['cam-1']?.['outbound-rtp']).not.toHaveProperty('rate');
  });

  it('gives the energy of what is heard per second', async () => {
    const at = (timestamp: number, totalAudioEnergy: number) =>
      source('mic', { type: 'inbound-rtp', timestamp, bytesReceived: 0, totalAudioEnergy });
    const first = await readStats([at(0, 1)], {});
    const second = await readStats([at(500, 2)], first);
    expect(second['mic']?.['inbound-rtp']?.audioEnergy).toBe(2);
  });

  it('forgets tracks that are gone', async () => {
    const first = await readStats([source('mic', { type: 'inbound-rtp', timestamp: 0 })], {});
    await expect(readStats([], first)).resolves.toEqual({});
  });

  it('fails where the browser gives no statistics', async () => {
    const broken = { track: { id: 'cam' }, source: { stats: () => Promise.reject(new Error('closed')) } };
    await expect(readStats([broken], {})).rejects.toThrow('closed');
  });

  /** A report as browsers make it: entries that refer to each other by their ids. */
  const report = (id: string, entries: Record<string, Record<string, unknown>>) => ({
    track: { id },
    source: { stats: () => Promise.resolve(new Map(Object.entries(entries)) as RTCStatsReport) },
  });
  const way = {
    transport: { type: 'transport', selectedCandidatePairId: 'pair' },
    pair: { type: 'candidate-pair', currentRoundTripTime: 0.08, availableOutgoingBitrate: 900_000 },
  };

  it('tells of what is sent how it arrives, and what limits it', async () => {
    const out = {
      type: 'outbound-rtp',
      ssrc: 1,
      timestamp: 0,
      kind: 'video',
      codecId: 'codec',
      remoteId: 'remote',
      transportId: 'transport',
      rid: 'h',
      active: true,
      scalabilityMode: 'L1T3',
      qualityLimitationReason: 'cpu',
      framesPerSecond: 24,
    };
    const remote = {
      type: 'remote-inbound-rtp',
      roundTripTime: 0.05,
      jitter: 0.004,
      packetsLost: 7,
      fractionLost: 0.1,
    };
    const codec = { type: 'codec', mimeType: 'video/VP8' };
    await expect(readStats([report('cam', { out, remote, codec, ...way })], {})).resolves.toEqual({
      'cam-1': {
        'outbound-rtp': {
          timestamp: 0,
          kind: 'video',
          codec: 'vp8',
          rid: 'h',
          active: true,
          scalabilityMode: 'L1T3',
          limitedBy: 'cpu',
          framesPerSecond: 24,
          rttMs: 50,
          jitterMs: 4,
          packetsLost: 7,
          loss: 0.1,
          availableOutgoingBitrate: 900_000,
        },
      },
    });
  });

  it('tells of what is received how it came, and how long the way is', async () => {
    const at = (timestamp: number, packetsReceived: number, packetsLost: number) => {
      const entry = {
        type: 'inbound-rtp',
        timestamp,
        kind: 'audio',
        packetsReceived,
        packetsLost,
        jitter: 0.01,
      };
      return report('mic', { in: { ...entry, transportId: 'transport' }, ...way });
    };
    const first = await readStats([at(0, 100, 3)], {});
    expect(first['mic']?.['inbound-rtp']).toMatchObject({ rttMs: 80, jitterMs: 10 });
    expect(first['mic']?.['inbound-rtp']).not.toHaveProperty('loss');
    expect(first['mic']?.['inbound-rtp']).not.toHaveProperty('availableOutgoingBitrate');
    const second = await readStats([at(1000, 190, 13)], first);
    expect(second['mic']?.['inbound-rtp']?.loss).toBe(0.1);
    // What comes late is not lost after all.
    const third = await readStats([at(2000, 290, 9)], second);
    expect(third['mic']?.['inbound-rtp']?.loss).toBe(0);
    const silent = await readStats([at(3000, 290, 9)], third);
    expect(silent['mic']?.['inbound-rtp']).not.toHaveProperty('loss');
  });

  it.each([
    ['nothing limits it', { qualityLimitationReason: 'none' }],
    ['the browser has a reason of its own', { qualityLimitationReason: 'moon' }],
    ['what is referred to is not there', { remoteId: 'gone', codecId: 'gone', transportId: 'gone' }],
    ['references are no text', { remoteId: 3, codecId: {}, transportId: null }],
  ])('says nothing where %s', async (_, odd) => {
    const entry = { type: 'outbound-rtp', ssrc: 1, timestamp: 0, ...odd };
    await expect(readStats([report('cam', { entry })], {})).resolves.toEqual({
      'cam-1': { 'outbound-rtp': { timestamp: 0 } },
    });
  });
});
