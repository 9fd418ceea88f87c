import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDescription, DEMO, Stage } from '../../core/testing/fakes.ts';
import type { GaleneTestClient } from './testing/client.ts';
import { GalenePlace } from './testing/place.ts';

let stage: Stage;
let place: GalenePlace;

beforeEach(async () => {
  stage = new Stage();
  stage.authenticator.permissions.set('olga', ['op', 'present', 'message', 'token']);
  place = await GalenePlace.open(stage);
});

afterEach(async () => {
  await place.close();
  expect(stage.log.errors).toEqual([]);
});

describe('a client of the dialect of Galène', () => {
  it('is told of its own seat, of the chat before it, of itself, and of the others', async () => {
    const bob = await place.join('bob');
    bob.say({ type: 'chat', value: 'early' });
    await bob.caughtUp();
    const ada = await place.connect('ada-1');
    ada.send({ type: 'join', kind: 'join', group: 'demo', username: 'ada', password: '', data: { x: 1 } });
    await ada.caughtUp();
    expect(ada.story.map((line) => line.replace(/id-\d+/, 'ID'))).toEqual([
      'joined join',
      'chathistory ID',
      'user add ada',
      'user add bob',
    ]);
    expect(ada.messages[0]).toMatchObject({
      group: 'demo',
      username: 'ada',
      permissions: ['present', 'message'],
      status: { name: 'demo', clientCount: 2 },
      rtcConfiguration: {},
    });
    expect(ada.messages[1]).toMatchObject({ value: 'early', source: 'bob-1', username: 'bob' });
    expect(ada.messages[1]?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(await bob.take('user')).toMatchObject({ kind: 'add', id: 'ada-1', data: { x: 1 } });
  });

  it('is told why it does not get in, and may try again', async () => {
    const ada = await place.connect('ada-1');
    const attempt = async (group: string, password: string) => {
      ada.send({ type: 'join', kind: 'join', group, username: 'ada', password });
      const { kind, value, error } = await ada.take('joined');
      return [kind, value, error];
    };
    expect(await attempt('nowhere', '')).toEqual(['fail', 'group does not exist', undefined]);
    expect(await attempt('/demo', '')).toEqual(['fail', 'illegal group name', undefined]);
    expect(await attempt('demo', 'wrong')).toEqual(['fail', 'not authorised', undefined]);
    expect(await attempt('demo', 'right')).toEqual(['join', undefined, undefined]);
  });

  it('is sent on where the group is held elsewhere', async () => {
    stage.directory.write(DEMO, aDescription({ redirect: 'https://elsewhere.example/group/demo/' }));
    const ada = await place.connect('ada-1');
    ada.send({ type: 'join', kind: 'join', group: 'demo', username: 'ada' });
    expect(await ada.take('joined')).toMatchObject({
      kind: 'redirect',
      value: 'https://elsewhere.example/group/demo/',
    });
  });

  it('leaves, and comes back over the same connection', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    ada.send({ type: 'join', kind: 'leave', group: 'demo' });
    expect(await ada.take('joined')).toMatchObject({ kind: 'leave', group: 'demo' });
    expect(await bob.take('user', ({ kind }) => kind === 'delete')).toMatchObject({ id: 'ada-1' });
    ada.send({ type: 'join', kind: 'join', group: 'demo', username: 'ada' });
    expect(await ada.take('joined')).toMatchObject({ kind: 'join' });
  });

  it('is gone with its connection', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    ada.terminate();
    expect(await bob.take('user', ({ kind }) => kind === 'delete')).toMatchObject({ username: 'ada' });
    expect(stage.conference.group(DEMO)?.members.size).toBe(1);
  });

  it.each<[string, (client: GaleneTestClient) => void, number, string]>([
    [
      'speaks in the name of another',
      (client) => {
        client.send({ type: 'chat', source: 'bob-1', value: '' });
      },
      1002,
      'spoofed client id',
    ],
    [
      'takes the name of another',
      (client) => {
        client.send({ type: 'chat', username: 'bob', value: '' });
      },
      1002,
      'spoofed username',
    ],
    [
      'joins twice',
      (client) => {
        client.send({ type: 'join', kind: 'join', group: 'demo', username: 'ada' });
      },
      1002,
      'cannot join multiple groups',
    ],
    [
      'says what nobody knows',
      (client) => {
        client.send({ type: 'dance' });
      },
      1002,
      'unexpected message',
    ],
    [
      'names no stream',
      (client) => {
        client.send({ type: 'close', id: '' });
      },
      1002,
      'empty id',
    ],
    [
      'gives no candidate',
      (client) => {
        client.send({ type: 'ice', id: 'x', candidate: null });
      },
      1002,
      'null candidate',
    ],
    [
      'leaves where it is not',
      (client) => {
        client.send({ type: 'join', kind: 'leave', group: 'elsewhere' });
      },
      1000,
      'you are not joined',
    ],
    [
      'asks for an unknown action',
      (client) => {
        client.say({ type: 'useraction', kind: 'tickle', dest: 'ada-1' });
      },
      1000,
      'unknown user action',
    ],
  ])('is told and sent away when it %s', async (_, say, code, reason) => {
    const client = await place.join('ada');
    say(client);
    expect(await client.refusal()).toBe(reason);
    expect(await client.closed).toEqual({ code, reason });
    expect(stage.conference.group(DEMO)?.members.size).toBe(0);
  });

  it.each(['{', '"text"', '{"type":1}', '{"type":"chat","dest":{}}', '{"type":"request","request":7}'])(
    'is cut off with 1011 when it says %s',
    async (text) => {
      const client = await place.join('ada');
      client.sendText(text);
      expect(await client.closed).toEqual({ code: 1011, reason: '' });
    },
  );

  it('is warned when its version is another, and goes on', async () => {
    const client = await place.connect('ada-1', ['3']);
    const { kind, value } = await client.take('usermessage');
    expect([kind, value]).toEqual(['warning', expect.stringContaining('unknown protocol version')]);
    client.send({ type: 'join', kind: 'join', group: 'demo', username: 'ada' });
    expect(await client.take('joined')).toMatchObject({ kind: 'join' });
  });

  it('is let go when it sends too fast', async () => {
    await place.close();
    place = await GalenePlace.open(stage, { rate: { perSecond: 1, burst: 5 } });
    const client = await place.connect('ada-1');
    for (let count = 0; count < 30; count += 1) client.send({ type: 'ping' });
    expect((await client.closed).code).toBe(1008);
  });
});

