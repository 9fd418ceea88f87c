import { rmSync, writeFileSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GroupName } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BadValue, Busy, GroupBroken, NoSuchGroup, NoSuchUser } from '../core/errors.ts';
import type { UserSlot } from './administration.ts';
import { GroupEditor } from './group-editor.ts';
import { GroupFiles } from './group-files.ts';
import { parseGroupFile } from './group-file.ts';
import { Passwords } from './passwords.ts';
import { testFolder, testLog, type TestFolder } from './testing.ts';

const tea = GroupName.parse('tea');
const party = GroupName.parse('tea/party');
const ada: UserSlot = { user: 'ada' };

let folder: TestFolder;
let editor: GroupEditor;
const root = () => path.join(folder.path, 'groups');
const file = (name = 'tea') => path.join(root(), `${name}.json`);

beforeEach(async () => {
  folder = await testFolder();
  await mkdir(root());
  editor = new GroupEditor({ folder: root(), passwords: new Passwords({ maxChecks: 2, maxQueued: 10 }) });
});
afterEach(() => folder.remove());

const anyway = () => undefined;
const write = (content: unknown, name = 'tea') => folder.write(`groups/${name}.json`, content);
const json = async (name?: string) =>
  JSON.parse(await readFile(file(name), 'utf8')) as Record<string, unknown>;
/** Refuses unless the version is this one. */
const onlyIf = (expected: string | undefined) => (version: string | undefined) => {
  if (version !== expected) throw new Error('precondition');
};
const KEY = { kty: 'oct', alg: 'HS256', k: Buffer.alloc(32, 1).toString('base64url') };
const FULL = {
  colour: 'red',
  displayName: 'Tea',
  users: { ada: { note: 'x', password: 'tea', permissions: 'op' }, '': { permissions: 'message' } },
  public: true,
  'wildcard-user': { password: { type: 'wildcard' } },
  authKeys: [KEY],
  $schema: './schema.json',
};

describe('names', () => {
  it('are those of all files, in folders below too', async () => {
    for (const name of ['tea', 'a/b', '.hidden', '.x/y']) await write({}, name);
    expect(await editor.names()).toEqual(['a/b', 'tea']);
  });
});

describe('read', () => {
  it('gives the description as it stands, and nothing secret', async () => {
    await write({ ...FULL, op: [{ username: 'bob', password: 'x' }], presenter: [], other: [] });
    const { size, mtimeNs } = await stat(file(), { bigint: true });
    expect(await editor.read(tea)).toEqual({
      value: { colour: 'red', displayName: 'Tea', public: true, $schema: './schema.json' },
      version: `${size.toString()}-${mtimeNs.toString()}`,
    });
  });

  it('knows no group without a file of its own', async () => {
    await write({ 'auto-subgroups': true });
    expect(await editor.read(party)).toBeUndefined();
    expect(await editor.userNames(party)).toBeUndefined();
    expect(await editor.readUser(party, ada)).toBeUndefined();
    await mkdir(file('folder'));
    expect(await editor.read(GroupName.parse('folder'))).toBeUndefined();
  });

  it('says that a file is broken, without a word of it', async () => {
    for (const broken of ['{"users": hunter2', '[]']) {
      await write(broken);
      await expect(editor.read(tea)).rejects.toThrow(GroupBroken);
      await expect(editor.read(tea)).rejects.not.toThrow(/hunter2/);
    }
  });
});

