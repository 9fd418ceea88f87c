import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ctl, type Ran, type RunOptions } from '../testing/run-in-process.ts';

let server: FakeServer;
beforeEach(async () => {
  server = await FakeServer.start();
  const tea = server.addGroup('tea');
  tea.users.set('ada', { entry: { permissions: 'op' }, password: { type: 'bcrypt' } });
  tea.users.set('bob', { entry: { permissions: ['present', 'message'] } });
  tea.users.set('.wildcard-user', { entry: { permissions: 'observe' } });
});
afterEach(() => server.close());

function run(line: string, options: RunOptions = {}): Promise<Ran> {
  return ctl(['--server', server.url, ...line.split(' ')], {
    ...options,
    env: { EVAGORE_ADMIN_PASSWORD: 'secret' },
  });
}

const GROUP = '/galene-api/v0/.groups/tea';

describe('user list', () => {
  it('prints names, those that fit the patterns', async () => {
    expect((await run('user list tea')).out).toBe('ada\nbob\n');
    expect((await run('user list tea b*')).out).toBe('bob\n');
    expect((await run('list-users -group tea b*')).out).toBe('bob\n');
  });

  it('tells with -l what everybody may do, those without a name of their own included', async () => {
    expect((await run('user list tea -l')).out.split('\n')).toEqual([
      'USER              PERMISSIONS',
      'ada               op',
      'bob               present, message',
      '(everybody else)  observe',
      '',
    ]);
  });

  it('tells programs apart who is meant', async () => {
    expect(JSON.parse((await run('user list tea -l --json')).out)).toEqual([
      { user: 'ada', permissions: 'op' },
      { user: 'bob', permissions: ['present', 'message'] },
      { wildcard: true, permissions: 'observe' },
    ]);
  });
});

describe('user create', () => {
  it.each([
    ['--user eve', '/.users/eve', { permissions: 'present' }],
    ['--user a/b --permissions op', '/.users/a/b', { permissions: 'op' }],
    ['--empty --permissions present,message', '/.empty-user', { permissions: ['present', 'message'] }],
    ['--user eve --permissions ["caption"]', '/.users/eve', { permissions: ['caption'] }],
  ])('%s', async (options, path, body) => {
    expect(await run(`user create tea ${options}`)).toMatchObject({ code: 0, err: '' });
    expect(server.seen).toMatchObject([
      { line: `PUT ${GROUP}${path}`, headers: { 'if-none-match': '*' }, body },
    ]);
  });

  it('leaves a user who exists as they are', async () => {
    const ran = await run('user create tea --wildcard');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('There is a wildcard user in the group "tea" already');
  });

  it.each([
    ['', 'by one of --user NAME, --wildcard and --empty'],
    ['--user ada --wildcard', 'by one of'],
    ['--user ../x', 'No user can be called'],
    ['--user eve --permissions opp', 'did you mean op?'],
    ['--user eve --permissions {}', 'There is no permission'],
  ])('does not understand "%s"', async (options, words) => {
    const ran = await run(`user create tea${options === '' ? '' : ` ${options}`}`);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(words);
    expect(server.seen).toEqual([]);
  });

  it('takes no password, which would be stored in the clear', async () => {
    const ran = await run('user create tea --user eve --file -', { input: '{"password": "x"}' });
    expect(ran.code).toBe(2);
    expect(server.seen).toEqual([]);
  });
});

describe('user update', () => {
  it('changes the permissions of just the version that it has read', async () => {
    expect((await run('user update tea --user ada --permissions present')).code).toBe(0);
    expect(server.seen).toMatchObject([
      { line: `GET ${GROUP}/.users/ada` },
      { line: `PUT ${GROUP}/.users/ada`, headers: { 'if-match': '"1"' }, body: { permissions: 'present' } },
    ]);
    expect(server.groups.get('tea')?.users.get('ada')?.password).toEqual({ type: 'bcrypt' });
  });

  it('writes nothing where somebody else was quicker', async () => {
    server.before = (line) => {
      const tea = server.groups.get('tea');
      if (line.startsWith('PUT') && tea !== undefined) tea.version++;
    };
    expect(await run('update-user -group tea -user ada -permissions present')).toMatchObject({ code: 1 });
    expect(server.groups.get('tea')?.users.get('ada')?.entry).toEqual({ permissions: 'op' });
  });

  it('fails where there is no such user', async () => {
    const ran = await run('user update tea --user eve --permissions op');
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('There is no user "eve" in the group "tea"');
  });
});

describe('user delete', () => {
  it.each([
    ['--user bob', '/.users/bob'],
    ['--wildcard', '/.wildcard-user'],
  ])('%s', async (options, path) => {
    expect((await run(`user delete tea ${options}`)).code).toBe(0);
    expect(server.lines).toEqual([`DELETE ${GROUP}${path}`]);
  });
});
