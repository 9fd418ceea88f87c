import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../../core/testing/fakes.ts';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** Coming, talking and going through the native door, over real sockets. */

let place: TestPlace;

beforeEach(async () => {
  place = await TestPlace.open();
});

afterEach(async () => {
  await place.close();
  expect(place.stage.log.errors).toEqual([]);
});

function join(username: string, more: object = {}): Record<string, unknown> {
  return { type: 'join', kind: 'join', group: 'demo', username, ...more };
}

/** Says that its sender wants an operator's permissions, from whoever checks passwords. */
function operators(...usernames: string[]): void {
  for (const username of usernames) {
    place.stage.authenticator.permissions.set(username, ['op', 'present', 'message']);
  }
}

describe('joining', () => {
  it('answers the handshake with one version, in a frame of its own', async () => {
    const ada = await place.connect('ada');
    expect(ada.frames).toEqual(['{"type":"handshake","version":["evagore-1"]}']);
  });

  it('tells of the membership, of everybody and of the chat before it is acknowledged', async () => {
    const ada = await place.connect('ada');
    ada.forget();
    expect(await ada.ask(join('ada', { data: { raisehand: true } }))).toEqual({ type: 'ack', ref: 1 });
    expect(ada.types).toEqual(['joined', 'ticket', 'roster', 'chathistory', 'ack']);
    expect((await ada.heard('roster')).users).toMatchObject([{ id: 'ada', data: { raisehand: true } }]);
  });

  it('is made known to the others, and so is leaving', async () => {
    const ada = await place.join('ada');
    const bob = await place.join('bob');
    await ada.heard('users', ({ added }) => added !== undefined);
    await bob.ask({ type: 'join', kind: 'leave', group: 'demo' });
    expect(bob.types).toEqual(['joined', 'ack']);
    expect(await ada.heard('users', ({ removed }) => removed !== undefined)).toMatchObject({
      removed: [{ id: 'bob' }],
    });
  });

  it('can be done again after leaving, on the same connection', async () => {
    const ada = await place.join('ada');
    await ada.ask({ type: 'join', kind: 'leave', group: 'demo' });
    expect(await ada.refusal(join('ada'))).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a group that is not there', join('ada', { group: 'nowhere' }), 'no-such-group'],
    ['a wrong password', join('ada', { password: 'wrong' }), 'not-authorised'],
    ['an impossible name', join('ada', { group: '../etc' }), 'bad-message'],
    ['leaving before joining', { type: 'join', kind: 'leave', group: 'demo' }, 'not-joined'],
  ])('is refused for %s, and may be tried again', async (_, message, code) => {
    const ada = await place.connect('ada');
    expect(await ada.refusal(message)).toBe(code);
    expect(await ada.refusal(join('ada'))).toBeUndefined();
  });

  it('is refused a second time, and leaving another group too', async () => {
    const ada = await place.join('ada');
    expect(await ada.refusal(join('ada'))).toBe('already-joined');
    expect(await ada.refusal({ type: 'join', kind: 'leave', group: 'other' })).toBe('not-joined');
  });

  it('is refused for an id that somebody has, and for a locked group', async () => {
    const ada = await place.join('ada');
    const double = await place.connect('ada');
    expect(await double.refusal(join('ada'))).toBe('duplicate-id');
    for (const group of place.stage.conference.groups()) group.setLock('back at noon');
    const bob = await place.connect('bob');
    expect(await bob.ask(join('bob'))).toMatchObject({ error: 'group-locked', value: 'back at noon' });
    expect(ada.types).not.toContain('closing');
  });

  it('takes no seat for who has hung up while a password was checked', async () => {
    const release = place.stage.authenticator.hold();
    const ada = await place.connect('ada');
    ada.send(join('ada'));
    await ada.caughtUp();
    ada.terminate();
    const bob = await place.connect('bob');
    await bob.caughtUp();
    release();
    expect(await bob.refusal(join('bob'))).toBeUndefined();
    await settled();
    const [group] = place.stage.conference.groups();
    expect([...(group?.members.keys() ?? [])]).toEqual(['bob']);
  });
});

