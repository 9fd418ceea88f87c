import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GroupName, MemberId, Username } from './ids.ts';
import { tries } from './testing/fuzz-budget.ts';

function accepts(schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean {
  return schema.safeParse(value).success;
}

/** Strings in which what paths, URLs and terminals take amiss is common. */
const hostileName = fc
  .array(
    fc.oneof(
      fc.constantFrom('/', '.', '..', '\\', '%2e', '%2f', '?', '#', ' ', '\0', '\n', '~', ':', '__proto__'),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('\ud800', '\udc00', '\ufeff', 'é', 'e\u0301'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('GroupName', () => {
  it.each([
    'demo',
    'physics/lab 3',
    'a/b/c/d',
    'Café',
    '会議室',
    '🎻',
    'a.b',
    'a..b',
    '%2e%2e',
    '~root',
    'x'.repeat(200),
  ])('accepts %j', (name) => {
    expect(accepts(GroupName, name)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['the current folder', '.'],
    ['the folder above', '..'],
    ['a way up', 'a/../b'],
    ['a way up at the end', 'a/..'],
    ['an absolute path', '/etc/passwd'],
    ['a trailing slash', 'a/'],
    ['an empty component', 'a//b'],
    ['a hidden file', '.hidden'],
    ['a sub-resource', 'demo/.status'],
    ['a backslash', 'a\\b'],
    ['a null character', 'a\0b'],
    ['a line feed', 'a\nb'],
    ['a delete character', 'a\u007fb'],
    ['half a surrogate pair', 'a\ud800'],
    ['a change of direction', 'a\u202eb'],
    ['an isolated direction', 'a\u2067b'],
    ['201 characters', 'x'.repeat(201)],
    ['a number', 3],
    ['null', null],
  ])('refuses %s', (_, name) => {
    expect(accepts(GroupName, name)).toBe(false);
  });

  it('always resolves inside of the folder that it is resolved in', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        fc.pre(accepts(GroupName, name));
        const root = '/srv/groups';
        const path = posix.resolve(root, name);
        expect(path).toBe(`${root}/${name}`);
        expect(posix.normalize(name)).toBe(name);
      }),
      tries(100),
    );
  });

  it('survives a URL', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        fc.pre(accepts(GroupName, name));
        const encoded = name.split('/').map(encodeURIComponent).join('/');
        const url = new URL(`https://meet.example.org/group/${encoded}/.status`);
        const components = url.pathname.split('/').map(decodeURIComponent);
        expect(components.slice(2, -1).join('/')).toBe(name);
      }),
      tries(100),
    );
  });
});

describe('Username', () => {
  it('may be empty, for the anonymous', () => {
    expect(accepts(Username, '')).toBe(true);
  });

  it.each(['ada', 'Ada Lovelace', 'Zoë', 'guests/ada', 'x'.repeat(128)])('accepts %j', (name) => {
    expect(accepts(Username, name)).toBe(true);
  });

  it.each([
    '.',
    '..',
    '.ada',
    'a/../b',
    'a//b',
    '/',
    'a\\b',
    'a\nb',
    'a\udc00',
    '\u202eada',
    'x'.repeat(129),
    3,
    null,
  ])('refuses %j', (name) => {
    expect(accepts(Username, name)).toBe(false);
  });
});

describe('MemberId', () => {
  it.each(['a', '0123456789abcdef', '!~', '__proto__', 'x'.repeat(64)])('accepts %j', (id) => {
    expect(accepts(MemberId, id)).toBe(true);
  });

  it.each(['', ' ', 'a b', 'a\n', 'é', 'x'.repeat(65), 7, null, ['a']])('refuses %j', (id) => {
    expect(accepts(MemberId, id)).toBe(false);
  });
});
