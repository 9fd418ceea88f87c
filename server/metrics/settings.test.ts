import { describe, expect, it } from 'vitest';
import { contradictions, ServerConfig } from '../config/schema.ts';

describe('The settings of the metrics', () => {
  it('tell them to administrators at /metrics unless somebody wants it otherwise', () => {
    const { metrics, metricsPort, metricsHost, metricsIntervalSeconds } = ServerConfig.parse({});
    expect({ metrics, metricsPort, metricsHost, metricsIntervalSeconds }).toEqual({
      metrics: true,
      metricsPort: undefined,
      metricsHost: '127.0.0.1',
      metricsIntervalSeconds: 15,
    });
  });

  it('contradict each other where a port is given for what is off', () => {
    expect(contradictions(ServerConfig.parse({ metrics: false, metricsPort: 9464 }))).toEqual([
      expect.stringContaining('metricsPort'),
    ]);
    expect(contradictions(ServerConfig.parse({ metrics: true, metricsPort: 9464 }))).toEqual([]);
  });

  it.each([0, 0.5, 3_601])('do not allow an interval of %d seconds', (metricsIntervalSeconds) => {
    expect(ServerConfig.safeParse({ metricsIntervalSeconds }).success).toBe(false);
  });
});