describe('talking', () => {
  let ada: TestClient;
  let bob: TestClient;

  beforeEach(async () => {
    operators('ada');
    [ada, bob] = [await place.join('ada'), await place.join('bob')];
    await ada.caughtUp();
    ada.forget();
  });

  it('reaches everybody, and the sender hears the id and the time of its message', async () => {
    const answer = await ada.ask({ type: 'chat', value: 'hello' });
    const message = await bob.heard('chat');
    expect(message).toMatchObject({ kind: '', source: 'ada', privileged: true, value: 'hello' });
    expect(answer).toMatchObject({ type: 'ack', value: { id: message.id, time: message.time } });
    expect(ada.types).toEqual(['chat', 'ack']);
  });

  it('is not echoed to a sender who wants no echo', async () => {
    await ada.ask({ type: 'chat', value: 'hello', noecho: true });
    await ada.ask({ type: 'usermessage', kind: 'bell', noecho: true });
    await bob.heard('usermessage');
    expect(ada.types).toEqual(['ack', 'ack']);
  });

  it('reaches one member alone', async () => {
    const cleo = await place.join('cleo');
    await ada.ask({ type: 'chat', kind: 'me', dest: 'bob', value: 'whispers' });
    await ada.ask({ type: 'usermessage', kind: 'bell', dest: 'bob', value: [1] });
    await bob.heard('chat', ({ kind, dest }) => kind === 'me' && dest === 'bob');
    expect((await bob.heard('usermessage')).value).toEqual([1]);
    await cleo.caughtUp();
    expect(cleo.types).toEqual([]);
  });

  it('needs no answer where none was asked for, except a refusal', async () => {
    bob.send({ type: 'chat', value: 'hello' });
    bob.send({ type: 'chat', dest: 'nobody', value: 'hello' });
    expect(await bob.heard('error')).not.toHaveProperty('ref');
    expect(bob.types).not.toContain('ack');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a reader who is not there', { type: 'chat', dest: 'nobody', value: '' }, 'no-such-member'],
    ['a caption without the permission', { type: 'chat', kind: 'caption', value: '' }, 'not-permitted'],
    ['an unknown action', { type: 'useraction', kind: 'ban', dest: 'ada' }, 'no-such-action'],
    ['an action without the permission', { type: 'useraction', kind: 'kick', dest: 'ada' }, 'not-permitted'],
    ['somebody else’s data', { type: 'useraction', kind: 'setdata', dest: 'ada', value: {} }, 'not-possible'],
    ['data that is none', { type: 'useraction', kind: 'setdata', dest: 'bob', value: 3 }, 'bad-value'],
    ['a lock without the permission', { type: 'groupaction', kind: 'lock' }, 'not-permitted'],
    ['an offer without a transport', offer(), 'no-such-transport'],
    ['the end of a stream that is not there', { type: 'close', id: 'cam' }, 'no-such-stream'],
    ['a transport that is not there', { type: 'restartIce', id: 'nothing' }, 'no-such-transport'],
  ])('is refused for %s', async (_, message, code) => {
    expect(await bob.refusal(message)).toBe(code);
  });

  it('lets an operator change the group and the permissions of others', async () => {
    await ada.ask({ type: 'groupaction', kind: 'lock', value: 'soon' });
    await bob.heard('joined', (message) => message.kind === 'change' && message.status.locked === true);
    await ada.ask({ type: 'useraction', kind: 'op', dest: 'bob' });
    await bob.heard('joined', (message) => message.kind === 'change' && message.permissions.includes('op'));
  });

  it('ends with a word for who is kicked, and the name of who did it', async () => {
    await ada.ask({ type: 'useraction', kind: 'kick', dest: 'bob', value: 'enough' });
    const closing = { type: 'closing', error: 'kicked', value: 'enough', source: 'ada', username: 'ada' };
    expect(await bob.heard('closing')).toEqual(closing);
    expect(await bob.closed).toEqual({ code: 1000, reason: 'kicked' });
    expect(await ada.heard('users', ({ removed }) => removed !== undefined)).toMatchObject({
      removed: [{ id: 'bob' }],
    });
  });

  it('leaves the group when the client closes its socket', async () => {
    bob.socket.close(1000);
    expect(await ada.heard('users', ({ removed }) => removed !== undefined)).toMatchObject({
      removed: [{ id: 'bob' }],
    });
  });
});

function offer(): Record<string, unknown> {
  const rtpParameters = {
    codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
    encodings: [{ ssrc: 1 }],
  };
  return { type: 'offer', id: 'cam', label: 'camera', kind: 'video', rtpParameters };
}
