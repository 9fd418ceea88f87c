import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Passwords } from '../../access/passwords.ts';
import { Password } from '../../access/stored-password.ts';
import { testFolder } from '../../access/testing.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { ctl, type RunOptions } from '../testing/run-in-process.ts';

const passwords = new Passwords({ maxChecks: 2, maxQueued: 10 });

/** Whether the server would take the password for the one that is kept. */
function opens(password: string, kept: unknown): Promise<boolean> {
  return passwords.verify(password, Password.parse(kept));
}

describe('hash-password', () => {
  it.each([
    ['--cost 4', 'bcrypt'],
    ['--type pbkdf2 --iterations 10', 'pbkdf2'],
  ])('%s makes what the server checks', async (options, type) => {
    const ran = await ctl(['hash-password', ...options.split(' ')], { input: 'grün\n' });
    expect(ran).toMatchObject({ code: 0, err: '' });
    const kept: unknown = JSON.parse(ran.out);
    expect(kept).toMatchObject({ type });
    expect(await opens('grün', kept)).toBe(true);
    expect(await opens('grün\n', kept)).toBe(false);
    expect(await opens('', kept)).toBe(false);
  });

  it('hashes with work that lasts, unless less is asked for', async () => {
    const { out } = await ctl(['hash-password', '--type', 'pbkdf2'], { input: 'x' });
    expect(JSON.parse(out)).toMatchObject({ hash: 'sha-256', iterations: 600_000 });
    expect((await ctl(['hash-password'], { input: 'x' })).out).toContain('$2b$12$');
  });

  it('never makes the same salt twice', async () => {
    const line = ['hash-password', '--type', 'pbkdf2', '--iterations', '1'];
    const first = await ctl(line, { input: 'x' });
    expect((await ctl(line, { input: 'x' })).out).not.toBe(first.out);
  });

  it('needs no password for the wildcard', async () => {
    const { out } = await ctl(['hash-password', '--type', 'wildcard']);
    expect(JSON.parse(out)).toEqual({ type: 'wildcard' });
    expect(await opens('anything', JSON.parse(out))).toBe(true);
  });

  it('asks a person twice, and shows nothing', async () => {
    const ran = await ctl(['hash-password', '--cost', '4'], { answers: ['secret', 'secret'] });
    expect(ran.questions).toHaveLength(2);
    expect(await opens('secret', JSON.parse(ran.out))).toBe(true);
  });

  const long = 'x'.repeat(73);
  it.each<[string, string[], RunOptions, string]>([
    ['two answers that differ', [], { answers: ['one', 'other'] }, 'differ'],
    ['nothing', [], { answers: [''] }, 'empty'],
    ['an empty input', [], { input: '\n' }, 'empty'],
    ['several lines', [], { input: 'a\nb\n' }, 'several lines'],
    ['what bcrypt would cut off', [], { input: long }, '72 bytes'],
    ['more than any server takes', ['--type', 'pbkdf2'], { input: 'x'.repeat(1_025) }, '1024 bytes'],
    ['an unknown type', ['--type', 'md5'], { input: 'x' }, 'bcrypt, pbkdf2, wildcard'],
    ['a cost that nobody waits for', ['--cost', '30'], { input: 'x' }, '--cost takes a whole number'],
    ['no iterations', ['--iterations', '0'], { input: 'x' }, '--iterations takes a whole number'],
  ])('refuses %s', async (_what, options, world, words) => {
    const ran = await ctl(['hash-password', ...options], world);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(words);
  });

  it('takes a long password by pbkdf2', async () => {
    const { out } = await ctl(['hash-password', '--type', 'pbkdf2', '--iterations', '1'], { input: long });
    expect(await opens(long, JSON.parse(out))).toBe(true);
  });
});

describe('password set and delete', () => {
  let server: FakeServer;
  beforeEach(async () => {
    server = await FakeServer.start();
    const tea = server.addGroup('tea');
    tea.users.set('ada', { entry: { permissions: 'op' } });
    tea.users.set('.wildcard-user', { entry: {} });
  });
  afterEach(() => server.close());

  function run(line: string, options: RunOptions = {}) {
    return ctl(['--server', server.url, ...line.split(' ')], {
      ...options,
      env: { EVAGORE_ADMIN_PASSWORD: 'secret' },
    });
  }

  it('sends a hash, and never the password', async () => {
    expect((await run('password set tea --user ada --cost 4', { input: 'hunter2' })).code).toBe(0);
    expect(server.lines).toEqual(['PUT /galene-api/v0/.groups/tea/.users/ada/.password']);
    expect(JSON.stringify(server.seen)).not.toContain('hunter2');
    expect(await opens('hunter2', server.seen[0]?.body)).toBe(true);
  });

  it('takes the new one from a file, by the name that galenectl has for the command', async () => {
    const folder = await testFolder();
    await folder.write('new', 'hunter2\n');
    const line = 'set-password -group tea -user ada --new-password-file new -cost 4';
    expect((await run(line, { folder: folder.path })).code).toBe(0);
    await folder.remove();
    expect(await opens('hunter2', server.seen[0]?.body)).toBe(true);
  });

  it('lets anybody in as the wildcard', async () => {
    expect((await run('set-password -group tea -wildcard -type wildcard')).code).toBe(0);
    expect(server.seen).toMatchObject([
      { line: 'PUT /galene-api/v0/.groups/tea/.wildcard-user/.password', body: { type: 'wildcard' } },
    ]);
  });

  it('says who is not there', async () => {
    const ran = await run('password set tea --user eve --type wildcard');
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('There is no user "eve"');
  });

  it('removes one', async () => {
    expect((await run('password delete tea --user ada')).code).toBe(0);
    expect(server.lines).toEqual(['DELETE /galene-api/v0/.groups/tea/.users/ada/.password']);
  });
});
