import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder } from '../../access/testing.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { ctl, type Ran, type RunOptions } from '../testing/run-in-process.ts';

let server: FakeServer;
beforeEach(async () => {
  server = await FakeServer.start();
});
afterEach(() => server.close());

function run(line: string, options: RunOptions = {}): Promise<Ran> {
  const env = { EVAGORE_ADMIN_PASSWORD: 'secret', ...options.env };
  return ctl(['--server', server.url, ...line.split(' ')], { ...options, env });
}

const GROUP = '/galene-api/v0/.groups/tea';

describe('group list', () => {
  it('prints one name a line, sorted', async () => {
    for (const name of ['tea', 'cake', 'school/physics']) server.addGroup(name);
    expect(await run('group list')).toMatchObject({ code: 0, out: 'cake\nschool/physics\ntea\n', err: '' });
  });

  it('says so where there is none, and not to the next program of a pipe', async () => {
    expect(await run('group list')).toMatchObject({ code: 0, out: '', err: 'There are no groups yet.\n' });
  });

  it('keeps those that fit a pattern', async () => {
    for (const name of ['tea', 'school/physics', 'school/art']) server.addGroup(name);
    expect((await run('group list school/* te?')).out).toBe('school/art\nschool/physics\ntea\n');
  });

  it('prints JSON for scripts, an empty array where there is nothing', async () => {
    expect((await run('group list --json')).out).toBe('[]\n');
    server.addGroup('tea');
    expect(JSON.parse((await run('group list --json')).out)).toEqual(['tea']);
  });

  it('tells more with -l, in columns', async () => {
    server.addGroup('tea', { displayName: 'Tea room', public: true, 'max-clients': 20 });
    server.addGroup('cake');
    expect((await run('group list -l')).out.split('\n')).toEqual([
      'NAME  TITLE     PUBLIC  LIMIT  DESCRIPTION',
      'cake            no',
      'tea   Tea room  yes     20',
      '',
    ]);
  });
});

describe('group show', () => {
  it('prints the fields, or all of it as JSON', async () => {
    server.addGroup('tea', { displayName: 'Tea', codecs: ['vp8', 'opus'] });
    expect((await run('group show tea')).out).toBe('displayName  Tea\ncodecs       vp8, opus\n');
    expect(JSON.parse((await run('group show tea --json')).out)).toEqual({
      displayName: 'Tea',
      codecs: ['vp8', 'opus'],
    });
  });

  it('says which group does not exist', async () => {
    expect(await run('group show tea')).toEqual({
      code: 1,
      out: '',
      err: 'evagorectl: There is no group "tea".\n',
      questions: [],
    });
  });

  it('takes nothing from a group that lets escape sequences into the terminal', async () => {
    server.addGroup('tea', { displayName: '\u001b[31mred\u0007' });
    expect((await run('group show tea')).out).toBe('displayName  \ufffd[31mred\ufffd\n');
  });

  it.each([
    ['group show', 'Which group?'],
    ['group show ../etc', 'No group can have the name "../etc"'],
    ['group show tea cake', 'too many arguments'],
  ])('does not understand "%s"', async (line, words) => {
    const ran = await run(line);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(words);
    expect(server.seen).toEqual([]);
  });
});

describe('group create', () => {
  it('sends the fields that options name, and only if there is no such group', async () => {
    const ran = await run('group create tea --display-name Tea --max-clients 5 --public --codecs vp9,opus');
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(server.seen).toMatchObject([
      {
        line: `PUT ${GROUP}`,
        headers: { 'if-none-match': '*', 'content-type': 'application/json' },
        body: { displayName: 'Tea', 'max-clients': 5, public: true, codecs: ['vp9', 'opus'] },
      },
    ]);
  });

  it('leaves a group that exists as it is', async () => {
    server.addGroup('tea', { displayName: 'old' });
    const ran = await run('group create tea --display-name new');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('There is a group "tea" already');
    expect(server.groups.get('tea')?.description).toEqual({ displayName: 'old' });
  });

  it('encodes names in addresses', async () => {
    await run('group create school/été?');
    expect(server.lines).toEqual(['PUT /galene-api/v0/.groups/school/%C3%A9t%C3%A9%3F']);
  });

  it('reads a description from a file, over which options win', async () => {
    const folder = await testFolder();
    await folder.write('tea.json', { displayName: 'from file', 'max-clients': 1 });
    await run('group create tea --file tea.json --max-clients 2', { folder: folder.path });
    await folder.remove();
    expect(server.groups.get('tea')?.description).toEqual({ displayName: 'from file', 'max-clients': 2 });
  });

  it('reads it from the standard input', async () => {
    await run('group create tea --file -', { input: '{"description": "nice"}' });
    expect(server.groups.get('tea')?.description).toEqual({ description: 'nice' });
  });

  it('warns of a field that it does not know, and sends it all the same', async () => {
    const ran = await run('group create tea --file -', { input: '{"dislayName": "x"}' });
    expect(ran).toMatchObject({
      code: 0,
      err: 'The field "dislayName" is not known here; did you mean displayName?\n',
    });
    expect(server.groups.get('tea')?.description).toEqual({ dislayName: 'x' });
  });

  it.each([
    ['{"users": {}}', 'A description has no users'],
    ['{"max-clients": "many"}', 'max-clients'],
    ['[]', 'holds JSON, but no object'],
    ['{', 'is not JSON'],
  ])('refuses the description %s', async (input, words) => {
    const ran = await run('group create tea --file -', { input });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(words);
    expect(server.seen).toEqual([]);
  });
});

