import type { ConferenceError } from '@evagore/shared';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildWeb } from './application.ts';
import type { DoorAnswer, DoorRequest, GroupDoor } from './group-doors.ts';
import { bareWeb } from './testing.ts';

/** Remembers what it was asked, and answers as a test says. */
class FakeDoor implements GroupDoor {
  readonly resources = ['.whip', '.whep-session'];
  readonly asked: DoorRequest[] = [];
  reply: (request: DoorRequest) => DoorAnswer | Promise<DoorAnswer> = () => ({
    status: 200,
    headers: { link: ['<a>', '<b>'], 'x-door': 'yes' },
    body: 'hello',
  });

  async answer(request: DoorRequest): Promise<DoorAnswer> {
    this.asked.push(request);
    return this.reply(request);
  }

  get last(): DoorRequest {
    return this.asked.at(-1)!;
  }
}

let door: FakeDoor;
let app: FastifyInstance;

beforeEach(async () => {
  door = new FakeDoor();
  app = await buildWeb(bareWeb({ doors: { doors: [door], allowOrigin: ['https://studio.example'] } }));
});
afterEach(() => app.close());

/** Sends a request such as `POST /group/tea/.whip`. */
function send(what: string, options: Omit<InjectOptions, 'method' | 'url'> = {}) {
  const [method, url] = what.split(' ') as [NonNullable<InjectOptions['method']>, string];
  return app.inject({ method, url, ...options });
}

describe('An address of a door', () => {
  it.each(['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD'])(
    'is answered by it for %s',
    async (method) => {
      const answer = await send(`${method} /group/tea/.whip`);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        link: ['<a>', '<b>'],
        'x-door': 'yes',
        'cache-control': 'no-store',
      });
      expect(answer.body).toBe(method === 'HEAD' ? '' : 'hello');
      expect(door.asked).toHaveLength(1);
      expect(door.last.method).toBe(method);
    },
  );

  it.each([
    ['/group/tea/.whip', 'tea', '.whip', ''],
    ['/group/tea/.whip/', 'tea', '.whip', ''],
    ['/group/tea/.whip/ID', 'tea', '.whip', 'ID'],
    ['/group/a/b%20c/.whip/x%2Fy', 'a/b c', '.whip', 'x/y'],
    ['/group/%C3%A4/.whep-session/ID?layer=low', 'ä', '.whep-session', 'ID'],
  ])('is read: %s', async (url, group, resource, rest) => {
    await send(`POST ${url}`);
    expect(door.last).toMatchObject({ group, resource, rest });
    expect(door.last.query.get('layer')).toBe(url.includes('?') ? 'low' : null);
  });

  it.each([
    '/group/tea/',
    '/group/tea/.status',
    '/group/tea/.whips',
    '/group/tea/.whep',
    '/group/.whip',
    '/group/',
  ])('is not %s', async (url) => {
    expect((await send(`POST ${url}`)).statusCode).toBe(404);
    expect(door.asked).toHaveLength(0);
  });

  it('may be spelt badly, and is sent for with the same method then', async () => {
    const answer = await send('POST /group/tea//party/.whip');
    expect(answer.statusCode).toBe(308);
    expect(answer.headers.location).toBe('/group/tea/party/.whip');
  });

  it('is nowhere without a door', async () => {
    const plain = await buildWeb(bareWeb());
    for (const method of ['POST', 'GET', 'OPTIONS'] as const) {
      expect((await plain.inject({ method, url: '/group/tea/.whip' })).statusCode).toBe(404);
    }
    await plain.close();
  });

  it('counts among the requests of its sender', async () => {
    await app.close();
    app = await buildWeb(bareWeb({ pageRequestsPerMinute: 2, doors: { doors: [door], allowOrigin: [] } }));
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await send('POST /group/tea/.whip')).statusCode);
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('What a door learns of a request', () => {
  it.each([
    ['Bearer T0KEN', 'T0KEN'],
    ['bearer a.b.c', 'a.b.c'],
    ['Basic YTpi', undefined],
    ['Bearer', undefined],
    [undefined, undefined],
  ])('of "%s" is the token %s', async (authorization, token) => {
    await send('POST /group/tea/.whip', {
      headers: { ...(authorization !== undefined && { authorization }) },
    });
    expect(door.last.token).toBe(token);
  });

  it('is where it comes from, and of which type its body is', async () => {
    await send('POST /group/tea/.whip', {
      headers: { 'content-type': 'application/sdp; x=y' },
      payload: '',
      remoteAddress: '2001:db8:1:2:3::4',
    });
    expect(door.last).toMatchObject({
      contentType: 'application/sdp; x=y',
      address: '2001:db8:1:2:3::4',
      network: '2001:db8:1:2::/64',
    });
  });

  it('is its body, if that is no longer than the door wants to read', async () => {
    const bodies: unknown[] = [];
    door.reply = async (request) => {
      bodies.push(await request.text(5).catch((error: unknown) => (error as ConferenceError).code));
      return { status: 200, headers: {}, body: '' };
    };
    const headers = { 'content-type': 'application/sdp' };
    await send('POST /group/tea/.whip', { headers, payload: 'häh' });
    await send('POST /group/tea/.whip', { headers, payload: '123456' });
    await send('POST /group/tea/.whip', { headers, payload: Buffer.from([0xff]) });
    await send('PATCH /group/tea/.whip');
    expect(bodies).toEqual(['häh', 'message-too-large', 'bad-message', '']);
  });

  it.each([
    [{}, true],
    [{ 'if-match': '"v1"' }, true],
    [{ 'if-match': '*' }, true],
    [{ 'if-match': '"v0", "v1"' }, true],
    [{ 'if-match': '"v0"' }, false],
    [{ 'if-match': 'W/"v1"' }, false],
    [{ 'if-none-match': '"v1"' }, false],
    [{ 'if-none-match': '*' }, false],
    [{ 'if-none-match': '"v0"' }, true],
  ])('is whether it is for the version v1: %j', async (headers, passes) => {
    let code: string | undefined;
    door.reply = (request) => {
      try {
        request.demand('v1');
      } catch (error) {
        code = (error as ConferenceError).code;
      }
      return { status: 200, headers: {}, body: '' };
    };
    await send('PATCH /group/tea/.whip/ID', { headers });
    expect(code).toBe(passes ? undefined : 'precondition-failed');
  });
});

describe('Pages of other origins', () => {
  it.each([
    ['https://studio.example', true],
    ['https://STUDIO.example', true],
    ['http://meet.example', true],
    ['https://evil.example', false],
    ['null', false],
  ])('may read the answer: %s %s', async (origin, may) => {
    const answer = await send('OPTIONS /group/tea/.whip', { headers: { origin, host: 'meet.example' } });
    expect(answer.headers['access-control-allow-origin']).toBe(may ? origin : undefined);
    expect(answer.headers.vary).toContain('Origin');
    expect(door.asked).toHaveLength(1);
  });

  it('may if the site file says so', async () => {
    await app.close();
    app = await buildWeb(
      bareWeb({
        doors: { doors: [door], allowOrigin: [] },
        site: {
          current: () =>
            Promise.resolve({ users: new Map(), allowOrigin: ['https://other.example'] } as never),
        },
      }),
    );
    const answer = await send('POST /group/tea/.whip', { headers: { origin: 'https://other.example' } });
    expect(answer.headers['access-control-allow-origin']).toBe('https://other.example');
  });
});
