import fc from 'fast-check';
import { GroupName } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { groupPath, groupRoute } from './group-route.ts';

describe('groupRoute', () => {
  it('finds the page of a group, subgroups included', () => {
    expect(groupRoute('/group/tea/')).toEqual({ kind: 'page', name: 'tea' });
    expect(groupRoute('/group/physics/lab%203/?token=x')).toEqual({ kind: 'page', name: 'physics/lab 3' });
  });

  it('sends other spellings to the proper one, without their query', () => {
    expect(groupRoute('/group/tea?token=x')).toEqual({ kind: 'redirect', to: '/group/tea/' });
    expect(groupRoute('/group//a//b')).toEqual({ kind: 'redirect', to: '/group/a/b/' });
    expect(groupRoute('/group/%C3%A4?x')).toEqual({ kind: 'redirect', to: '/group/%C3%A4/' });
    expect(groupRoute('/group/a//.status')).toEqual({ kind: 'redirect', to: '/group/a/.status' });
  });

  it('finds what hangs on a group', () => {
    expect(groupRoute('/group/a/b/.status')).toEqual({ kind: 'resource', name: 'a/b', resource: '.status' });
    expect(groupRoute('/group/a/.whip/7')).toEqual({ kind: 'resource', name: 'a', resource: '.whip/7' });
    expect(groupRoute('/group/a/.status/')).toEqual({ kind: 'resource', name: 'a', resource: '.status/' });
  });

  it('finds nothing in names that no group has', () => {
    for (const bad of [
      '',
      '.status',
      'a\\b/',
      'a%5Cb/',
      '%00/',
      'a%0ab/',
      '%',
      '%ff/',
      `${'x'.repeat(201)}/`,
    ]) {
      expect(groupRoute(`/group/${bad}`)).toEqual({ kind: 'nothing' });
    }
  });

  it('takes no dots for a way up, however they are written', () => {
    for (const up of [
      '../x/',
      '%2e%2e/x/',
      'a/../b/',
      'a/%2e%2e/b/',
      'a%2f..%2fb/',
      'a/.%2E/',
      'a/./b/',
      'a/.x/../b',
    ]) {
      expect(groupRoute(`/group/${up}`)).toEqual({ kind: 'nothing' });
    }
  });

  const pieces = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '%2e',
    '%2f',
    '%5c',
    '%00',
    '%25',
    'a',
    '?',
    '#',
    '://evil.example',
  );
  const targets = fc.oneof(
    fc.string(),
    fc.webPath(),
    fc.array(pieces).map((some) => some.join('')),
  );

  it('yields valid names alone, and redirects only below /group/', () => {
    fc.assert(
      fc.property(targets, (path) => {
        const route = groupRoute(`/group/${path}`);
        if (route.kind === 'page' || route.kind === 'resource') {
          expect(GroupName.safeParse(route.name).success).toBe(true);
          expect(route.name.split('/')).not.toContain('..');
        }
        if (route.kind === 'redirect')
          expect(new URL(route.to, 'https://a.example/').href).toMatch(/^https:\/\/a\.example\/group\/[^/]/);
      }),
      tries(2_000),
    );
  });

  it('comes to rest after one redirect', () => {
    fc.assert(
      fc.property(targets, (path) => {
        const route = groupRoute(`/group/${path}`);
        if (route.kind === 'redirect') expect(groupRoute(route.to).kind).not.toBe('redirect');
      }),
      tries(2_000),
    );
  });
});

describe('groupPath', () => {
  it('leads back to the group', () => {
    for (const text of ['tea', 'a/b c', 'ä?#%', 'x:y']) {
      const name = GroupName.parse(text);
      expect(groupRoute(groupPath(name))).toEqual({ kind: 'page', name });
    }
  });
});
