import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GALENE_PREFIX, galenePath } from './galene-path.ts';

describe('galenePath', () => {
  it.each([
    ['.stats', { kind: 'stats' }],
    ['.groups', { kind: 'groups' }],
    ['.groups/?x=1', { kind: 'groups' }],
    ['.groups/a/b%20c/', { kind: 'group', group: 'a/b c' }],
    ['.groups/a%2Fb', { kind: 'group', group: 'a/b' }],
    ['.groups/a/.keys', { kind: 'keys', group: 'a' }],
    ['.groups/a/.users/', { kind: 'users', group: 'a' }],
    ['.groups/a/.users/x/y', { kind: 'user', group: 'a', slot: { user: 'x/y' } }],
    ['.groups/a/.users/x/y/.password', { kind: 'password', group: 'a', slot: { user: 'x/y' } }],
    ['.groups/a/.empty-user', { kind: 'user', group: 'a', slot: 'empty-user' }],
    ['.groups/a/.wildcard-user/.password', { kind: 'password', group: 'a', slot: 'wildcard-user' }],
    ['.groups/.tokens/', { kind: 'tokens', group: '' }],
    ['.groups/.tokens/t', { kind: 'token', group: '', token: 't' }],
    ['.groups/a/.tokens/t/u', { kind: 'token', group: 'a', token: 't/u' }],
  ])('reads %s', (path, expected) => {
    expect(galenePath(GALENE_PREFIX + path)).toEqual(expected);
  });

  it('throws at nothing', () => {
    const part = fc.constantFrom(
      '.groups',
      '.users',
      '.password',
      '.tokens',
      '..',
      '',
      'a',
      '%',
      '%2f',
      '%00',
      '\\',
      '?',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join('/')),
        ),
        (path) => {
          const found = galenePath(GALENE_PREFIX + path);
          if (found === undefined || !('group' in found)) return;
          const isServer = found.group === '' && (found.kind === 'tokens' || found.kind === 'token');
          if (!isServer) expect(found.group).not.toMatch(/(^|\/)(\.|$)|\\/);
        },
      ),
    );
  });
});
