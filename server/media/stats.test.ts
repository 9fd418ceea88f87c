import { describe, expect, it } from 'vitest';
import { flowOf, layersOf } from './stats.ts';

const VIDEO = { codecs: [{ clockRate: 90_000 }] };

describe('The flow of a track', () => {
  it('is the sum of its encodings, and as lossy as the busiest of them', () => {
    const streams = [
      { bitrate: 100_000, fractionLost: 128, jitter: 900, roundTripTime: 80 },
      { bitrate: 500_000, fractionLost: 64, jitter: 450, roundTripTime: 40 },
    ];
    expect(flowOf(streams, VIDEO)).toEqual({ bitrate: 600_000, loss: 0.25, jitter: 5, rtt: 40 });
  });

  it('is nothing before the first packet', () => {
    expect(flowOf([], VIDEO)).toEqual({ bitrate: 0, loss: 0 });
  });

  it('has no round trip where none was measured', () => {
    expect(flowOf([{ bitrate: 1, fractionLost: 0, jitter: 0 }], VIDEO)).not.toHaveProperty('rtt');
  });

  it('never loses more than all, and tells jitter by the clock of its codec', () => {
    const flow = flowOf([{ bitrate: 1, fractionLost: 255, jitter: 48 }], { codecs: [{ clockRate: 48_000 }] });
    expect(flow.loss).toBeLessThan(1);
    expect(flow.jitter).toBe(1);
  });
});

describe('The layers of a track', () => {
  const rtpParameters = { codecs: [], encodings: [{ scalabilityMode: 'L3T2' }] };

  it.each(['simple', 'pipe'] as const)('are not told of a %s one', (type) => {
    expect(layersOf({ type, currentLayers: undefined, rtpParameters })).toEqual({});
  });

  it.each(['simulcast', 'svc'] as const)('are counted from nothing for %s', (type) => {
    const currentLayers = { spatialLayer: 1, temporalLayer: 0 };
    expect(layersOf({ type, currentLayers, rtpParameters })).toEqual({
      sid: 1,
      maxSid: 2,
      tid: 0,
      maxTid: 1,
    });
  });

  it('are only known to exist before anything was sent', () => {
    expect(layersOf({ type: 'simulcast', currentLayers: undefined, rtpParameters })).toEqual({
      maxSid: 2,
      maxTid: 1,
    });
  });
});
