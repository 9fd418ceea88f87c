import { setTimeout as delay } from 'node:timers/promises';
import { StreamId } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOON, aDescription, DEMO, publishTrack, settled } from '../../core/testing/fakes.ts';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** What becomes of a member whose connection is lost. */

let place: TestPlace;
let ada: TestClient;
let olga: TestClient;

beforeEach(async () => {
  place = await TestPlace.open();
  place.stage.authenticator.permissions.set('olga', ['op', 'present', 'message', 'token']);
  olga = await place.join('olga');
  ada = await place.join('ada');
  await olga.heard('users');
  olga.forget();
});

afterEach(async () => {
  vi.useRealTimers();
  await place.close();
  expect(place.stage.log.errors).toEqual([]);
});

/** Cuts a client off, and waits until the server has noticed. */
async function cut(client: TestClient): Promise<void> {
  client.terminate();
  await vi.waitFor(() => {
    const member = place.stage.conference.group(DEMO)?.members.get(client.id as never);
    expect(member === undefined || member.away).toBe(true);
  });
}

async function cameBack(earlier: TestClient): Promise<TestClient> {
  const client = await place.connect(earlier.id);
  const answer = await client.resume(earlier);
  if (answer.type === 'error') throw new Error(`not resumed: ${answer.error}`);
  return client;
}

/** The code with which somebody who comes back is refused. */
async function refusalOf(earlier: TestClient, id = earlier.id): Promise<string> {
  const client = await place.connect(id);
  const answer = await client.resume(earlier);
  if (answer.type !== 'error') throw new Error('resumed, but a refusal was expected');
  return answer.error;
}

function chatsOf(client: TestClient): string[] {
  return client.messages.flatMap((message) => (message.type === 'chat' ? message.value : []));
}

async function say(client: TestClient, value: string): Promise<void> {
  await client.ask({ type: 'chat', value });
}