describe('write', () => {
  it('creates a group, with the folders it needs, for the owner alone', async () => {
    expect(await editor.write(party, { displayName: 'Party' }, onlyIf(undefined))).toBe('created');
    expect(await json('tea/party')).toEqual({ displayName: 'Party' });
    expect((await stat(file('tea/party'))).mode & 0o777).toBe(0o600);
    expect((await stat(path.join(root(), 'tea'))).mode & 0o777).toBe(0o700);
  });

  it('keeps users, keys, what nobody here knows, and the order of fields', async () => {
    await write(FULL);
    const description = { 'max-clients': 7, public: false, contact: null };
    expect(await editor.write(tea, description, anyway)).toBe('updated');
    const after = await json();
    expect(Object.keys(after)).toEqual([
      'colour',
      'users',
      'public',
      'wildcard-user',
      'authKeys',
      '$schema',
      'max-clients',
    ]);
    const expected: Record<string, unknown> = { ...FULL, public: false, 'max-clients': 7 };
    delete expected['displayName'];
    expect(after).toEqual(expected);
  });

  it('passes over fields that nobody here knows', async () => {
    await write(FULL);
    await editor.write(tea, { colour: 'blue', flavour: 'mint' }, anyway);
    expect(await json()).toMatchObject({ colour: 'red' });
    expect(await json()).not.toHaveProperty('flavour');
  });

  it('leaves the lists of old files as they are', async () => {
    const old = { op: [{ username: 'bob', password: 'x' }], 'allow-subgroups': true };
    await write(old);
    await editor.write(tea, { displayName: 'Tea', 'allow-subgroups': true }, anyway);
    expect(await json()).toEqual({ ...old, displayName: 'Tea' });
  });

  it.each(['users', 'wildcard-user', 'authKeys', 'op', 'presenter', 'other'])('refuses %s', async (name) => {
    await write(FULL);
    await expect(editor.write(tea, { [name]: {} }, anyway)).rejects.toThrow(BadValue);
    await editor.write(tea, { [name]: null }, anyway);
    expect(await json()).toMatchObject({ users: FULL.users });
  });

  it.each([
    [{ public: 'yes' }, 'public: expected boolean'],
    [{ expires: 'tomorrow' }, 'expires: must be a time'],
    [{ description: 'x'.repeat(5_000) }, 'description: '],
  ])('refuses what the server would not take: %#', async (description, reason) => {
    await write(FULL);
    const before = await readFile(file(), 'utf8');
    await expect(editor.write(tea, description, anyway)).rejects.toThrow(reason);
    await expect(editor.write(party, description, anyway)).rejects.toThrow(BadValue);
    expect(await readFile(file(), 'utf8')).toBe(before);
    expect(await readdir(root())).toEqual(['tea.json']);
  });

  it('mends a file with a wrong type, but leaves alone what is not JSON', async () => {
    await write({ public: 'yes', users: FULL.users });
    expect(await editor.write(tea, {}, anyway)).toBe('updated');
    expect(await json()).toEqual({ users: FULL.users });
    await write('{"users": ');
    await expect(editor.write(tea, {}, anyway)).rejects.toThrow(GroupBroken);
    expect(await readFile(file(), 'utf8')).toBe('{"users": ');
  });

  it('refuses a file that would be longer than is read', async () => {
    const long = 'x'.repeat(1_048_576);
    await write({ colour: long.slice(20) });
    await expect(editor.write(tea, { displayName: 'Tea' }, anyway)).rejects.toThrow(BadValue);
    await write({ colour: long });
    await expect(editor.read(tea)).rejects.toThrow(GroupBroken);
    expect(await editor.delete(tea, anyway)).toBe(true);
  });

  it('takes effect for those who join next', async () => {
    const groups = new GroupFiles({ folder: root(), log: testLog().log });
    await editor.write(tea, { displayName: 'one' }, anyway);
    expect(await groups.describe(tea)).toMatchObject({ displayName: 'one' });
    await editor.write(tea, { displayName: 'two' }, anyway);
    expect(await groups.describe(tea)).toMatchObject({ displayName: 'two' });
    groups.close();
  });

  it('is not disturbed by drafts that a crash left', async () => {
    await write(FULL);
    await writeFile(path.join(root(), '.0123456789abcdef01'), '{"dis');
    await editor.write(tea, { displayName: 'x' }, anyway);
    expect(await editor.names()).toEqual(['tea']);
    expect(await json()).toMatchObject({ displayName: 'x' });
  });
});

