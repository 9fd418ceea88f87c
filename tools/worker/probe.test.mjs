import { describe, expect, it } from 'vitest';
import { probe } from './probe.mjs';

describe('probe', () => {
  it('tells that there is no such file', () => {
    expect(probe('/no/such/worker')).toMatch(/^it cannot be started \(.*ENOENT/);
  });

  it('turns away a program that is no worker', () => {
    expect(probe(process.execPath)).toBe('it ended with exit code 0 instead of 41');
  });
});
