import { describe, expect, it } from 'vitest';
import { FakeStream } from './fakes.ts';
import { readStream } from './readings.ts';

describe('readStream', () => {
  it('makes one reading of the layers of a picture', async () => {
    const camera = new FakeStream('cam');
    const layer = { timestamp: 0, kind: 'video', codec: 'vp8' } as const;
    camera.stats = {
      'v-1': {
        'outbound-rtp': {
          ...layer,
          active: true,
          bytesSent: 10,
          rate: 100,
          loss: 0.1,
          frameHeight: 180,
          frameWidth: 320,
        },
      },
      'v-2': {
        'outbound-rtp': {
          ...layer,
          active: true,
          bytesSent: 30,
          rate: 300,
          loss: 0.02,
          rttMs: 40,
          frameHeight: 360,
          frameWidth: 640,
          framesPerSecond: 24,
          limitedBy: 'bandwidth',
        },
      },
      'v-3': {
        'outbound-rtp': {
          ...layer,
          active: false,
          bytesSent: 50,
          rate: 0,
          loss: 0.9,
          frameHeight: 720,
          limitedBy: 'cpu',
        },
      },
    };
    await expect(readStream(camera)).resolves.toEqual([
      {
        key: 'cam/video',
        direction: 'up',
        owner: '',
        label: 'camera',
        kind: 'video',
        codec: 'vp8',
        bytes: 90,
        rate: 400,
        loss: 0.1,
        rttMs: 40,
        width: 640,
        height: 360,
        framesPerSecond: 24,
        limitedBy: 'bandwidth',
        layers: { sent: 2, of: 3 },
      },
    ]);
  });

  it('keeps sound and picture apart, also where the browser does not tell which is which', async () => {
    const stream = new FakeStream('s1', { source: 'ada' });
    stream.stats = {
      a: { 'inbound-rtp': { timestamp: 0, bytesReceived: 5, loss: 0.2 } },
      v: { 'inbound-rtp': { timestamp: 0, bytesReceived: 7, framesDecoded: 3 } },
    };
    const readings = await readStream(stream);
    expect(readings).toMatchObject([
      { key: 's1/audio', direction: 'down', owner: 'ada', kind: 'audio', bytes: 5, loss: 0.2 },
      { key: 's1/video', direction: 'down', owner: 'ada', kind: 'video', bytes: 7 },
    ]);
  });

  it('says nothing of layers where there is one encoding, or the browser does not tell', async () => {
    const stream = new FakeStream('cam');
    stream.report({ active: true });
    expect((await readStream(stream))[0]).not.toHaveProperty('layers');
    stream.stats = {
      one: { 'outbound-rtp': { timestamp: 0, kind: 'video' } },
      two: { 'outbound-rtp': { timestamp: 0, kind: 'video' } },
    };
    expect((await readStream(stream))[0]).not.toHaveProperty('layers');
  });

  it('has nothing to say of a stream without reports, or with reports of the other direction', async () => {
    const stream = new FakeStream('cam');
    await expect(readStream(stream)).resolves.toEqual([]);
    stream.stats = { v: { 'inbound-rtp': { timestamp: 0, kind: 'video' } } };
    await expect(readStream(stream)).resolves.toEqual([]);
  });

  it('never gives a negative rate: a sender that was made anew counts from nothing', async () => {
    const stream = new FakeStream('cam');
    stream.report({ rate: -5000 });
    expect((await readStream(stream))[0]?.rate).toBe(0);
  });
});