describe('a member whose connection is lost', () => {
  it('is shown as reconnecting, and has not left', async () => {
    await cut(ada);
    const { changed, removed } = await olga.heard('users');
    expect(changed).toMatchObject([{ id: 'ada', reconnecting: true }]);
    expect(removed).toBeUndefined();
  });

  it('comes back as the same, with everything that it had', async () => {
    await ada.ask({ type: 'useraction', kind: 'setdata', dest: 'ada', value: { raisehand: true } });
    await cut(ada);
    olga.forget();
    await cameBack(ada);
    const { changed } = await olga.heard('users');
    expect(changed?.[0]).toMatchObject({ id: 'ada', data: { raisehand: true }, hand: 1 });
    expect(changed?.[0]).not.toHaveProperty('reconnecting');
  });

  it('is told all that it missed, in order and once', async () => {
    await say(olga, 'before');
    await ada.heard('chat');
    await cut(ada);
    await say(olga, 'one');
    await olga.ask({ type: 'groupaction', kind: 'lock' });
    await say(olga, 'two');
    ada = await cameBack(ada);
    await ada.caughtUp();
    expect(ada.types.filter((type) => type !== 'users')).toEqual([
      ...['handshake', 'resumed', 'chat', 'joined', 'chat', 'ticket'],
    ]);
    expect(chatsOf(ada)).toEqual(['one', 'two']);
  });

  it('is told again what it had not read when the connection broke', async () => {
    await say(olga, 'one');
    await say(olga, 'two');
    await ada.caughtUp();
    // As if the last two messages had been lost on the way.
    ada.cursor -= 2;
    await cut(ada);
    ada = await cameBack(ada);
    await ada.caughtUp();
    expect(chatsOf(ada)).toEqual(['one', 'two']);
  });

  it('is answered what it asked before, and told how far its questions came', async () => {
    const release = place.stage.media.hold('openTransport');
    ada.send({ type: 'openTransport', direction: 'send', ref: 7 });
    await ada.caughtUp();
    await cut(ada);
    const client = await place.connect('ada');
    const resumed = await client.resume(ada);
    expect(resumed).toMatchObject({ type: 'resumed', lastRef: 7 });
    release();
    await client.heard('ack', ({ ref }) => ref === 7);
  });

  it('goes on talking over the new connection', async () => {
    await cut(ada);
    ada = await cameBack(ada);
    await say(ada, 'here I am');
    await olga.heard('chat', ({ value }) => value === 'here I am');
  });

  it('keeps its streams, and those who watch them', async () => {
    const member = place.stage.conference.group(DEMO)!.members.get('ada' as never)!;
    await publishTrack(member, await member.openTransport());
    await cut(ada);
    expect(member.streams.has(StreamId.parse('cam'))).toBe(true);
    expect(place.stage.openMedia).toMatchObject({ transports: 1, ups: 1 });
    await cameBack(ada);
    expect(place.stage.openMedia).toMatchObject({ transports: 1, ups: 1 });
  });

  it('proves itself by the ticket alone, without a password', async () => {
    const identify = vi.spyOn(place.stage.authenticator, 'identify');
    await cut(ada);
    await cameBack(ada);
    expect(identify).not.toHaveBeenCalled();
  });

  it('comes back to a group that was locked meanwhile', async () => {
    await cut(ada);
    await olga.ask({ type: 'groupaction', kind: 'lock' });
    await cameBack(ada);
  });

  it('may be cut off again and again', async () => {
    for (let round = 0; round < 5; round += 1) {
      await cut(ada);
      await say(olga, `round ${round}`);
      ada = await cameBack(ada);
      await ada.caughtUp();
      expect(chatsOf(ada)).toEqual([`round ${round}`]);
    }
  });

  it('has its place taken away when it stays away for too long', async () => {
    await cut(ada);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const late = await TestPlace.open({ stage: place.stage, resume: { keepMs: 5000 } });
    const bob = await late.join('bob');
    bob.terminate();
    await vi.waitFor(() => {
      expect(place.stage.conference.group(DEMO)?.members.get('bob' as never)?.away).toBe(true);
    });
    for (let second = 0; second < 7; second += 1) {
      late.clock += 1000;
      vi.advanceTimersByTime(1000);
    }
    await olga.heard('users', ({ removed }) => removed?.[0]?.id === 'bob');
    const client = await late.connect('bob');
    expect(await client.resume(bob)).toMatchObject({ error: 'seat-lost' });
    await late.close();
  });

  it('is not kept when the client closes its socket on purpose', async () => {
    ada.socket.close(1001);
    await olga.heard('users', ({ removed }) => removed?.[0]?.id === 'ada');
    expect(await refusalOf(ada)).toBe('seat-lost');
  });

  it('is not kept where the server keeps no seats', async () => {
    const strict = await TestPlace.open({ stage: place.stage, resume: { keepMs: 0 } });
    const bob = await strict.join('bob');
    expect(bob.ticket).toBe('');
    bob.terminate();
    await olga.heard('users', ({ removed }) => removed?.[0]?.id === 'bob');
    await strict.close();
  });
});

describe('what happens meanwhile wins over the ticket', () => {
  it('when the member is kicked', async () => {
    await cut(ada);
    await olga.ask({ type: 'useraction', kind: 'kick', dest: 'ada', value: 'enough' });
    const client = await place.connect('ada');
    expect(await client.resume(ada)).toMatchObject({ error: 'kicked', value: 'enough' });
    expect(await refusalOf(ada)).toBe('kicked');
  });

  it('when the group has expired', async () => {
    await cut(ada);
    place.stage.directory.write(DEMO, aDescription({ expires: NOON + 1000 }));
    place.stage.world.time = NOON + 1000;
    expect(await refusalOf(ada)).toBe('group-expired');
    await olga.heard('users', ({ removed }) => removed?.[0]?.id === 'ada');
  });

  it('when it may not speak or present any more', async () => {
    const member = place.stage.conference.group(DEMO)!.members.get('ada' as never)!;
    await publishTrack(member, await member.openTransport());
    await cut(ada);
    await olga.ask({ type: 'useraction', kind: 'unpresent', dest: 'ada' });
    await olga.ask({ type: 'useraction', kind: 'shutup', dest: 'ada' });
    expect(place.stage.openMedia.ups).toBe(0);
    ada = await cameBack(ada);
    await ada.heard('abort', ({ error }) => error === 'not-permitted');
    expect(await ada.refusal({ type: 'chat', value: 'me again' })).toBe('not-permitted');
  });

  it('when the server is stopped', async () => {
    await cut(ada);
    place.door.close({ code: 'shutting-down' });
    expect(place.stage.conference.group(DEMO)?.members.size ?? 0).toBe(0);
  });

  it('when the media engine has lost everything', async () => {
    await cut(ada);
    place.stage.media.room.lose();
    await settled();
    ada = await cameBack(ada);
    await ada.heard('mediaLost');
  });
});