describe('members of both dialects', () => {
  it('talk to each other, in public and in private', async () => {
    const ada = await place.join('ada');
    const bob = await place.joinNatively('bob');
    ada.say({ type: 'chat', kind: 'me', value: 'waves' });
    expect(await bob.heard('chat')).toMatchObject({ source: 'ada-1', kind: 'me', value: 'waves' });
    ada.forget();
    bob.send({ type: 'chat', kind: '', value: 'hello', noecho: true });
    expect(await ada.take('chat')).toMatchObject({ source: 'bob-1', username: 'bob', value: 'hello' });
    bob.send({ type: 'chat', kind: '', value: 'psst', dest: 'ada-1' });
    const secret = await ada.take('chat');
    expect(secret).toMatchObject({ value: 'psst', dest: 'ada-1' });
    expect(secret.id).toBeUndefined();
    ada.say({ type: 'usermessage', kind: 'filetransfer', dest: 'bob-1', value: { type: 'invite' } });
    expect(await bob.heard('usermessage')).toMatchObject({ kind: 'filetransfer', value: { type: 'invite' } });
  });

  it('are moderated by each other', async () => {
    const olga = await place.join('olga');
    const bob = await place.joinNatively('bob');
    olga.say({ type: 'useraction', kind: 'op', dest: 'bob-1' });
    expect(await bob.heard('joined')).toMatchObject({
      kind: 'change',
      permissions: ['present', 'message', 'op'],
    });
    expect(await olga.take('user', ({ kind }) => kind === 'change')).toMatchObject({ id: 'bob-1' });
    bob.send({ type: 'useraction', kind: 'kick', dest: 'olga-1', value: 'enough' });
    expect(await olga.take('usermessage', ({ kind }) => kind === 'kicked')).toMatchObject({
      privileged: true,
      id: 'bob-1',
      username: 'bob',
      value: 'enough',
    });
    expect(await olga.closed).toEqual({ code: 1000, reason: 'kicked out (enough) by bob' });
  });

  it('see who raises a hand', async () => {
    const ada = await place.join('ada');
    const bob = await place.joinNatively('bob');
    ada.say({ type: 'useraction', kind: 'setdata', dest: 'ada-1', value: { raisehand: true } });
    const { changed = [] } = await bob.heard('users', ({ changed: some = [] }) => some.length > 0);
    expect(changed[0]).toMatchObject({ id: 'ada-1', data: { raisehand: true }, hand: 1 });
  });
});