describe('group update', () => {
  it('replaces just the version that it has read', async () => {
    server.addGroup('tea', { displayName: 'Tea', public: true, 'not-known-here': 1 }).version = 7;
    expect((await run('group update tea --no-public --max-clients 9')).code).toBe(0);
    expect(server.seen).toMatchObject([
      { line: `GET ${GROUP}` },
      {
        line: `PUT ${GROUP}`,
        headers: { 'if-match': '"7"' },
        body: { displayName: 'Tea', public: false, 'max-clients': 9, 'not-known-here': 1 },
      },
    ]);
  });

  it('writes nothing where somebody else was quicker, and says so', async () => {
    const group = server.addGroup('tea', { displayName: 'Tea' });
    server.before = (line) => {
      if (line.startsWith('PUT')) group.version++;
    };
    const ran = await run('group update tea --display-name Mine');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('Somebody else changed the group "tea" in the meantime');
    expect(group.description).toEqual({ displayName: 'Tea' });
  });

  it('removes a field by an empty text', async () => {
    const group = server.addGroup('tea', { displayName: 'Tea', description: 'nice' });
    await ctl(['--server', server.url, 'group', 'update', 'tea', '--display-name', ''], {
      env: { EVAGORE_ADMIN_PASSWORD: 'secret' },
    });
    expect(group.description).toEqual({ description: 'nice' });
  });

  it('wants to know what is to change', async () => {
    expect(await run('group update tea')).toMatchObject({ code: 2 });
    expect(await run('group update tea --max-clients many')).toMatchObject({ code: 2 });
    expect(server.lines.filter((line) => line.startsWith('PUT'))).toEqual([]);
  });
});

describe('group delete', () => {
  it('deletes the file, without asking for its version', async () => {
    server.addGroup('tea');
    expect(JSON.parse((await run('group delete tea --json')).out)).toEqual({
      group: 'tea',
      result: 'deleted',
    });
    expect(server.lines).toEqual([`DELETE ${GROUP}`]);
  });

  it('fails where there is none', async () => {
    expect((await run('group delete tea')).code).toBe(1);
  });
});

describe('the habits of galenectl', () => {
  it.each([
    ['list-groups', 'group list'],
    ['show-group -group tea', 'group show tea'],
    ['create-group -group new -auto-subgroups', 'group create new --auto-subgroups'],
    ['update-group -group=tea -unrestricted-tokens', 'group update tea --unrestricted-tokens'],
    ['delete-group --group tea', 'group delete tea'],
  ])('"%s" is "%s"', async (theirs, ours) => {
    const seen = [];
    for (const line of [theirs, ours]) {
      server.groups.clear();
      server.addGroup('tea', { displayName: 'Tea' });
      server.seen.length = 0;
      expect((await run(line)).code).toBe(0);
      seen.push(server.seen.map(({ line: request, body }) => ({ request, body })));
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).not.toEqual([]);
  });

  it('reads a description from the standard input by -json', async () => {
    expect((await run('create-group -group tea -json', { input: '{"public": true}' })).code).toBe(0);
    expect(server.groups.get('tea')?.description).toEqual({ public: true });
  });

  it('takes -admin-username and -server', async () => {
    server.credentials = `Basic ${Buffer.from('root:secret').toString('base64')}`;
    const ran = await ctl(['-server', server.url, '-admin-username', 'root', 'list-groups'], {
      env: { EVAGORE_ADMIN_PASSWORD: 'secret' },
    });
    expect(ran.code).toBe(0);
  });

  it.each(['-admin-password', '-admin-token', '-password', '--admin-token=x'])(
    'refuses %s, which others could read, without repeating it',
    async (option) => {
      const ran = await run(`${option} hunter2 list-groups`);
      expect(ran.code).toBe(2);
      expect(ran.err).toContain('EVAGORE_ADMIN_PASSWORD');
      expect(ran.err).not.toContain('hunter2');
      expect(server.seen).toEqual([]);
    },
  );
});
