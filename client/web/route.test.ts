import { describe, expect, it } from 'vitest';
import { destinationOf, groupPath, isWebAddress, routeOf } from './route.ts';

describe('the address', () => {
  it.each([
    ['/', { page: 'landing' }],
    ['/group/', { page: 'landing' }],
    ['/group/music/', { page: 'group', group: 'music' }],
    ['/group/music', { page: 'group', group: 'music' }],
    ['/group/physics/lab%203/', { page: 'group', group: 'physics/lab 3' }],
    ['/group/caf%C3%A9/', { page: 'group', group: 'café' }],
    ['/group/100%/', { page: 'group', group: '100%' }],
  ])('%s is understood', (pathname, route) => {
    expect(routeOf({ pathname, search: '' })).toEqual(route);
  });

  it('may carry a token', () => {
    expect(routeOf({ pathname: '/group/music/', search: '?token=a.b-c' })).toEqual({
      page: 'group',
      group: 'music',
      token: 'a.b-c',
    });
  });

  it.each(['music', 'physics/lab 3', 'café & friends', 'what?', '50%'])(
    'of the group "%s" leads back to it',
    (group) => {
      expect(routeOf({ pathname: groupPath(group), search: '' })).toEqual({ page: 'group', group });
    },
  );
});

describe('the box for a name', () => {
  const HERE = 'https://meet.example.org:8443';

  it.each([
    ['  ', { kind: 'nothing' }],
    ['/', { kind: 'nothing' }],
    [' music ', { kind: 'group', group: 'music' }],
    ['/physics/lab 3/', { kind: 'group', group: 'physics/lab 3' }],
    [`${HERE}/group/physics/lab%203/`, { kind: 'group', group: 'physics/lab 3' }],
    [`${HERE}/group/music/?token=a.b-c`, { kind: 'group', group: 'music', token: 'a.b-c' }],
    [
      'https://elsewhere.example.org/group/music/?token=x',
      { kind: 'elsewhere', address: 'https://elsewhere.example.org/group/music/?token=x' },
    ],
    // No page of a group: perhaps a name all the same, and else the server says that there is none.
    ['https://elsewhere.example.org/', { kind: 'group', group: 'https://elsewhere.example.org' }],
    ['javascript:alert(1)', { kind: 'group', group: 'javascript:alert(1)' }],
  ] as const)('understands "%s"', (input, destination) => {
    expect(destinationOf(input, HERE)).toEqual(destination);
  });
});

describe('an address to send somebody to', () => {
  it.each([
    ['https://portal.example.org/login?x=1', true],
    ['http://localhost:8080/', true],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['portal.example.org', false],
    ['', false],
  ])('%s: %s', (address, allowed) => {
    expect(isWebAddress(address)).toBe(allowed);
  });
});
