import { createHmac, pbkdf2Sync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import bcrypt from 'bcrypt';
import { GroupName } from '@evagore/shared';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotAuthorised, TokenExpired, TokenForAnotherGroup, UsernameTaken } from '../core/errors.ts';
import { GroupAuthenticator } from './authenticator.ts';
import { GroupEditor } from './group-editor.ts';
import { GroupFiles } from './group-files.ts';
import { IceServers } from './ice-servers.ts';
import { Passwords } from './passwords.ts';
import { SiteFile } from './site-file.ts';
import { testFolder, testLog, type LogLine, type TestFolder } from './testing.ts';
import { TokenEditor } from './token-editor.ts';
import { TokenFile } from './tokens.ts';

/** The folders of a Galène that has run for some years, and how this server stands on them as they are. */

const TODAY = Date.parse('2030-06-01T12:00:00Z');
const name = (text: string) => GroupName.parse(text);
const SECRET = Buffer.alloc(32, 42);

/** As its tools write it: 4096 iterations, 32 bytes of key, 8 of salt. */
const pbkdf2 = (password: string) => ({
  type: 'pbkdf2',
  hash: 'sha-256',
  key: pbkdf2Sync(password, Buffer.from('0011223344556677', 'hex'), 4096, 32, 'sha256').toString('hex'),
  salt: '0011223344556677',
  iterations: 4096,
});

const FILES: Record<string, unknown> = {
  'data/config.json': {
    canonicalHost: 'galene.example:8443',
    writableGroups: true,
    users: {
      root: {
        password: { type: 'bcrypt', key: bcrypt.hashSync('toor', 4).replace('$2b$', '$2a$') },
        permissions: 'admin',
      },
    },
  },
  'data/ice-servers.json': [
    { urls: ['stun:stun.example:3478'] },
    {
      urls: ['turn:turn.example:443', 'turn:turn.example:443?transport=tcp'],
      username: 'galene',
      credential: 'x',
    },
    { urls: ['turns:turn.example'], username: 'galene', credential: 'shared', credentialType: 'hmac-sha1' },
  ],
  'data/var/tokens.jsonl':
    '{"token":"a8bCdEfGhIj","group":"lectures","includeSubgroups":true,"permissions":["message"],"expires":"2031-01-01T00:00:00.5+01:00","issuedAt":"2030-01-01T00:00:00.123456789Z","issuedBy":"alice"}\n' +
    '{"token":"b8bCdEfGhIj","group":"public","username":"carol","permissions":["present","message"],"expires":"2030-12-01T00:00:00Z"}\n' +
    '{"token":"c8bCdEfGhIj","group":"public","permissions":["present"],"expires":"2030-05-31T00:00:00Z"}\n',
  'groups/public.json': {
    op: [{ username: 'alice', password: 'old' }],
    presenter: [{}],
    'allow-anonymous': true,
    public: true,
    description: 'Everybody is welcome',
  },
  'groups/lectures.json': {
    displayName: 'Lectures',
    autolock: true,
    autokick: true,
    'auto-subgroups': true,
    'allow-recording': true,
    users: {
      alice: { password: pbkdf2('wonderland'), permissions: 'op' },
      whip: { password: '', permissions: 'present' },
      '': { permissions: 'observe', password: { type: 'wildcard' } },
    },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'observe' },
    authKeys: [{ kty: 'oct', alg: 'HS256', k: SECRET.toString('base64url'), kid: '20300101' }],
    authServer: 'https://auth.example/',
    codecs: ['vp8', 'vp9', 'opus'],
  },
};

let folder: TestFolder;
let lines: LogLine[];
let groups: GroupFiles;

beforeEach(async () => {
  folder = await testFolder();
  for (const [file, content] of Object.entries(FILES)) await folder.write(file, content);
});
afterEach(async () => {
  groups.close();
  await folder.remove();
});

function open() {
  const { log, lines: written } = testLog();
  lines = written;
  const file = (...parts: string[]) => path.join(folder.path, ...parts);
  const passwords = new Passwords({ maxChecks: 2, maxQueued: 10 });
  const site = new SiteFile({ file: file('data', 'config.json'), passwords, log });
  groups = new GroupFiles({ folder: file('groups'), log, site });
  const tokens = new TokenFile({ file: file('data', 'var', 'tokens.jsonl'), log });
  const iceServers = new IceServers({ file: file('data', 'ice-servers.json'), log, now: () => TODAY });
  const wait = () => Promise.resolve();
  return {
    site,
    iceServers,
    tokens,
    tokenEditor: new TokenEditor(tokens),
    editor: new GroupEditor({ folder: file('groups'), passwords }),
    authenticator: new GroupAuthenticator({ groups, passwords, tokens, site, date: () => TODAY, wait }),
  };
}

