import { writeFileSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GroupName, type TokenInfo } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BadValue, NoSuchToken, TokenElsewhere, TokensBroken, TooManyTokens } from '../core/errors.ts';
import { testFolder, testLog, type LogLine, type TestFolder } from './testing.ts';
import { TokenEditor } from './token-editor.ts';
import { TokenFile, type TokenLimits } from './tokens.ts';

const tea = GroupName.parse('tea');
const cake = GroupName.parse('cake');

let folder: TestFolder;
let lines: LogLine[];
let tokens: TokenFile;
let file: string;

const open = (limits: Partial<TokenLimits> = {}): TokenFile => {
  const made = testLog();
  lines = made.lines;
  return new TokenFile({ file, log: made.log, limits });
};
beforeEach(async () => {
  folder = await testFolder();
  file = path.join(folder.path, 'var', 'tokens.jsonl');
  tokens = open();
});
afterEach(() => folder.remove());

const text = () => readFile(file, 'utf8');
const write = (content: string) => folder.write('var/tokens.jsonl', content);
const draft = (more: Partial<TokenInfo> = {}) => ({
  group: tea,
  permissions: ['present' as const],
  expires: '2030-01-01T00:00:00Z',
  ...more,
});
/** As Galène writes it. */
const LINE =
  '{"token":"mmm","group":"tea","permissions":["present"],"expires":"2030-01-01T00:00:00.123456789Z"}';

describe('a token that is made', () => {
  it('has a name of eight random bytes, and is found by it', async () => {
    const made = await tokens.make(draft({ username: 'ada', issuedBy: 'bob' }));
    expect(made).toMatchObject({ ...draft(), username: 'ada', issuedBy: 'bob' });
    expect(made.token).toMatch(/^[\w-]{11}$/);
    expect(await tokens.find(made.token)).toEqual(made);
    expect(await open().find(made.token)).toEqual(made);
  });

  it('is a line by Galène’s order, in a file for the owner alone', async () => {
    const { token } = await tokens.make(
      draft({
        issuedAt: '2029-01-01T00:00:00Z',
        includeSubgroups: true,
        'not-before': '2029-06-01T00:00:00Z',
      }),
    );
    expect(await text()).toBe(
      `{"token":"${token}","group":"tea","includeSubgroups":true,"permissions":["present"],` +
        '"expires":"2030-01-01T00:00:00Z","not-before":"2029-06-01T00:00:00Z","issuedAt":"2029-01-01T00:00:00Z"}\n',
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  });

  it('is appended, and leaves the rest to the letter', async () => {
    await write(`${LINE}\n`);
    const { ino } = await stat(file);
    const { token } = await tokens.make(draft());
    expect(await text()).toMatch(`${LINE}\n{"token":"${token}"`);
    expect((await stat(file)).ino).toBe(ino);
  });

  it('begins a line of its own where an editor left out the end of the last one', async () => {
    await write(LINE);
    const { token } = await tokens.make(draft());
    expect((await text()).split('\n')).toHaveLength(3);
    expect(await open().find(token)).toBeDefined();
    expect(await open().find('mmm')).toBeDefined();
  });

  it('is not read again from the disk', async () => {
    const first = await tokens.make(draft());
    const second = await tokens.make(draft());
    expect((await tokens.list(tea)).map(({ token }) => token)).toEqual([first.token, second.token]);
    expect(lines).toEqual([]);
  });

  it('is kept beside all others, however many are made at once, by two servers', async () => {
    const other = open();
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? tokens : other).make(draft())),
    );
    const listed = (await open().list(tea)).map(({ token }) => token);
    expect(listed.sort()).toEqual(made.map(({ token }) => token).sort());
  });

  it('is kept while another server changes all the others', async () => {
    const other = open();
    const before = await Promise.all([1, 2, 3, 4, 5].map(() => other.make(draft())));
    const changes = before.map(({ token }) => other.edit(tea, token, { expires: '2031-01-01T00:00:00Z' }));
    await Promise.all([...changes, ...before.map(() => tokens.make(draft()))]);
    const listed = await open().list(tea);
    expect(listed).toHaveLength(10);
    expect(listed.filter(({ expires }) => expires?.startsWith('2031'))).toHaveLength(5);
  });

  it('is refused where the server, or the group, has as many as it may have', async () => {
    tokens = open({ tokens: 3, tokensPerGroup: 2 });
    await tokens.make(draft());
    const { token } = await tokens.make(draft());
    await expect(tokens.make(draft())).rejects.toThrow(TooManyTokens);
    await tokens.make(draft({ group: cake }));
    await expect(tokens.make(draft({ group: 'x' }))).rejects.toThrow(TooManyTokens);
    // What is there can still be changed.
    await tokens.edit(tea, token, { expires: '2020-01-01T00:00:00Z' });
  });

  it('is refused where the file would be longer than is read', async () => {
    tokens = open({ bytes: 150 });
    const { token } = await tokens.make(draft());
    await expect(tokens.make(draft())).rejects.toThrow(TooManyTokens);
    const longer = { permissions: ['op' as const], issuedBy: 'x'.repeat(100) };
    const editor = new TokenEditor(tokens);
    await expect(editor.write(tea, token, longer, () => undefined)).rejects.toThrow(TooManyTokens);
    expect(await tokens.list(tea)).toHaveLength(1);
  });
});

