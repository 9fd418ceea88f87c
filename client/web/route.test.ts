import { describe, expect, it } from 'vitest';
import { groupFromInput, groupPath, routeOf } from './route.ts';

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
  it.each([
    [' music ', 'music'],
    ['/physics/lab 3/', 'physics/lab 3'],
    ['https://meet.example.org:8443/group/physics/lab%203/?token=x', 'physics/lab 3'],
    ['https://elsewhere.example.org/', 'https://elsewhere.example.org'],
  ])('understands "%s"', (input, group) => {
    expect(groupFromInput(input)).toBe(group);
  });
});