describe('an existing Galène’s folder', () => {
  it('lets in whom Galène lets in, with the same permissions', async () => {
    const { authenticator } = open();
    const permissionsOf = async (group: string, username: string, password: string) => [
      ...(await authenticator.identify(name(group), { username, password })).permissions,
    ];
    expect(await permissionsOf('public', 'alice', 'old')).toEqual([
      'op',
      'present',
      'message',
      'caption',
      'token',
    ]);
    expect(await permissionsOf('public', 'bob', '')).toEqual(['present', 'message']);
    expect(await permissionsOf('lectures', 'alice', 'wonderland')).toContain('record');
    expect(await permissionsOf('lectures/algebra', 'alice', 'wonderland')).toContain('op');
    expect(await permissionsOf('lectures', 'whip', '')).toContain('present');
    expect(await permissionsOf('lectures', '', '')).toEqual([]);
    await expect(permissionsOf('lectures', 'alice', 'old')).rejects.toThrow(NotAuthorised);
    expect(lines).toEqual([]);
  });

  it('honours its invitations', async () => {
    const { authenticator } = open();
    const identify = (group: string, token: string, username?: string) =>
      authenticator.identify(name(group), { token, ...(username !== undefined && { username }) });
    expect(await identify('lectures', 'a8bCdEfGhIj', 'bob')).toMatchObject({ username: 'bob' });
    expect(await identify('lectures/algebra', 'a8bCdEfGhIj', 'bob')).toMatchObject({ username: 'bob' });
    await expect(identify('lectures', 'a8bCdEfGhIj', 'alice')).rejects.toThrow(UsernameTaken);
    await expect(identify('public', 'a8bCdEfGhIj', 'bob')).rejects.toThrow(TokenForAnotherGroup);
    expect(await identify('public', 'b8bCdEfGhIj', 'bob')).toMatchObject({ username: 'carol' });
    await expect(identify('public', 'c8bCdEfGhIj', 'bob')).rejects.toThrow(TokenExpired);
    expect(lines).toEqual([]);
  });

  it('honours the tokens of its authorisation server', async () => {
    const { authenticator } = open();
    const token = await new SignJWT({
      sub: 'bob',
      aud: 'https://galene.example:8443/group/lectures/',
      permissions: ['present'],
      exp: TODAY / 1000 + 30,
      iat: TODAY / 1000,
    })
      .setProtectedHeader({ alg: 'HS256', kid: '20300101', typ: 'JWT' })
      .sign(SECRET);
    expect(await authenticator.identify(name('lectures'), { token })).toMatchObject({ username: 'bob' });
    await expect(authenticator.identify(name('lectures/algebra'), { token })).rejects.toThrow(
      TokenForAnotherGroup,
    );
  });

  it('describes its groups', async () => {
    open();
    expect(await groups.describe(name('lectures/algebra'))).toMatchObject({
      displayName: 'Lectures',
      autolock: true,
      autokick: true,
      authServer: 'https://auth.example/',
      codecs: ['vp8', 'vp9', 'opus'],
      canChangePassword: true,
    });
    expect((await groups.publicGroups()).map((group) => group.name)).toEqual(['public']);
    expect(lines).toEqual([]);
  });

  it('knows its administrators, hosts and relays', async () => {
    const { site, iceServers } = open();
    expect(await site.isAdministrator('root', 'toor')).toBe(true);
    expect(await site.current()).toMatchObject({
      canonicalHost: 'galene.example:8443',
      writableGroups: true,
    });
    await iceServers.refresh();
    const until = (TODAY / 1000 + 86_400).toString();
    expect(iceServers.configuration().iceServers?.[2]).toEqual({
      urls: ['turns:turn.example'],
      username: `${until}:galene`,
      credential: createHmac('sha1', 'shared').update(`${until}:galene`).digest('base64'),
      credentialType: 'password',
    });
    expect(lines).toEqual([]);
  });

  it('stays one that Galène reads, once this server has written to it', async () => {
    const { editor, tokenEditor, tokens } = open();
    const anyway = () => undefined;
    await editor.setPassword(name('lectures'), { user: 'alice' }, 'tea', anyway);
    await editor.writeUser(name('public'), { user: 'dave' }, { permissions: 'present' }, anyway);
    await tokenEditor.create(name('public'), { permissions: ['present'], expires: '2031-01-01T00:00:00Z' });
    await tokens.edit(name('public'), 'b8bCdEfGhIj', { expires: '2030-06-02T00:00:00Z' });

    const read = async (file: string) => readFile(path.join(folder.path, file), 'utf8');
    const lectures = JSON.parse(await read('groups/lectures.json')) as Record<string, unknown>;
    expect(Object.keys(lectures)).toEqual(Object.keys(FILES['groups/lectures.json'] as object));
    const written = (await read('data/var/tokens.jsonl')).trim().split('\n');
    expect(written).toHaveLength(4);
    for (const line of written) {
      const fields = Object.keys(JSON.parse(line) as object);
      // Galène refuses files with fields that it does not know.
      const known = [
        'token',
        'group',
        'includeSubgroups',
        'username',
        'permissions',
        'expires',
        'issuedAt',
        'issuedBy',
      ];
      expect(fields.filter((field) => !known.includes(field))).toEqual([]);
    }
    expect(written).toContain(String(FILES['data/var/tokens.jsonl']).split('\n')[0]);
    expect(JSON.parse(await read('groups/public.json'))).toMatchObject({
      users: { alice: { password: 'old', permissions: 'op' }, dave: { permissions: 'present' } },
    });
  });
});