describe('edit', () => {
  it('changes when a token is good, and nothing else, not even what nobody here knows', async () => {
    await write(
      `{"colour":"red","token":"mmm","group":"tea","permissions":null,"expires":null,"username":null}\n`,
    );
    const changed = await tokens.edit(tea, 'mmm', { expires: '2031-01-01T00:00:00Z' });
    expect(changed).toEqual({ token: 'mmm', group: 'tea', permissions: [], expires: '2031-01-01T00:00:00Z' });
    expect(JSON.parse(await text())).toEqual({ ...changed, colour: 'red' });
  });

  it('writes the file sorted: those without an end first, then by their end', async () => {
    const line = (token: string, expires?: string) => JSON.stringify({ token, group: 'tea', expires });
    const before = [line('c', '2033-01-01T00:00:00Z'), line('none'), line('a', '2031-01-01T00:00:00Z')];
    await write(before.map((one) => `${one}\n`).join(''));
    await tokens.edit(tea, 'c', { expires: '2030-01-01T00:00:00+02:00' });
    const order = (await text())
      .trim()
      .split('\n')
      .map((one) => (JSON.parse(one) as TokenInfo).token);
    expect(order).toEqual(['none', 'c', 'a']);
    expect((await tokens.list(tea)).map(({ token }) => token)).toEqual(order);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('knows only tokens of just this group', async () => {
    await write(`${LINE}\n`);
    for (const [group, token] of [
      [cake, 'mmm'],
      [GroupName.parse('tea/party'), 'mmm'],
      [tea, 'mm'],
    ] as const) {
      await expect(tokens.edit(group, token, {})).rejects.toThrow(NoSuchToken);
    }
    expect(await text()).toBe(`${LINE}\n`);
  });
});

describe('the file', () => {
  it('is taken as Galène writes it', async () => {
    await write(
      `{"token":"a","group":"","includeSubgroups":true,"permissions":["admin"],"expires":"2030-01-01T00:00:00.123456789+01:00"}\n` +
        `\n{"token":"b","group":"tea","username":"ada","permissions":null,"expires":null}\n`,
    );
    expect(await tokens.find('a')).toMatchObject({
      group: '',
      includeSubgroups: true,
      permissions: ['admin'],
    });
    expect(await tokens.find('b')).toEqual({ token: 'b', group: 'tea', username: 'ada', permissions: [] });
    expect(lines).toEqual([]);
  });

  it('takes effect when others change it', async () => {
    await write(`${LINE}\n`);
    expect(await tokens.find('mmm')).toBeDefined();
    await appendFile(file, '{"token":"new","group":"tea"}\n');
    expect(await tokens.find('new')).toBeDefined();
    await rm(file);
    expect(await tokens.find('mmm')).toBeUndefined();
  });

  it.each([
    ['a line that is no JSON', `${LINE}\nnonsense\n`, 'line 2 is not JSON'],
    ['a line that is no object', `${LINE}\n[]\n`, 'line 2: expected object, received array'],
    ['a token without a name', `{"group":"tea"}\n`, 'line 1: token: '],
    ['a field of a wrong type', `{"token":"x","permissions":"op"}\n`, 'line 1: permissions: '],
    ['a line without end', `{"token":"${'x'.repeat(40_000)}"}\n`, 'line 1 is too long'],
  ])('keeps its last good state with %s, and says so once', async (_, broken, reason) => {
    await write(`${LINE}\n`);
    await tokens.find('mmm');
    await write(broken);
    for (let i = 0; i < 3; i++) expect(await tokens.find('mmm')).toBeDefined();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'warn', reason: expect.stringContaining(reason) as string });
  });

  it('is not written to while it is broken', async () => {
    await write('nonsense\n');
    await expect(tokens.make(draft())).rejects.toThrow(TokensBroken);
    await expect(tokens.edit(tea, 'mmm', {})).rejects.toThrow(TokensBroken);
    expect(await tokens.sweep(Date.now())).toBe(0);
    expect(await text()).toBe('nonsense\n');
    await write('');
    await tokens.make(draft());
  });

  it('loses only a line that a crash left unfinished, and says so', async () => {
    await write(`${LINE}\n${LINE.replace('mmm', 'nnn').slice(0, 40)}`);
    expect(await tokens.find('mmm')).toBeDefined();
    expect(lines).toMatchObject([{ reason: 'line 2 is unfinished, and is passed over' }]);
    const { token } = await tokens.make(draft());
    const after = open();
    expect(await after.find('mmm')).toBeDefined();
    expect(await after.find(token)).toBeDefined();
    expect(lines).toEqual([]);
  });

  it('keeps a token that nobody can use, but does not know it', async () => {
    const odd =
      '{"token":"odd","group":"tea","username":"a/../b","permissions":["op"],"expires":"2030-01-01T00:00:00Z"}';
    await write(`${odd}\n${LINE}\n`);
    expect(await tokens.find('odd')).toBeUndefined();
    expect(await tokens.list(tea)).toHaveLength(1);
    expect(lines).toMatchObject([
      { reason: expect.stringContaining('line 1: nobody can use this token') as string },
    ]);
    await expect(tokens.edit(tea, 'odd', {})).rejects.toThrow(NoSuchToken);
    await tokens.edit(tea, 'mmm', { expires: '2031-01-01T00:00:00Z' });
    expect(await text()).toContain(odd);
  });

  it('is useless with more tokens, or bytes, than any server has', async () => {
    tokens = open({ tokens: 2 });
    await write(['a', 'b', 'c'].map((token) => `{"token":"${token}"}\n`).join(''));
    expect(await tokens.find('a')).toBeUndefined();
    expect(lines).toMatchObject([{ reason: 'it has more than 2 tokens' }]);
    tokens = open({ bytes: 10 });
    expect(await tokens.find('a')).toBeUndefined();
    expect(lines).toMatchObject([{ reason: 'it is longer than 10 bytes' }]);
  });

  it('ignores drafts that a crash left beside it', async () => {
    await write(`${LINE}\n`);
    await writeFile(path.join(path.dirname(file), '.0123456789abcdef01'), '{"token":"draft"');
    expect(await tokens.find('mmm')).toBeDefined();
    expect(lines).toEqual([]);
  });

  it('tells the log nothing of tokens', async () => {
    await write('{"token":"hunter2","group":7}\nhunter2');
    await tokens.find('x');
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('survives a folder in its place', async () => {
    await mkdir(file, { recursive: true });
    expect(await tokens.find('x')).toBeUndefined();
    await expect(tokens.make(draft())).rejects.toThrow(TokensBroken);
  });

  it('lets others have their turn while it is read', async () => {
    await write(
      Array.from({ length: 5_000 }, (_, i) => `{"token":"t${i.toString()}","group":"tea"}\n`).join(''),
    );
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    expect(await tokens.find('t4999')).toBeDefined();
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});

describe('sweep', () => {
  const now = Date.parse('2030-01-09T00:00:00Z');

  it('deletes what has been expired for more than a week', async () => {
    const line = (token: string, expires: string | null) =>
      `${JSON.stringify({ token, group: 'tea', expires })}\n`;
    await write(
      line('old', '2030-01-01T00:00:00Z') + line('recent', '2030-01-03T00:00:00Z') + line('endless', null),
    );
    expect(await tokens.sweep(now)).toBe(1);
    expect((await tokens.list(tea)).map(({ token }) => token)).toEqual(['endless', 'recent']);
    const { ino } = await stat(file);
    expect(await tokens.sweep(now)).toBe(0);
    expect((await stat(file)).ino).toBe(ino);
  });

  it('leaves no file where there are no tokens', async () => {
    await tokens.make(draft({ expires: '2020-01-01T00:00:00Z' }));
    expect(await tokens.sweep(now)).toBe(1);
    await expect(text()).rejects.toThrow('ENOENT');
    expect(await tokens.list(tea)).toEqual([]);
    await tokens.make(draft());
    expect(await tokens.list(tea)).toHaveLength(1);
  });
});

describe('TokenEditor', () => {
  let editor: TokenEditor;
  beforeEach(() => {
    editor = new TokenEditor(tokens);
  });
  const anyway = () => undefined;
  const entry = { permissions: ['present' as const] };

  it('makes, reads, lists and deletes tokens of a group, and of the server', async () => {
    for (const group of [tea, ''] as const) {
      const name = await editor.create(group, entry);
      expect((await editor.read(group, name))?.value).toEqual({ ...entry, token: name, group });
      expect((await editor.list(group)).value.map(({ token }) => token)).toEqual([name]);
      expect(await editor.delete(group, name, anyway)).toBe(true);
      expect(await editor.read(group, name)).toBeUndefined();
    }
  });

  it('has no version where there is no file, and another one after each change', async () => {
    expect(await editor.list(tea)).toEqual({ value: [], version: '' });
    const name = await editor.create(tea, entry);
    const versions = new Set([(await editor.list(tea)).version]);
    for (const [i, permission] of (['message', 'present', 'message'] as const).entries()) {
      await editor.write(tea, name, { permissions: [permission] }, anyway);
      versions.add((await editor.read(tea, name))?.version ?? '');
      expect(versions.size).toBe(i + 2);
    }
    expect([...versions].every((version) => /^\d+-\d+$/.test(version))).toBe(true);
  });

  it('replaces what it knows of a token, and makes one that is not there', async () => {
    await write('{"token":"mmm","group":"tea","username":"ada","permissions":["op"],"colour":"red"}\n');
    expect(await editor.write(tea, 'mmm', entry, anyway)).toBe('updated');
    expect(JSON.parse(await text())).toEqual({ ...entry, token: 'mmm', group: 'tea', colour: 'red' });
    expect(await editor.write(tea, 'nnn', entry, anyway)).toBe('created');
    expect(await tokens.find('nnn')).toEqual({ ...entry, token: 'nnn', group: 'tea' });
  });

  it('keeps its hands off the tokens of others', async () => {
    await write(`${LINE}\n`);
    await expect(editor.write(cake, 'mmm', entry, anyway)).rejects.toThrow(TokenElsewhere);
    expect(await editor.read(cake, 'mmm')).toBeUndefined();
    expect(await editor.delete(cake, 'mmm', anyway)).toBe(false);
    expect(await text()).toBe(`${LINE}\n`);
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(129), 'e30.x.y'])('refuses the name %j', async (name) => {
    await expect(editor.write(tea, name, entry, anyway)).rejects.toThrow(BadValue);
  });

  it.each([
    { ...entry, expires: 'tomorrow' },
    { ...entry, username: 'a/../b' },
    { ...entry, issuedBy: 'x'.repeat(200) },
    { permissions: Array.from({ length: 10_000 }, () => 'present' as const) },
  ])('refuses what cannot be read again (%#)', async (bad) => {
    await expect(editor.create(tea, bad)).rejects.toThrow(BadValue);
    await expect(editor.write(tea, 'mmm', bad, anyway)).rejects.toThrow(BadValue);
    await expect(text()).rejects.toThrow('ENOENT');
  });

  it('asks the precondition in the turn of the write, so that just one of many wins', async () => {
    await write(`${LINE}\n`);
    const { version } = await editor.list(tea);
    const check = (now: string | undefined) => {
      if (now !== version) throw new Error('too late');
    };
    const tries = Array.from({ length: 10 }, (_, i) =>
      editor.write(tea, 'mmm', { ...entry, username: `u${i.toString()}` }, check),
    );
    const results = await Promise.allSettled([...tries, editor.delete(tea, 'mmm', check)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('tries again where another program changes the file meanwhile, and that change stays', async () => {
    await write(`${LINE}\n`);
    for (const name of ['mmm', 'new']) {
      let asked = 0;
      const interfere = () => {
        if (asked++ === 0) writeFileSync(file, `${LINE}\n{"token":"theirs ${name}","group":"tea"}\n`);
      };
      await editor.write(tea, name, entry, interfere);
      expect(asked).toBe(2);
      expect(await open().find(`theirs ${name}`)).toBeDefined();
      expect((await open().find(name))?.expires).toBeUndefined();
    }
  });

  it('asks with no version for what is not there', async () => {
    await write(`${LINE}\n`);
    const seen: unknown[] = [];
    const note = (version: string | undefined) => void seen.push(version);
    await editor.write(tea, 'nnn', entry, note);
    await editor.delete(tea, 'zzz', note);
    await editor.delete(cake, 'nnn', note);
    expect(seen).toEqual([undefined, undefined, undefined]);
  });
});
