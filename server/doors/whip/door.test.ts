import { beforeEach, describe, expect, it } from 'vitest';
import { actOnMember } from '../../core/actions.ts';
import {
  NoSuchGroup,
  NotAuthorised,
  TokenExpired,
  NeedUsername,
  GroupBroken,
  MediaUnavailable,
} from '../../core/errors.ts';
import { DEMO, NOTHING_OPEN, type Stage } from '../../core/testing/fakes.ts';
import { offerOf } from '../../sdp/testing/exchange.ts';
import { Desk, FRAGMENT, quiet, SDP } from './testing/desk.ts';

const ENDPOINT = `/group/${DEMO}/.whip`;
const OFFER = offerOf('chromium-camera');
const ID = /^[\w-]{22}$/;

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
});

/** What the door's conference refuses from now on. */
function refuse(stage: Stage, error: Error): void {
  stage.authenticator.identify = () => Promise.reject(error);
}

describe('A publisher', () => {
  it('gets an answer, the address of its session, and what it needs to know', async () => {
    const { answer, location } = await desk.publish();
    expect(answer.status).toBe(201);
    expect(location).toMatch(new RegExp(`^${ENDPOINT}/[\\w-]{22}$`));
    expect(answer.headers).toMatchObject({
      etag: expect.stringMatching(/^"[\w-]{22}"$/) as string,
      'content-type': SDP,
      'access-control-expose-headers': 'Location, Content-Type, Link, ETag',
      link: [
        '<stun:stun.example:3478>; rel="ice-server"',
        '<turn:turn.example?transport=udp>; rel="ice-server"; username="u\\"1"; credential="c\\\\2"; credential-type="password"',
        '<turns:turn.example>; rel="ice-server"; username="u\\"1"; credential="c\\\\2"; credential-type="password"',
      ],
    });
    expect(answer.body).toMatch(/^v=0\r\n/);
    expect(answer.body).toContain('a=candidate:');
    expect(answer.body).toContain('a=end-of-candidates');
    expect(answer.body.match(/a=recvonly/g)).toHaveLength(2);
  });

  it('is a member like any other, with one stream that is called like it, and no more rights than it needs', async () => {
    desk.stage.authenticator.permissions.set('whip', ['op', 'present', 'message']);
    const { link } = await desk.stage.join('ada');
    const { location } = await desk.publish();
    const [added] = link.of('rosterChanged').flatMap((fact) => fact.added);
    expect(added).toMatchObject({
      id: expect.stringMatching(ID) as string,
      username: 'whip',
      permissions: ['present'],
    });
    expect(added?.streams).toMatchObject([{ id: added?.id, label: '' }]);
    expect(added?.streams[0]?.tracks.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
    expect(location).not.toContain(added?.id);
  });

  it('is called as its token says', async () => {
    desk.stage.authenticator.identify = () =>
      Promise.resolve({ username: 'studio', permissions: new Set(['present']) });
    await desk.publish({ token: 'T0KEN' });
    const [member] = desk.stage.conference.group(DEMO)!.members.values();
    expect(member?.username).toBe('studio');
  });

  it('cannot be written to, nor be given or refused anything', async () => {
    const { member: olga } = await desk.stage.joinAsOperator();
    await desk.publish();
    const encoder = [...olga.group.members.values()].at(-1)!;
    for (const kind of ['op', 'unop', 'present', 'unpresent', 'shutup', 'unshutup']) {
      await expect(actOnMember(olga, kind, encoder.id, undefined)).rejects.toMatchObject({
        code: 'not-possible',
        message: 'this is not a real user',
      });
    }
  });

  it('ends its session by DELETE, and finds it gone then', async () => {
    const client = await desk.publish();
    expect(await client.end()).toEqual({ status: 200, headers: {}, body: '' });
    expect(desk.stage.openMedia).toEqual(NOTHING_OPEN);
    expect(desk.stage.conference.memberCount).toBe(0);
    expect(desk.whip.sessionCount).toBe(0);
    expect(desk.world.waiting).toBe(0);
    expect((await client.end()).status).toBe(404);
    expect((await client.patch(client.fragment())).status).toBe(404);
  });

  it('is sent away like any other member', async () => {
    const { member: olga } = await desk.stage.joinAsOperator();
    const client = await desk.publish();
    const encoder = [...olga.group.members.values()].at(-1)!;
    await actOnMember(olga, 'kick', encoder.id, 'enough');
    expect(desk.whip.sessionCount).toBe(0);
    expect((await client.end()).status).toBe(404);
    expect(desk.transport.closed).toBe(true);
  });

  it('goes with the server, the group, and the media worker', async () => {
    for (const end of [
      () => {
        desk.whip.close({ code: 'shutting-down' });
      },
      () => {
        desk.stage.conference.group(DEMO)!.close({ code: 'closed' });
      },
      () => {
        desk.stage.media.room.lose();
      },
    ]) {
      desk = new Desk();
      await desk.publish();
      end();
      await quiet();
      expect(desk.whip.sessionCount).toBe(0);
      expect(desk.stage.conference.memberCount).toBe(0);
      expect(desk.world.waiting).toBe(0);
    }
  });
});

describe('The endpoint', () => {
  it('says what can be done here, and names no secrets to those whom it would not let in', async () => {
    refuse(desk.stage, new NotAuthorised());
    expect(await desk.ask(`OPTIONS ${ENDPOINT}`)).toEqual({
      status: 200,
      headers: {
        'access-control-allow-methods': 'OPTIONS, POST',
        'access-control-allow-headers': 'Authorization, Content-Type',
        'access-control-expose-headers': 'Link',
        'accept-post': SDP,
        link: ['<stun:stun.example:3478>; rel="ice-server"'],
      },
      body: '',
    });
    expect((await desk.ask('OPTIONS /group/nowhere/.whip')).status).toBe(404);
  });

  it('names them to those whom it would, and counts only failed tokens as failed logins', async () => {
    const asked: unknown[] = [];
    desk.stage.authenticator.identify = (_group, credentials) => {
      asked.push(credentials);
      return Promise.resolve({ username: 'whip', permissions: new Set() });
    };
    for (const token of [undefined, 'T0KEN']) {
      const { headers } = await desk.ask(`OPTIONS ${ENDPOINT}`, { token });
      expect(headers['link']).toHaveLength(3);
    }
    expect(asked).toEqual([
      { username: 'whip', password: '' },
      { username: 'whip', token: 'T0KEN', from: '192.0.2.1' },
    ]);
    expect(desk.stage.conference.memberCount).toBe(0);
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('has no use for %s', async (method) => {
    expect(await desk.ask(`${method} ${ENDPOINT}`)).toMatchObject({
      status: 405,
      headers: { allow: 'OPTIONS, POST' },
    });
  });

  it.each([undefined, 'text/plain', 'application/sdp; charset=utf-8', 'application/json'])(
    'takes no body of the type %s',
    async (contentType) => {
      expect(await desk.ask(`POST ${ENDPOINT}`, { contentType, body: OFFER })).toMatchObject({
        status: 415,
        headers: { accept: SDP },
      });
      expect(desk.stage.conference.memberCount).toBe(0);
    },
  );

  it.each([
    ['nothing', ''],
    ['no description', 'hello'],
    ['no media', 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n'],
    ['no fingerprint', OFFER.replaceAll(/a=fingerprint.*\r\n/g, '')],
    ['media that only comes', offerOf('chromium-receiving')],
  ])('refuses an offer with %s', async (_, offer) => {
    const answer = await desk.ask(`POST ${ENDPOINT}`, { contentType: SDP, body: offer });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(desk.tally.counted).toEqual(['refused: whip bad-sdp']);
    expect(desk.stage.conference.memberCount).toBe(0);
    expect(desk.stage.openMedia).toEqual(NOTHING_OPEN);
    expect(desk.whip.sessionCount).toBe(0);
  });

  it.each([
    [new NotAuthorised(), undefined, 401],
    [new NotAuthorised(), 'a.b.c', 401],
    [new NotAuthorised(), 'unknown', 404],
    [new TokenExpired(), 'old', 401],
    [new NeedUsername(), 'nameless', 401],
    [new NoSuchGroup('demo'), undefined, 404],
    [new MediaUnavailable(), undefined, 503],
    [new GroupBroken('demo', undefined), undefined, 500],
    [new Error('a bug'), undefined, 500],
  ])('answers %s with token %s by %i', async (error, token, status) => {
    refuse(desk.stage, error);
    const { answer } = await desk.publish({ token });
    expect(answer.status).toBe(status);
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    expect(answer.headers['retry-after']).toBe(status === 503 ? '10' : undefined);
    if (status === 500) expect(answer.body).toBe('the server failed\n');
    expect(desk.tally.counted).toHaveLength(1);
  });

  it('refuses who may not present, and leaves no trace of them', async () => {
    desk.stage.authenticator.permissions.set('whip', ['message']);
    const { answer } = await desk.publish();
    expect(answer).toMatchObject({ status: 403, body: 'needs the "present" permission\n' });
    expect(desk.stage.conference.memberCount).toBe(0);
    expect(desk.stage.openMedia).toEqual(NOTHING_OPEN);
  });

  it('tells why a group is closed to a stranger', async () => {
    const { member } = await desk.stage.joinAsOperator();
    member.group.setLock('back at noon');
    expect((await desk.publish()).answer).toMatchObject({ status: 403, body: 'back at noon\n' });
    member.group.setLock(undefined);
    desk.stage.directory.write(DEMO, { ...member.group.description, maxClients: 1 });
    expect((await desk.publish()).answer.status).toBe(409);
    desk.stage.conference.drain({ closesAt: 0, message: '' });
    expect((await desk.publish()).answer.status).toBe(503);
  });

  it('has room for so many sessions, altogether and from one network', async () => {
    desk = new Desk({ total: 3, perNetwork: 2 });
    const first = await desk.publish();
    await desk.watch();
    expect((await desk.publish()).answer.status).toBe(429);
    expect((await desk.publish({ network: '198.51.100.1' })).answer.status).toBe(201);
    expect((await desk.publish({ network: '203.0.113.1' })).answer.status).toBe(503);
    await first.end();
    expect((await desk.publish()).answer.status).toBe(201);
  });

  it('gives back the room of those whom it refuses', async () => {
    desk = new Desk({ total: 1 });
    await desk.publish({ offer: 'nonsense' });
    expect((await desk.publish()).answer.status).toBe(201);
  });
});

describe('A session', () => {
  it('is there for whoever has the token by which it was opened', async () => {
    const client = await desk.publish({ token: 'T0KEN' });
    const stranger = { status: 403, body: 'this session was opened with another token\n' };
    for (const token of [undefined, '', 'T0KEM', 'T0KEN ']) {
      expect(await client.end({ token })).toMatchObject(stranger);
      expect(await client.patch(client.fragment(), { token })).toMatchObject(stranger);
    }
    expect((await desk.ask(`OPTIONS ${client.location}`)).status).toBe(200);
    expect((await client.patch(client.fragment(), { token: 'T0KEN' })).status).toBe(204);
    expect((await client.end({ token: 'T0KEN' })).status).toBe(200);
  });

  it('is found in its own group by its own name only', async () => {
    const { location } = await desk.publish();
    const id = location.split('/').at(-1)!;
    const [member] = desk.stage.conference.group(DEMO)!.members.values();
    for (const address of [
      `/group/other/.whip/${id}`,
      `${ENDPOINT}/${member!.id}`,
      `${ENDPOINT}/nonsense`,
      `/group/${DEMO}/.whep-session/${id}`,
      `${location}/more`,
    ]) {
      expect((await desk.ask(`DELETE ${address}`)).status, address).toBe(404);
      expect((await desk.ask(`OPTIONS ${address}`)).status, address).toBe(404);
    }
  });

  it('says what can be done with it', async () => {
    const { location } = await desk.publish();
    expect(await desk.ask(`OPTIONS ${location}`)).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-methods': 'OPTIONS, DELETE, PATCH',
        'access-control-allow-headers': 'Authorization, Content-Type, If-Match, If-None-Match',
        'accept-patch': FRAGMENT,
      },
    });
    for (const method of ['GET', 'HEAD', 'POST', 'PUT']) {
      expect(await desk.ask(`${method} ${location}`)).toMatchObject({
        status: 405,
        headers: { allow: 'OPTIONS, DELETE, PATCH' },
      });
    }
  });

  it('takes candidates', async () => {
    const client = await desk.publish();
    const etag = client.answer.headers['etag'] as string;
    expect(await client.patch(client.fragment(), { ifMatch: etag })).toEqual({
      status: 204,
      headers: {},
      body: '',
    });
    expect(desk.transport.iceRestarts).toBe(0);
  });

  it('begins ICE anew for other credentials, and is another version then', async () => {
    const client = await desk.publish();
    const etag = client.answer.headers['etag'] as string;
    const restarted = await client.patch(client.fragment('fresh', 'a-password-of-twenty-two'), {
      ifMatch: '*',
    });
    expect(restarted).toMatchObject({ status: 200, headers: { 'content-type': FRAGMENT } });
    expect(restarted.headers['etag']).not.toBe(etag);
    expect(restarted.body).toContain(
      `a=ice-ufrag:${desk.transport.parameters.iceParameters.usernameFragment}`,
    );
    expect(restarted.body).toContain('a=candidate:');
    expect(desk.transport.iceRestarts).toBe(1);

    expect((await client.patch(client.fragment(), { ifMatch: etag })).status).toBe(412);
    const again = client.fragment('fresh', 'a-password-of-twenty-two');
    expect((await client.patch(again, { ifMatch: restarted.headers['etag'] as string })).status).toBe(204);
    expect((await client.end({ ifMatch: etag })).status).toBe(412);
    expect((await client.end({ ifMatch: restarted.headers['etag'] as string })).status).toBe(200);
  });

  it('lets one of two restarts win that are for the same version', async () => {
    const client = await desk.publish();
    const ifMatch = client.answer.headers['etag'] as string;
    const answers = await Promise.all(
      ['one', 'two'].map((name) =>
        client.patch(client.fragment(name, 'a-password-of-twenty-two'), { ifMatch }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 412]);
    expect(desk.transport.iceRestarts).toBe(1);
  });

  it.each([
    ['another type', 415, 'text/plain', 'a=ice-ufrag:x'],
    ['a parameter', 415, `${FRAGMENT};x=y`, 'a=ice-ufrag:x'],
    ['no credentials', 400, FRAGMENT, 'a=candidate:1 1 udp 1 192.0.2.9 4000 typ host\r\n'],
    ['half of them', 400, FRAGMENT, 'a=ice-ufrag:only\r\n'],
    ['nonsense', 400, FRAGMENT, 'nonsense'],
  ])('refuses a fragment with %s', async (_, status, contentType, body) => {
    const client = await desk.publish();
    expect((await client.patch(body, { contentType })).status).toBe(status);
    expect(desk.whip.sessionCount).toBe(1);
  });

  it('ends when its client does not connect', async () => {
    await desk.publish();
    desk.world.pass(29_999);
    expect(desk.whip.sessionCount).toBe(1);
    desk.world.pass(1);
    expect(desk.whip.sessionCount).toBe(0);
  });

  it('ends ten seconds after its client was heard last, unless that comes back', async () => {
    await desk.publish();
    const { events } = desk.transport;
    events.emit('connected');
    desk.world.pass(3_600_000);
    events.emit('disconnected');
    desk.world.pass(9_999);
    events.emit('connected');
    desk.world.pass(10_000);
    expect(desk.whip.sessionCount).toBe(1);
    events.emit('disconnected');
    desk.world.pass(10_000);
    expect(desk.whip.sessionCount).toBe(0);
    expect(desk.stage.conference.memberCount).toBe(0);
  });

  it('is given time to connect anew', async () => {
    const client = await desk.publish();
    desk.transport.events.emit('connected');
    desk.transport.events.emit('disconnected');
    desk.world.pass(9_000);
    expect((await client.patch(client.fragment('fresh', 'a-password-of-twenty-two'))).status).toBe(200);
    desk.world.pass(29_000);
    expect(desk.whip.sessionCount).toBe(1);
    desk.world.pass(1_000);
    expect(desk.whip.sessionCount).toBe(0);
  });

  it('ends at once when its client closes its side', async () => {
    await desk.publish();
    desk.transport.close();
    expect(desk.whip.sessionCount).toBe(0);
    expect(desk.stage.conference.memberCount).toBe(0);
  });

  it('ends if the group is closed while a password is checked', async () => {
    const { member } = await desk.stage.join('ada');
    const release = desk.stage.media.hold('openTransport');
    const client = desk.publish();
    await quiet();
    member.group.close({ code: 'closed' });
    release();
    expect((await client).answer.status).toBe(409);
    expect(desk.whip.sessionCount).toBe(0);
    expect(desk.stage.openMedia).toEqual(NOTHING_OPEN);
  });

  it('leaves no secret in the log', async () => {
    const client = await desk.publish({ token: 'T0KEN' });
    await client.end({ token: 'wrong' });
    await client.end({ token: 'T0KEN' });
    const written = JSON.stringify(desk.stage.log.lines);
    expect(written).toContain('session ended');
    for (const secret of ['T0KEN', client.location.split('/').at(-1)!]) expect(written).not.toContain(secret);
  });
});
