import { describe, expect, it } from 'vitest';
import { parseGroupFile } from './group-file.ts';
import { BadText } from './json-text.ts';

const parse = (content: unknown) => parseGroupFile(JSON.stringify(content));
const permissions = (content: object, name: string) => [
  ...(parse(content).users.get(name)?.permissions ?? []),
];

function complaint(content: unknown): string {
  try {
    parse(content);
  } catch (error) {
    expect(error).toBeInstanceOf(BadText);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('was accepted');
}

describe('parseGroupFile', () => {
  it('describes an empty file as a private group with the usual codecs', () => {
    expect(parse({}).description).toEqual({
      public: false,
      maxHistoryAge: 14_400,
      allowRecording: false,
      autolock: false,
      autokick: false,
      codecs: ['vp8', 'opus'],
    });
  });

  it('reads all that a description may say', () => {
    const file = parse({
      displayName: 'Tea',
      description: 'At five',
      contact: 'ada@example.org',
      comment: 'x',
      public: true,
      redirect: 'https://other.example/group/tea/',
      'max-clients': 7,
      'max-history-age': 60,
      'not-before': '2030-01-31T18:00:00+01:00',
      expires: '2030-02-01T00:00:00.5Z',
      'allow-recording': true,
      autolock: true,
      autokick: true,
      authServer: 'https://auth.example/',
      authPortal: 'https://portal.example/',
      codecs: ['vp9', 'opus'],
    });
    expect(file.description).toEqual({
      displayName: 'Tea',
      description: 'At five',
      public: true,
      redirect: 'https://other.example/group/tea/',
      maxClients: 7,
      maxHistoryAge: 60,
      notBefore: Date.UTC(2030, 0, 31, 17),
      expires: Date.UTC(2030, 1, 1, 0, 0, 0, 500),
      allowRecording: true,
      autolock: true,
      autokick: true,
      authServer: 'https://auth.example/',
      authPortal: 'https://portal.example/',
      codecs: ['vp9', 'opus'],
    });
    expect(file.warnings).toEqual([]);
  });

  it('takes a limit of 0 members for none', () => {
    expect(parse({ 'max-clients': 0 }).description).not.toHaveProperty('maxClients');
  });

  it('reads role names', () => {
    const users = {
      op: { permissions: 'op' },
      p: { permissions: 'present' },
      o: { permissions: 'observe' },
      n: {},
    };
    expect(permissions({ users }, 'op')).toEqual(['op', 'present', 'message', 'caption', 'token']);
    expect(permissions({ users }, 'p')).toEqual(['present', 'message']);
    expect(permissions({ users }, 'o')).toEqual([]);
    expect(permissions({ users }, 'n')).toEqual([]);
  });

  it('widens role names by the flags of the group, but not arrays', () => {
    const content = {
      'allow-recording': true,
      'unrestricted-tokens': true,
      users: {
        op: { permissions: 'op' },
        p: { permissions: 'present' },
        list: { permissions: ['op', 'present'] },
      },
    };
    expect(permissions(content, 'op')).toContain('record');
    expect(permissions(content, 'p')).toContain('token');
    expect(permissions(content, 'list')).toEqual(['op', 'present']);
  });

  it('keeps the empty user apart from the wildcard', () => {
    const file = parse({ users: { '': { permissions: 'op' } }, 'wildcard-user': { permissions: 'message' } });
    expect(file.users.get('')?.permissions).toContain('op');
    expect(file.wildcardUser?.permissions).not.toContain('op');
  });

  it.each([
    ['allows it, and anybody gets in', { 'allow-anonymous': true, 'wildcard-user': {} }, true],
    [
      'allows it, and an authorisation server decides',
      { 'allow-anonymous': true, authServer: 'https://a/' },
      true,
    ],
    ['has an entry for them', { users: { '': { permissions: 'message' } } }, true],
    ['allows it, and nobody of whom it has no entry gets in', { 'allow-anonymous': true }, undefined],
    ['does not allow it', { 'wildcard-user': {} }, undefined],
  ])('tells whether people need a name: where it %s', (_, content, anonymous) => {
    expect(parse(content).description.anonymous).toBe(anonymous);
  });

  it('translates the lists of old files', () => {
    const file = parse({
      op: [{ username: 'ada', password: 'tea' }],
      presenter: [{ username: 'ada' }, { username: 'bob' }],
      other: [{}],
      'allow-subgroups': true,
      'allow-anonymous': true,
    });
    expect(file.users.get('ada')).toMatchObject({ password: { type: 'plain', key: 'tea' } });
    expect(file.users.get('ada')?.permissions).toContain('op');
    expect(file.users.get('bob')).toMatchObject({ password: { type: 'wildcard' } });
    expect([...(file.wildcardUser?.permissions ?? [])]).toEqual(['message']);
    expect(file).toMatchObject({ autoSubgroups: true, warnings: [] });
  });

  it('lets users win over the lists of old files', () => {
    const file = parse({ op: [{ username: 'ada', password: 'old' }], users: { ada: { password: 'new' } } });
    expect(file.users.get('ada')).toMatchObject({ password: { key: 'new' } });
  });

  it('knows which password takes longest', () => {
    const pbkdf2 = { type: 'pbkdf2', hash: 'sha-256', key: '00'.repeat(32), salt: '00', iterations: 4096 };
    expect(parse({ users: { a: { password: 'x' }, b: { password: pbkdf2 } } }).costliest.type).toBe('pbkdf2');
  });

  it('works with unknown fields, and names them', () => {
    expect(parse({ $schema: 'x', colour: 'red', displayname: 'x' }).warnings).toEqual([
      'unknown fields have no effect: colour, displayname',
    ]);
  });

  it('reads the keys of tokens, each for its algorithm', () => {
    const k = Buffer.alloc(32, 7).toString('base64url');
    const file = parse({ authKeys: [{ kty: 'oct', alg: 'HS256', k, kid: 'one' }] });
    expect(file.authKeys).toMatchObject([{ alg: 'HS256', kid: 'one' }]);
    expect(file.authKeys[0]?.key?.symmetricKeySize).toBe(32);
    expect(file.warnings).toEqual([]);
  });

  it('names a key that cannot be used, without the key, and keeps its place', () => {
    const file = parse({ authKeys: [{ kty: 'oct', alg: 'HS256', k: 'hunter2' }] });
    expect(file.authKeys).toEqual([{ alg: 'HS256', kid: undefined, key: undefined }]);
    expect(file.warnings).toEqual(['authKeys[0] cannot be used: k: must be 32 bytes for HS256']);
  });

  it('gives nobody the permission of the server itself', () => {
    const content = { users: { a: { permissions: ['system', 'message'] } } };
    expect(permissions(content, 'a')).toEqual(['message']);
    expect(parse(content).warnings).toEqual(['users.a: unknown permissions have no effect: system']);
  });

  it('names a password of an unknown type by its user', () => {
    expect(parse({ users: { 'a b': { password: { type: 'argon2' } } } }).warnings).toEqual([
      'users."a b": nobody can log in, as passwords of type "argon2" are not known',
    ]);
  });

  it('names unknown permissions, and grants the known ones', () => {
    const content = { users: { a: { permissions: ['fly', 'op'] } } };
    expect(permissions(content, 'a')).toEqual(['op']);
    expect(parse(content).warnings).toEqual(['users.a: unknown permissions have no effect: fly']);
  });

  it('refuses text that is not JSON', () => {
    expect(() => parseGroupFile('{"public": tru')).toThrow(/this is not JSON/);
  });

  it('quotes nothing of a text that is not JSON', () => {
    expect(() => parseGroupFile('{"users": {"ada": {"password": hunter2}}}')).toThrow(
      /^this is not JSON: Unexpected token 'h'$/,
    );
  });

  it('refuses JSON that is no object', () => {
    expect(complaint([])).toBe('expected object, received array');
  });

  it('refuses a wrong type, with its path', () => {
    expect(complaint({ public: 'yes' })).toBe('public: expected boolean, received string');
  });

  it('refuses a permission name that is not known, with its path', () => {
    expect(complaint({ users: { ada: { permissions: 'presenter' } } })).toMatch(
      /^users\.ada\.permissions: must be one of op,/,
    );
  });

  it('refuses a hash that is none, with its path and without the hash', () => {
    const message = complaint({ users: { ada: { password: { type: 'bcrypt', key: 'hunter2' } } } });
    expect(message).toMatch(/^users\.ada\.password\.key: must be a bcrypt hash/);
    expect(message).not.toContain('hunter2');
  });

  it('refuses a hash that would take minutes', () => {
    const key = `$2b$31$${'a'.repeat(53)}`;
    expect(complaint({ users: { ada: { password: { type: 'bcrypt', key } } } })).toContain('cost 4 to 17');
  });

  it('refuses a redirect that is no web address', () => {
    expect(complaint({ redirect: 'javascript:alert(1)' })).toContain('redirect: must be a URL');
  });

  it('refuses a time without its zone', () => {
    expect(complaint({ expires: '2030-01-31T18:00:00' })).toContain('expires: must be a time with its zone');
  });

  it('tells all that is wrong at once', () => {
    expect(complaint({ public: 1, codecs: 'vp8' })).toMatch(/public: .*; codecs: /);
  });
});
