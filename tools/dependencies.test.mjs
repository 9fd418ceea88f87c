import { describe, expect, it } from 'vitest';
import { npmCommand } from './dependencies.mjs';

describe('npmCommand', () => {
  it('takes the npm that called us', () => {
    const env = { npm_execpath: '/opt/npm/bin/npm-cli.js', PATH: '' };
    expect(npmCommand(env)).toEqual([process.execPath, '/opt/npm/bin/npm-cli.js']);
  });

  it('does not mistake another package manager for npm', () => {
    expect(() => npmCommand({ npm_execpath: '/opt/pnpm/bin/pnpm.cjs', PATH: '' })).toThrow(
      'npm is not on the PATH',
    );
  });
});