describe('an operator of the dialect of Galène', () => {
  let olga: GaleneTestClient;
  beforeEach(async () => {
    olga = await place.join('olga');
  });

  it('locks and unlocks', async () => {
    olga.say({ type: 'groupaction', kind: 'lock', value: 'later' });
    expect((await olga.take('joined')).status).toMatchObject({ locked: true });
    const ada = await place.connect('ada-1');
    ada.send({ type: 'join', kind: 'join', group: 'demo', username: 'ada' });
    expect(await ada.take('joined')).toMatchObject({ kind: 'fail', value: 'later' });
    olga.say({ type: 'groupaction', kind: 'unlock' });
    expect((await olga.take('joined')).status).not.toHaveProperty('locked');
  });

  it('hears of changed permissions without data, and of changed data with them', async () => {
    olga.say({ type: 'groupaction', kind: 'setdata', value: { topic: 'tea' } });
    expect(await olga.take('joined')).toMatchObject({ kind: 'change', data: { topic: 'tea' } });
    olga.say({ type: 'useraction', kind: 'present', dest: 'olga-1' });
    expect((await olga.take('joined')).data).toBeUndefined();
  });

  it('makes, lists and revokes invitations', async () => {
    const made = { group: 'demo', permissions: ['present'], expires: 60_000 };
    olga.say({ type: 'groupaction', kind: 'maketoken', value: made });
    const { kind, privileged, value } = await olga.take('usermessage');
    expect([kind, privileged, value]).toEqual(['token', true, expect.objectContaining({ group: 'demo' })]);
    olga.say({ type: 'groupaction', kind: 'listtokens' });
    // An operator who may invite, but not administer, lists too.
    expect((await olga.take('usermessage')).value).toHaveLength(1);
    olga.say({ type: 'groupaction', kind: 'maketoken', value: {} });
    expect(await olga.take('usermessage')).toMatchObject({ kind: 'token', error: 'error' });
    const ada = await place.join('ada');
    ada.say({ type: 'groupaction', kind: 'maketoken', value: made });
    expect(await ada.take('usermessage')).toMatchObject({ kind: 'token', error: 'not-authorised' });
  });

  it('learns where somebody is, who is told', async () => {
    const ada = await place.join('ada');
    olga.say({ type: 'useraction', kind: 'identify', dest: 'ada-1' });
    expect((await olga.take('usermessage', ({ kind }) => kind === 'userinfo')).value).toEqual({
      id: 'ada-1',
      username: 'ada',
      address: '127.0.0.1:4711',
    });
    expect((await ada.take('usermessage')).value).toContain('olga');
  });

  it('clears the chat', async () => {
    olga.say({ type: 'chat', value: 'one' });
    const { id } = await olga.take('chat');
    olga.say({ type: 'groupaction', kind: 'clearchat', value: { id, userId: 'olga-1' } });
    expect((await olga.take('usermessage')).value).toEqual({ id, userId: 'olga-1' });
    olga.say({ type: 'groupaction', kind: 'clearchat', value: { id } });
    expect(await olga.refusal()).toBe('bad value in clearchat');
  });

  it('is refused what makes no sense', async () => {
    olga.say({ type: 'useraction', kind: 'kick', dest: 'nobody' });
    expect(await olga.refusal()).toBe('no such user');
    olga.say({ type: 'groupaction', kind: 'record' });
    expect(await olga.refusal()).toBe('not authorised');
    const ada = await place.join('ada');
    ada.say({ type: 'groupaction', kind: 'lock' });
    expect(await ada.refusal()).toBe('not authorised');
    ada.say({ type: 'useraction', kind: 'setdata', dest: 'olga-1', value: {} });
    expect(await ada.refusal()).toBe('not authorised');
    ada.say({ type: 'chat', dest: 'nobody', value: 'psst' });
    expect(await ada.refusal()).toBe('user unknown');
  });
});
