import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ctl, NOW, type Ran } from '../testing/run-in-process.ts';

let server: FakeServer;
beforeEach(async () => {
  server = await FakeServer.start();
  server.addGroup('tea');
  server.addGroup('');
});
afterEach(() => server.close());

function run(line: string): Promise<Ran> {
  return ctl(['--server', server.url, ...line.split(' ')], { env: { EVAGORE_ADMIN_PASSWORD: 'secret' } });
}

const TOKENS = '/galene-api/v0/.groups/tea/.tokens/';
const at = (offsetMs: number) => new Date(NOW + offsetMs).toISOString();
const HOUR_MS = 3_600_000;

describe('token create', () => {
  it('prints the address by which people get in, for a day unless told otherwise', async () => {
    const ran = await run('token create tea');
    expect(ran).toMatchObject({ code: 0, out: `${server.url}group/tea/?token=token-1\n` });
    expect(server.seen).toMatchObject([
      {
        line: `POST ${TOKENS}`,
        body: { permissions: ['present', 'message'], expires: at(24 * HOUR_MS), issuedAt: at(0) },
      },
    ]);
  });

  it('takes everything that a token can say', async () => {
    const options =
      '--user bob --permissions op --duration 1h30m --not-before 2030-02-01T00:00:00Z --include-subgroups';
    expect((await run(`create-token -group tea ${options}`)).code).toBe(0);
    expect(server.seen[0]?.body).toEqual({
      username: 'bob',
      permissions: ['op', 'present', 'message', 'caption', 'token'],
      'not-before': '2030-02-01T00:00:00.000Z',
      expires: '2030-02-01T01:30:00.000Z',
      issuedAt: at(0),
      includeSubgroups: true,
    });
  });

  it('makes one for the whole server, which opens no group by an address', async () => {
    const line = 'token create --server-wide --permissions admin --include-subgroups';
    expect((await run(line)).out).toBe('token-1\n');
    expect(server.lines).toEqual(['POST /galene-api/v0/.groups/.tokens/']);
  });

  it('tells programs both', async () => {
    expect(JSON.parse((await run('token create tea --json')).out)).toMatchObject({
      token: 'token-1',
      url: `${server.url}group/tea/?token=token-1`,
    });
  });

  it.each([
    '--duration forever',
    '--duration -5m',
    '--not-before tomorrow',
    '--permissions root',
    '--user .',
  ])('does not understand %s', async (options) => {
    expect(await run(`token create tea ${options}`)).toMatchObject({ code: 2, out: '' });
    expect(server.seen).toEqual([]);
  });

  it('says which group does not exist', async () => {
    expect((await run('token create cake')).err).toContain('There is no group "cake"');
  });
});

describe('token list', () => {
  beforeEach(() => {
    const tokens = server.groups.get('tea')?.tokens;
    tokens?.set('late', { permissions: ['present'], username: 'bob', expires: at(2 * HOUR_MS) });
    tokens?.set('over', { permissions: null, expires: at(-1) });
    tokens?.set('early', {
      permissions: ['op'],
      includeSubgroups: true,
      'not-before': at(HOUR_MS),
      expires: at(3 * HOUR_MS),
    });
  });

  it('prints tokens, one a line', async () => {
    expect((await run('token list tea')).out).toBe('early\nlate\nover\n');
  });

  it('tells with -l what they are good for, the first to end first', async () => {
    const { out } = await run('list-tokens -l -group tea');
    const cells = out.split('\n').map((line) => line.split(/ {2,}/));
    expect(cells).toMatchObject([
      ['TOKEN', 'USER', 'PERMISSIONS', 'EXPIRES'],
      ['over', '(none)', expect.stringMatching(/^2030-01-3/), 'expired'],
      ['late', 'bob', 'present', expect.any(String), 'for 2 h'],
      ['early', 'op', expect.any(String), expect.stringMatching(/^from .*, with subgroups$/)],
      [''],
    ]);
  });

  it('says so where there are none', async () => {
    expect(await run('token list --server-wide -l')).toMatchObject({
      code: 0,
      out: 'The server has no tokens.\n',
    });
  });
});

describe('token update, revoke and delete', () => {
  beforeEach(() => {
    server.groups.get('tea')?.tokens.set('t1', { permissions: ['present'], note: 'kept', expires: at(1) });
  });

  it.each([
    [
      'token update tea t1 --duration 2h',
      { permissions: ['present'], note: 'kept', expires: at(2 * HOUR_MS) },
    ],
    [
      'update-token -group tea -token t1 -permissions caption',
      { permissions: ['caption'], note: 'kept', expires: at(1) },
    ],
    ['token revoke tea t1', { permissions: ['present'], note: 'kept', expires: at(-60_000) }],
  ])('%s', async (line, body) => {
    expect((await run(line)).code).toBe(0);
    expect(server.seen).toMatchObject([
      { line: `GET ${TOKENS}t1` },
      { line: `PUT ${TOKENS}t1`, headers: { 'if-match': '"1"' }, body },
    ]);
    expect(server.groups.get('tea')?.tokens.get('t1')).toEqual(body);
  });

  it('writes nothing where somebody else was quicker', async () => {
    server.before = (line) => {
      const tea = server.groups.get('tea');
      if (line.startsWith('PUT') && tea !== undefined) tea.version++;
    };
    const ran = await run('token revoke tea t1');
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('Somebody else changed');
  });

  it('deletes one', async () => {
    expect((await run('delete-token -group tea -token t1')).code).toBe(0);
    expect(server.lines).toEqual([`DELETE ${TOKENS}t1`]);
  });

  it.each(['token update tea t1', 'token revoke tea', 'token delete tea a b', 'token update tea'])(
    'does not understand "%s"',
    async (line) => {
      expect((await run(line)).code).toBe(2);
      expect(server.seen).toEqual([]);
    },
  );

  it('says which token does not exist', async () => {
    expect((await run('token revoke tea t2')).err).toContain('There is no token "t2" of the group "tea"');
  });
});