describe('a ticket', () => {
  it('is good for its member only', async () => {
    await cut(ada);
    expect(await refusalOf(ada, 'eve')).toBe('seat-lost');
    await cameBack(ada);
  });

  it('is nothing that can be made up', async () => {
    await cut(ada);
    const client = await place.connect('ada');
    for (const ticket of ['x', ada.ticket.slice(1), `${ada.ticket}A`, 'A'.repeat(43)]) {
      expect(await client.refusal({ type: 'resume', ticket, cursor: 0 })).toBe(
        ticket === 'x' ? 'seat-lost' : 'already-joined',
      );
    }
  });

  it('is spent when its successor has arrived', async () => {
    await cut(ada);
    const back = await cameBack(ada);
    await back.heard('ticket');
    back.send({ type: 'seen', cursor: back.cursor });
    await back.caughtUp();
    expect(await refusalOf(ada)).toBe('seat-lost');
    await cut(back);
    await cameBack(back);
  });

  it('is still good when its successor was lost on the way', async () => {
    await cut(ada);
    const back = await cameBack(ada);
    await cut(back);
    await cameBack(ada);
  });

  it('is worth nothing after leaving', async () => {
    await ada.ask({ type: 'join', kind: 'leave', group: 'demo' });
    expect(await refusalOf(ada)).toBe('seat-lost');
  });

  it('takes the seat from a connection that only seems to be alive', async () => {
    const back = await cameBack(ada);
    expect(await ada.heard('closing')).toMatchObject({ error: 'taken-over' });
    await say(back, 'it is me');
    await olga.heard('chat', ({ source }) => source === 'ada');
    const group = place.stage.conference.group(DEMO)!;
    expect(group.members.get('ada' as never)?.away).toBe(false);
  });

  it('is in no line of the log', async () => {
    await cut(ada);
    await cameBack(ada);
    expect(JSON.stringify(place.stage.log.lines)).not.toContain(ada.ticket);
  });

  it('is presented before anything else', async () => {
    await cut(ada);
    const client = await place.join('eve');
    expect(await client.refusal({ type: 'resume', ticket: ada.ticket, cursor: 0 })).toBe('already-joined');
  });
});

describe('a member that missed too much', () => {
  it('has to join again, and may do so at once', async () => {
    const small = await TestPlace.open({ stage: place.stage, resume: { maxMessages: 20 } });
    const bob = await small.join('bob');
    bob.terminate();
    await vi.waitFor(() => {
      expect(place.stage.conference.group(DEMO)?.members.get('bob' as never)?.away).toBe(true);
    });
    for (let i = 0; i < 25; i += 1) await say(olga, `message ${i}`);
    await olga.heard('users', ({ removed }) => removed?.[0]?.id === 'bob');
    const client = await small.connect('bob');
    expect(await client.resume(bob)).toMatchObject({ error: 'missed-too-much' });
    const join = { type: 'join', kind: 'join', group: 'demo', username: 'bob' };
    expect(await client.ask(join)).toMatchObject({ type: 'ack' });
    await small.close();
  });

  it('cannot have read what was never said', async () => {
    await cut(ada);
    ada.cursor += 100;
    expect(await refusalOf(ada)).toBe('missed-too-much');
  });

  it('does not lose its seat for what it has read already', async () => {
    const small = await TestPlace.open({ stage: place.stage, resume: { maxMessages: 20 } });
    const bob = await small.join('bob');
    for (let i = 0; i < 50; i += 1) await say(olga, `message ${i}`);
    await bob.caughtUp();
    bob.send({ type: 'seen', cursor: bob.cursor });
    await bob.caughtUp();
    bob.terminate();
    await delay(20);
    const client = await small.connect('bob');
    expect(await client.resume(bob)).toMatchObject({ type: 'resumed' });
    await small.close();
  });
});
