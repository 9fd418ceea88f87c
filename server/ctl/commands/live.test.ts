import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ctl, NOW, type Ran } from '../testing/run-in-process.ts';

let server: FakeServer;
beforeEach(async () => {
  server = await FakeServer.start();
  server.meetings.set('school/tea', [
    {
      id: 'm1',
      username: 'ada',
      permissions: ['op', 'present'],
      address: '192.0.2.9:4711',
      joinedAt: new Date(NOW - 300_000).toISOString(),
    },
    { id: 'm2', username: 'bob', permissions: [], reconnecting: true },
    { id: 'm3', username: 'bob', permissions: ['message'] },
    // Ids and names are chosen by the members themselves.
    { id: 'ada', username: '\u001b[2Jeve', permissions: [] },
  ]);
  server.meetings.set('cake', []);
});
afterEach(() => server.close());

function run(line: string): Promise<Ran> {
  return ctl(['--server', server.url, ...line.split(' ')], { env: { EVAGORE_ADMIN_PASSWORD: 'secret' } });
}

const MEETING = '/api/v1/live/groups/school%2Ftea';

describe('what there is to see', () => {
  it.each(['live groups', 'list'])('%s', async (line) => {
    expect((await run(line)).out.split('\n')).toEqual([
      'GROUP       MEMBERS',
      'school/tea  4',
      'cake        0        locked',
      '',
    ]);
  });

  it('says so where nobody is', async () => {
    server.meetings.clear();
    expect(await run('live groups')).toMatchObject({ code: 0, out: 'Nobody is in any group.\n' });
    expect((await run('live groups --json')).out).toBe('[]\n');
  });

  it.each(['live members school/tea', 'members school/tea'])('%s', async (line) => {
    expect((await run(line)).out.split('\n')).toEqual([
      'USER     ID   PERMISSIONS  SINCE  ADDRESS',
      'ada      m1   op, present  5 min  192.0.2.9:4711',
      'bob      m2   (none)                              reconnecting',
      'bob      m3   message',
      '\ufffd[2Jeve  ada  (none)',
      '',
    ]);
  });

  it('adds up what flows, by either API', async () => {
    const body = [
      {
        name: 'tea',
        clients: [
          {
            id: 'a',
            up: [
              {
                id: 's',
                tracks: [
                  { bitrate: 1_500_000, loss: 0.02 },
                  { bitrate: 40_000, loss: 0 },
                ],
              },
            ],
          },
          {
            id: 'b',
            down: [
              { id: 's', tracks: [{ bitrate: 500_000, loss: 0 }] },
              { id: 't', tracks: null },
            ],
          },
        ],
      },
      { name: 'cake' },
    ];
    const expected = [
      'GROUP  MEMBERS  STREAMS UP  UP          STREAMS DOWN  DOWN        WORST LOSS',
      'tea    2        1           1.5 Mbit/s  2             500 kbit/s  2.0 %',
      'cake   0        0           0 kbit/s    0             0 kbit/s    0.0 %',
      '',
    ];
    server.canned.set('GET /api/v1/stats', { status: 200, body });
    expect((await run('live stats')).out.split('\n')).toEqual(expected);
    server.canned.clear();
    server.isLive = false;
    server.canned.set('GET /galene-api/v0/.stats', { status: 200, body });
    expect((await run('stats')).out.split('\n')).toEqual(expected);
  });
});

describe('what is done to members', () => {
  it.each([
    ['live kick school/tea m2', 'm2', { kind: 'kick' }],
    ['kick school/tea m2 that was it', 'm2', { kind: 'kick', value: 'that was it' }],
    ['live op school/tea m3', 'm3', { kind: 'op' }],
    ['live unop school/tea m1', 'm1', { kind: 'unop' }],
    ['live present school/tea m3', 'm3', { kind: 'present' }],
    ['live unpresent school/tea m1', 'm1', { kind: 'unpresent' }],
    ['live shutup school/tea m3', 'm3', { kind: 'shutup' }],
    ['live unshutup school/tea m3', 'm3', { kind: 'unshutup' }],
    ['live op school/tea ada --id', 'ada', { kind: 'op' }],
  ])('%s', async (line, id, body) => {
    expect(await run(line)).toMatchObject({ code: 0, err: '' });
    expect(server.seen).toMatchObject([
      { line: `GET ${MEETING}/members` },
      { line: `POST ${MEETING}/members/${id}/actions`, body },
    ]);
  });

  it('finds a member by a name that only one has', async () => {
    server.meetings.set('school/tea', [{ id: 'm1', username: 'ada', permissions: [] }]);
    expect((await run('kick school/tea ada')).out).toBe('ada was sent away, in the group "school/tea".\n');
    expect(server.lines[1]).toBe(`POST ${MEETING}/members/m1/actions`);
  });

  it.each([
    ['a name that two have', 'bob', 'm2, m3'],
    ["a name that is another's id", 'ada', 'm1, ada'],
  ])('does nothing for %s', async (_what, word, ids) => {
    const ran = await run(`kick school/tea ${word}`);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain(ids);
    expect(server.lines).toEqual([`GET ${MEETING}/members`]);
  });

  it('says who is not there', async () => {
    const ran = await run('kick school/tea zoe');
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('Nobody in the group "school/tea" has the id or name "zoe"');
  });
});

describe('what is done to groups', () => {
  it.each([
    ['live lock school/tea', `${MEETING}/actions`, { kind: 'lock' }],
    ['lock school/tea back at noon', `${MEETING}/actions`, { kind: 'lock', value: 'back at noon' }],
    ['live unlock school/tea', `${MEETING}/actions`, { kind: 'unlock' }],
    ['live say school/tea hello -- --all', `${MEETING}/messages`, { value: 'hello --all' }],
    ['say school/tea hello', `${MEETING}/messages`, { value: 'hello' }],
    ['live drain', '/api/v1/drain', { deadlineSeconds: 600 }],
    ['drain --deadline 90s --message bye', '/api/v1/drain', { deadlineSeconds: 90, message: 'bye' }],
  ])('%s', async (line, path, body) => {
    expect(await run(line)).toMatchObject({ code: 0, err: '' });
    expect(server.seen).toMatchObject([{ line: `POST ${path}`, body }]);
  });

  it('calls a drain off', async () => {
    expect((await run('undrain')).code).toBe(0);
    expect(server.lines).toEqual(['DELETE /api/v1/drain']);
  });

  it("repeats the server's reason for a refusal", async () => {
    expect(await run('lock nowhere')).toMatchObject({
      code: 1,
      err: 'evagorectl: There is no group of this name.\n',
    });
  });

  it('says that a Galène has no live API', async () => {
    server.isLive = false;
    const ran = await run('live lock tea');
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('a Galène has none');
  });

  it.each([
    'live drain --deadline 2d',
    'live drain --deadline soon',
    'live lock',
    'live say tea',
    'live lock ../x',
  ])('does not understand "%s"', async (line) => {
    expect((await run(line)).code).toBe(2);
    expect(server.seen).toEqual([]);
  });
});