describe('the precondition', () => {
  it('is asked in the turn of the write, so that just one of many wins', async () => {
    await write(FULL);
    const { version } = (await editor.read(tea))!;
    // All texts have the same length.
    const tries = Array.from({ length: 10 }, (_, i) =>
      editor.write(tea, { displayName: i.toString() }, onlyIf(version)),
    );
    const results = await Promise.allSettled([
      ...tries,
      editor.writeUser(tea, ada, {}, onlyIf(version)),
      editor.delete(tea, onlyIf(version)),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await json()).toMatchObject({ displayName: '0' });
  });

  it('lets just one of many create', async () => {
    const tries = Array.from({ length: 10 }, () => editor.write(party, {}, onlyIf(undefined)));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('sees another version after each write, even of the same length in the same instant', async () => {
    await write({ displayName: 'x' });
    const versions = new Set<string>();
    for (let i = 0; i < 10; i++) {
      await editor.write(tea, { displayName: i.toString() }, anyway);
      versions.add((await editor.read(tea))!.version);
    }
    expect(versions.size).toBe(10);
  });

  it('is that of the object: none for a user who is not there', async () => {
    await write(FULL);
    const seen: (string | undefined)[] = [];
    const note = (version: string | undefined) => void seen.push(version);
    await editor.writeUser(tea, { user: 'eve' }, {}, note);
    await editor.deleteUser(tea, { user: 'nobody' }, note);
    await editor.delete(party, note);
    expect(seen).toEqual([undefined, undefined, undefined]);
    const { version } = (await editor.readUser(tea, ada))!;
    await editor.deleteUser(tea, ada, onlyIf(version));
  });

  it('is asked again where another program changes the file meanwhile, and that change stays', async () => {
    await write(FULL);
    const seen: (string | undefined)[] = [];
    const interfere = (version: string | undefined) => {
      if (seen.push(version) <= 2)
        writeFileSync(file(), JSON.stringify({ colour: seen.length, users: FULL.users }));
    };
    await editor.writeUser(tea, ada, {}, interfere);
    expect(new Set(seen).size).toBe(3);
    expect(await json()).toEqual({
      colour: 2,
      users: { ada: { note: 'x', password: 'tea' }, '': FULL.users[''] },
    });
  });

  it('does not replace a file that another program creates or deletes meanwhile', async () => {
    let asked = 0;
    const create = (version: string | undefined) => {
      if (asked++ === 0) writeFileSync(file(), '{"colour": "red"}');
      if (version !== undefined) throw new Error('precondition');
    };
    await expect(editor.write(tea, {}, create)).rejects.toThrow('precondition');
    expect(await json()).toEqual({ colour: 'red' });
    const destroy = () => {
      rmSync(file(), { force: true });
    };
    await expect(editor.writeUser(tea, ada, {}, destroy)).rejects.toThrow(NoSuchGroup);
    expect(await readdir(root())).toEqual([]);
  });

  it('gives up where another program changes the file again and again', async () => {
    await write(FULL);
    let asked = 0;
    const interfere = () => {
      writeFileSync(file(), JSON.stringify({ colour: asked++, users: FULL.users }));
    };
    await expect(editor.writeUser(tea, ada, {}, interfere)).rejects.toThrow(Busy);
    expect(await json()).toMatchObject({ users: FULL.users });
  });

  it('lets no two editors lose each other’s users', async () => {
    await write({ users: {} });
    const passwords = new Passwords({ maxChecks: 2, maxQueued: 10 });
    const other = new GroupEditor({ folder: root(), passwords });
    const names = Array.from({ length: 12 }, (_, i) => `u${i.toString()}`);
    await Promise.all(
      names.map((user, i) => (i % 2 === 0 ? editor : other).writeUser(tea, { user }, {}, anyway)),
    );
    expect((await editor.userNames(tea))?.value).toEqual(names.sort());
  });
});

describe('delete', () => {
  it('removes the file and nothing else', async () => {
    await write({});
    await write({}, 'tea/party');
    expect(await editor.delete(party, anyway)).toBe(true);
    expect(await editor.delete(party, anyway)).toBe(false);
    expect((await readdir(root())).sort()).toEqual(['tea', 'tea.json']);
  });

  it('removes a broken file', async () => {
    await write('nonsense');
    expect(await editor.delete(tea, anyway)).toBe(true);
  });
});

describe('users', () => {
  it('are read with their permissions alone', async () => {
    await write({ ...FULL, users: { ...FULL.users, list: { permissions: ['op', 'message'] } } });
    expect((await editor.userNames(tea))?.value).toEqual(['ada', 'list']);
    expect((await editor.readUser(tea, ada))?.value).toEqual({ permissions: 'op' });
    expect((await editor.readUser(tea, { user: 'list' }))?.value).toEqual({ permissions: ['op', 'message'] });
    expect((await editor.readUser(tea, 'empty-user'))?.value).toEqual({ permissions: 'message' });
    expect((await editor.readUser(tea, 'wildcard-user'))?.value).toEqual({});
    expect(await editor.readUser(tea, { user: 'bob' })).toBeUndefined();
    expect(await editor.readUser(tea, { user: 'constructor' })).toBeUndefined();
  });

  it('are written with their passwords and all else kept', async () => {
    await write(FULL);
    expect(await editor.writeUser(tea, ada, { permissions: ['message'] }, anyway)).toBe('updated');
    expect(await editor.writeUser(tea, { user: 'bob' }, { permissions: 'present' }, anyway)).toBe('created');
    expect(await editor.writeUser(tea, 'wildcard-user', { permissions: 'observe' }, anyway)).toBe('updated');
    expect(await editor.writeUser(tea, 'empty-user', {}, anyway)).toBe('updated');
    expect(await json()).toEqual({
      ...FULL,
      users: {
        ada: { note: 'x', password: 'tea', permissions: ['message'] },
        '': {},
        bob: { permissions: 'present' },
      },
      'wildcard-user': { password: { type: 'wildcard' }, permissions: 'observe' },
    });
    expect(Object.keys(await json())).toEqual(Object.keys(FULL));
  });

  it('are deleted, each in its place', async () => {
    await write(FULL);
    for (const slot of [ada, 'empty-user', 'wildcard-user'] as const) {
      expect(await editor.deleteUser(tea, slot, anyway)).toBe(true);
      expect(await editor.deleteUser(tea, slot, anyway)).toBe(false);
    }
    const expected: Record<string, unknown> = { ...FULL, users: {} };
    delete expected['wildcard-user'];
    expect(await json()).toEqual(expected);
    expect(await editor.deleteUser(party, ada, anyway)).toBe(false);
  });

  it('of old files are read, and become users with the first that is written', async () => {
    await write({
      op: [{ username: 'ada', password: 'tea' }],
      presenter: [{ username: 'ada' }, { username: 'bob' }, {}],
      other: [{ password: 'x' }],
      users: { bob: { permissions: 'op' } },
    });
    const before = parseGroupFile(await readFile(file(), 'utf8'));
    expect((await editor.userNames(tea))?.value).toEqual(['ada', 'bob']);
    expect((await editor.readUser(tea, ada))?.value).toEqual({ permissions: 'op' });
    expect((await editor.readUser(tea, 'wildcard-user'))?.value).toEqual({ permissions: 'present' });
    await editor.writeUser(tea, { user: 'eve' }, {}, anyway);
    expect(await json()).toEqual({
      users: {
        ada: { password: 'tea', permissions: 'op' },
        bob: { permissions: 'op' },
        eve: {},
      },
      'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
    });
    const after = parseGroupFile(await readFile(file(), 'utf8'));
    expect(after.wildcardUser).toEqual(before.wildcardUser);
    for (const [name, user] of before.users) expect(after.users.get(name)).toEqual(user);
    expect(await editor.deleteUser(tea, ada, anyway)).toBe(true);
    expect((await editor.userNames(tea))?.value).toEqual(['bob', 'eve']);
  });

  it.each([
    ['an unknown name', 'presenter'],
    ['the name of something else', 'constructor'],
    ['an unknown permission', ['op', 'fly']],
    ['that of the server itself', ['system']],
    ['a number', 7],
    ['an object', {}],
    ['too many', Array.from({ length: 33 }, () => 'op')],
  ])('are refused with %s for permissions', async (_, permissions) => {
    await write(FULL);
    await expect(editor.writeUser(tea, ada, { permissions }, anyway)).rejects.toThrow(BadValue);
    expect(await json()).toEqual(FULL);
  });

  it.each(['.x', 'a/../b', 'a\\b', '__proto__', 'x'.repeat(129)])(
    'are refused with the name %j',
    async (user) => {
      await write(FULL);
      await expect(editor.writeUser(tea, { user }, {}, anyway)).rejects.toThrow(BadValue);
      expect(await json()).toEqual(FULL);
    },
  );

  it('are refused with a password, which is written by another way', async () => {
    await write(FULL);
    const entry = { permissions: 'op', password: 'x' };
    await expect(editor.writeUser(tea, ada, entry, anyway)).rejects.toThrow(BadValue);
  });

  it('are refused in a group without a file', async () => {
    await expect(editor.writeUser(party, ada, {}, anyway)).rejects.toThrow(NoSuchGroup);
  });
});

describe('passwords', () => {
  const PBKDF2 = { type: 'pbkdf2', hash: 'sha-256', key: '00', salt: '00', iterations: 10 };

  it('are written as they are given, and removed', async () => {
    await write(FULL);
    for (const password of ['new', PBKDF2, { type: 'wildcard' }, {}]) {
      await editor.writePassword(tea, ada, password, anyway);
      expect(await json()).toMatchObject({ users: { ada: { note: 'x', permissions: 'op', password } } });
    }
    await editor.writePassword(tea, 'wildcard-user', undefined, anyway);
    expect(await json()).toMatchObject({ 'wildcard-user': {} });
    await editor.writePassword(tea, ada, undefined, anyway);
    expect((await json())['users']).toEqual({ ...FULL.users, ada: { note: 'x', permissions: 'op' } });
  });

  it('are hashed by bcrypt of cost 8, and then prove the user', async () => {
    await write(FULL);
    await editor.setPassword(tea, ada, 'coffee', anyway);
    const { key } = ((await json()) as { users: { ada: { password: { key: string } } } }).users.ada.password;
    expect(key).toMatch(/^\$2b\$08\$/);
    expect(await editor.provesUser(tea, ada, 'coffee')).toBe(true);
    expect(await editor.provesUser(tea, ada, 'tea')).toBe(false);
  });

  it.each([
    null,
    7,
    [],
    { type: 'argon2' },
    { type: 'bcrypt', key: 'x' },
    { ...PBKDF2, salt: 'x' },
    'ü'.repeat(513),
    { type: 'plain', key: 'x'.repeat(1_025) },
  ])('are refused where nobody could use them (%#)', async (password) => {
    await write(FULL);
    await expect(editor.writePassword(tea, ada, password, anyway)).rejects.toThrow(BadValue);
  });

  it.each(['', 'x'.repeat(73), 'a\0b'])(
    'are not hashed where bcrypt could not tell them apart (%#)',
    async (text) => {
      await write(FULL);
      await expect(editor.setPassword(tea, ada, text, anyway)).rejects.toThrow(BadValue);
      expect(await json()).toEqual(FULL);
    },
  );

  it('are refused for users who are not there', async () => {
    await write(FULL);
    for (const slot of [{ user: 'bob' }, { user: 'constructor' }] as const) {
      await expect(editor.writePassword(tea, slot, 'x', anyway)).rejects.toThrow(NoSuchUser);
      await expect(editor.setPassword(tea, slot, 'x', anyway)).rejects.toThrow(NoSuchUser);
    }
    await expect(editor.setPassword(party, ada, 'x', anyway)).rejects.toThrow(NoSuchUser);
  });

  it('are refused where too much is being hashed already', async () => {
    const passwords = new Passwords({ maxChecks: 1, maxQueued: 0 });
    const busy = new GroupEditor({ folder: root(), passwords });
    await write(FULL);
    const results = await Promise.allSettled([1, 2, 3].map(() => busy.setPassword(tea, ada, 'x', anyway)));
    const reasons = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    expect(reasons).toHaveLength(2);
    for (const reason of reasons) expect(reason).toBeInstanceOf(Busy);
  });

  it('prove nobody where everybody has them', async () => {
    await write({
      ...FULL,
      users: { ada: { password: { type: 'wildcard' } }, bob: { password: 'x' }, none: {} },
    });
    expect(await editor.provesUser(tea, ada, 'x')).toBe(false);
    expect(await editor.provesUser(tea, 'wildcard-user', 'x')).toBe(false);
    expect(await editor.provesUser(tea, { user: 'none' }, '')).toBe(false);
    expect(await editor.provesUser(tea, { user: 'nobody' }, 'x')).toBe(false);
    expect(await editor.provesUser(party, ada, 'x')).toBe(false);
    expect(await editor.provesUser(tea, { user: 'bob' }, 'x')).toBe(true);
  });
});

describe('keys', () => {
  it('are replaced and removed, and all else is kept', async () => {
    await write(FULL);
    const keys = [{ ...KEY, kid: 'two' }];
    await editor.writeKeys(tea, keys, anyway);
    expect(await json()).toEqual({ ...FULL, authKeys: keys });
    await editor.writeKeys(tea, undefined, anyway);
    expect(await json()).not.toHaveProperty('authKeys');
  });

  it.each([[[KEY, { kty: 'oct' }]], [['x']], [Array.from({ length: 101 }, () => KEY)]])(
    'are refused where one cannot be used: %#',
    async (keys) => {
      await write(FULL);
      await expect(editor.writeKeys(tea, keys, anyway)).rejects.toThrow(BadValue);
      expect(await json()).toEqual(FULL);
    },
  );

  it('are refused in a group without a file', async () => {
    await expect(editor.writeKeys(party, [KEY], anyway)).rejects.toThrow(NoSuchGroup);
  });
});

describe('a name that leads elsewhere', () => {
  const out = GroupName.parse('out/x');

  it('is no group to read, and cannot be written', async () => {
    await mkdir(path.join(folder.path, 'outside'));
    await folder.write('outside/x.json', { displayName: 'secret' });
    await symlink(path.join(folder.path, 'outside'), path.join(root(), 'out'));
    expect(await editor.read(out)).toBeUndefined();
    expect(await editor.delete(out, anyway)).toBe(false);
    for (const name of ['out/x', 'out/y', 'out/deep/y']) {
      await expect(editor.write(GroupName.parse(name), {}, anyway), name).rejects.toThrow(BadValue);
    }
    expect(await readdir(path.join(folder.path, 'outside'))).toEqual(['x.json']);
    expect(await readFile(path.join(folder.path, 'outside/x.json'), 'utf8')).toContain('secret');
  });

  it('is left alone where it is a link to a file outside, or to nothing', async () => {
    await folder.write('secret.json', { displayName: 'secret' });
    await symlink(path.join(folder.path, 'secret.json'), file());
    await symlink(path.join(folder.path, 'nothing'), file('void'));
    for (const name of ['tea', 'void']) {
      await expect(editor.write(GroupName.parse(name), {}, anyway)).rejects.toThrow(BadValue);
      expect((await lstat(file(name))).isSymbolicLink()).toBe(true);
    }
    await rm(file('void'));
    await symlink(path.join(folder.path, 'nowhere'), path.join(root(), 'dir'));
    await expect(editor.write(GroupName.parse('dir/x'), {}, anyway)).rejects.toThrow(BadValue);
  });

  it('is written through a link that stays inside, and the link stays', async () => {
    await write(FULL, 'real');
    await symlink(file('real'), file());
    await editor.write(tea, { displayName: 'new' }, anyway);
    expect((await lstat(file())).isSymbolicLink()).toBe(true);
    expect(await json('real')).toMatchObject({ displayName: 'new' });
    await editor.delete(tea, anyway);
    expect(await json('real')).toMatchObject({ displayName: 'new' });
  });

  it('is refused where it would stand in another group’s way, or is none that a disk takes', async () => {
    await write({});
    await mkdir(file('folder'));
    for (const name of ['cake.json/x', 'tea.json/x', 'folder', 'ü'.repeat(200)]) {
      await expect(editor.write(GroupName.parse(name), {}, anyway), name).rejects.toThrow(BadValue);
    }
  });
});
