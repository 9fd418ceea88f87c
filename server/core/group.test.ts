import { MemberId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeChat } from './chat.ts';
import { BadValue, DuplicateId, GroupFull, GroupLocked, MediaUnavailable } from './errors.ts';
import {
  aDescription,
  DEMO,
  FakeLink,
  NOTHING_OPEN,
  publishTrack,
  settled,
  Stage,
  type Guest,
} from './testing/fakes.ts';

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});

describe('a newcomer', () => {
  it('is told of the membership, then of everybody, then of the chat', async () => {
    const ada = await stage.join('ada', { data: { raisehand: true } });
    writeChat(ada.member, { kind: '', noecho: false, value: 'hello' });
    const transport = await ada.member.openTransport();
    const track = await publishTrack(ada.member, transport);

    const { link } = await stage.join('bob', { permissions: ['message'], id: 'b-1' });
    expect(link.types).toEqual(['joined', 'roster', 'chatHistory']);
    expect(link.last('joined')).toEqual({
      type: 'joined',
      self: {
        group: 'demo',
        username: 'bob',
        permissions: ['message'],
        status: { name: 'demo', clientCount: 2 },
        data: {},
      },
      rtcConfiguration: {},
      capabilities: stage.media.room.capabilities,
    });
    expect(link.last('roster').members).toEqual([
      {
        id: 'ada',
        username: 'ada',
        permissions: ['present', 'message'],
        data: { raisehand: true },
        streams: [{ id: 'cam', label: 'camera', tracks: [{ id: track, kind: 'video', muted: false }] }],
        hand: 1,
      },
      { id: 'b-1', username: 'bob', permissions: ['message'], data: {}, streams: [] },
    ]);
    expect(link.last('chatHistory').messages).toMatchObject([{ source: 'ada', value: 'hello' }]);
  });

  it('is made known to everybody else, and only to them', async () => {
    const [ada, bob] = [await stage.join('ada'), await stage.join('bob')];
    ada.link.forget();
    bob.link.forget();
    const newcomer = await stage.join('cleo', { permissions: ['op'] });
    const member = { id: 'cleo', username: 'cleo', permissions: ['op'], data: {}, streams: [] };
    expect(ada.link.facts).toEqual([{ type: 'rosterChanged', added: [member], changed: [], removed: [] }]);
    expect(bob.link.facts[0]).toBe(ada.link.facts[0]);
    expect(newcomer.link.of('rosterChanged')).toEqual([]);
  });

  it('may have the name of another, but not the id', async () => {
    await stage.join('ada', { id: 'a-1' });
    await expect(stage.join('ada', { id: 'a-2' })).resolves.toBeDefined();
    await expect(stage.join('bob', { id: 'a-1' })).rejects.toThrow(DuplicateId);
  });

  it('gets an id for itself when two race for it', async () => {
    const outcomes = await Promise.allSettled([
      stage.join('ada', { id: 'x' }),
      stage.join('bob', { id: 'x' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('gets an id again that its owner has left behind', async () => {
    const { member } = await stage.join('ada');
    member.leave({ code: 'left' });
    await expect(stage.join('ada')).resolves.toBeDefined();
  });

  it('is turned away from a full group, unless an operator', async () => {
    stage = new Stage({ description: { maxClients: 1 } });
    await stage.join('ada');
    await expect(stage.join('bob')).rejects.toThrow(GroupFull);
    await expect(stage.joinAsOperator()).resolves.toBeDefined();
  });

  it('is turned away by a lock that came while the media opened, and leaves no room behind', async () => {
    const release = stage.media.hold('openRoom');
    const joining = expect(stage.join('ada')).rejects.toThrow(GroupLocked);
    await settled();
    stage.conference.group(DEMO)?.setLock('too late');
    release();
    await joining;
    await settled();
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });
});

describe('leaving', () => {
  let ada: Guest;
  let bob: Guest;

  beforeEach(async () => {
    [ada, bob] = [await stage.join('ada'), await stage.join('bob')];
    ada.link.forget();
    bob.link.forget();
  });

  it('by its own will is told to the others, and to the link not at all', () => {
    ada.member.leave({ code: 'left' });
    expect(bob.link.facts).toEqual([
      { type: 'rosterChanged', added: [], changed: [], removed: [{ id: 'ada', username: 'ada' }] },
    ]);
    expect(ada.link.facts).toEqual([]);
    expect(ada.link.closedWith).toBeUndefined();
    expect(ada.member.closed).toBe(true);
  });

  it('against its will closes the link with the reason', () => {
    ada.member.remove({ code: 'kicked', message: 'enough' });
    expect(bob.link.types).toEqual(['rosterChanged']);
    expect(ada.link.closedWith).toEqual({ code: 'kicked', message: 'enough' });
  });

  it('happens once, whichever way', () => {
    ada.member.leave({ code: 'left' });
    ada.member.leave({ code: 'left' });
    ada.member.remove({ code: 'kicked' });
    expect(ada.link.closedWith).toBeUndefined();
    expect(bob.link.facts).toHaveLength(1);
    bob.member.remove({ code: 'kicked' });
    bob.member.remove({ code: 'internal' });
    bob.member.leave({ code: 'left' });
    expect(bob.link.closedWith).toEqual({ code: 'kicked' });
  });

  it('of the last member closes the room; the next one opens another', async () => {
    ada.member.leave({ code: 'left' });
    expect(stage.openMedia.rooms).toBe(1);
    bob.member.leave({ code: 'left' });
    await settled();
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
    await stage.join('cleo');
    expect(stage.media.rooms).toHaveLength(2);
  });

  it('does not close the room while somebody arrives', async () => {
    const arriving = ada.member.group.seat({
      id: MemberId.parse('cleo'),
      identity: { username: 'cleo', permissions: new Set() },
      data: {},
      link: new FakeLink(),
    });
    for (const { member } of [ada, bob]) member.leave({ code: 'left' });
    const cleo = await arriving;
    await settled();
    expect(stage.openMedia.rooms).toBe(1);
    cleo.leave({ code: 'left' });
    await settled();
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });

  it('is the same for all when the group closes', async () => {
    ada.member.group.close({ code: 'shutting-down' });
    ada.member.group.close({ code: 'shutting-down' });
    await settled();
    for (const { link, member } of [ada, bob]) {
      expect(link.closedWith).toEqual({ code: 'shutting-down' });
      expect(member.closed).toBe(true);
    }
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });
});

describe('what a group says of itself', () => {
  it('reaches all members when it is locked, described or given data', async () => {
    const { link, member } = await stage.join('ada');
    const { group } = member;
    group.setLock('soon');
    expect(link.last('membershipChanged').self.status).toEqual({
      name: 'demo',
      locked: true,
      clientCount: 1,
    });
    group.setLock(undefined);
    expect(link.last('membershipChanged').self.status).toEqual({ name: 'demo', clientCount: 1 });
    stage.directory.write(DEMO, aDescription({ displayName: 'Demo', description: 'Try it' }));
    expect(link.last('membershipChanged').self.status).toMatchObject({
      displayName: 'Demo',
      description: 'Try it',
    });
    group.mergeData({ slides: 4, gone: null });
    expect(link.last('membershipChanged').self.data).toEqual({ slides: 4 });
    expect(link.of('membershipChanged')).toHaveLength(4);
  });

  it('stays as it was when the data would grow too large', async () => {
    const { link, member } = await stage.join('ada');
    member.group.mergeData({ a: 'x'.repeat(10_000) });
    link.forget();
    expect(() => {
      member.group.mergeData({ b: 'x'.repeat(10_000) });
    }).toThrow(BadValue);
    expect(link.facts).toEqual([]);
    member.group.mergeData({ a: null, c: 1 });
    expect(link.last('membershipChanged').self.data).toEqual({ c: 1 });
  });

  it('is obeyed from then on, and members stay when their file goes', async () => {
    const { member } = await stage.join('ada');
    stage.directory.write(DEMO, aDescription({ maxClients: 1 }));
    await expect(stage.join('bob')).rejects.toThrow(GroupFull);
    stage.directory.write(DEMO, undefined);
    expect(member.closed).toBe(false);
  });
});

describe('a group whose worker dies', () => {
  it('keeps its members, ends their streams and tells them of the new room', async () => {
    const ada = await stage.joinAsViewer('ada');
    const bob = await stage.joinAsViewer('bob');
    await publishTrack(ada.member, await ada.member.openTransport());
    await settled();
    for (const { link } of [ada, bob]) link.forget();

    stage.media.room.lose();
    await settled();
    expect(stage.media.rooms).toHaveLength(2);
    for (const { link, member } of [ada, bob]) {
      expect(link.closedWith).toBeUndefined();
      expect(member.streams.size).toBe(0);
      expect(link.lastChanged()).toMatchObject({ id: 'ada', streams: [] });
      expect(link.types.at(-1)).toBe('mediaLost');
      expect(link.of('mediaLost')).toHaveLength(1);
    }
    expect(stage.openMedia).toEqual({ ...NOTHING_OPEN, rooms: 1 });
    expect(stage.log.errors).toEqual([]);
  });

  it('carries streams again once its members have set up their media anew', async () => {
    const ada = await stage.join('ada');
    const bob = await stage.joinAsViewer('bob');
    await publishTrack(ada.member, await ada.member.openTransport());
    stage.media.room.lose();
    await settled();
    bob.link.forget();
    const { capabilities } = stage.media.room;
    const transport = await bob.member.openTransport();
    bob.member.subscriptions.receiveThrough({ openDown: (up) => transport.openDown(up, capabilities) });
    await publishTrack(ada.member, await ada.member.openTransport());
    await settled();
    expect(bob.link.of('downOffered')).toHaveLength(1);
  });

  it('sends its members away when there is no other worker, and takes them again when there is', async () => {
    const ada = await stage.join('ada');
    stage.media.available = false;
    stage.media.room.lose();
    await settled();
    expect(ada.link.closedWith?.code).toBe('media-unavailable');
    await expect(stage.join('ada')).rejects.toThrow(MediaUnavailable);
    stage.media.available = true;
    await expect(stage.join('ada')).resolves.toBeDefined();
  });

  it('does not open a room for nobody', async () => {
    const ada = await stage.join('ada');
    const { room } = stage.media;
    ada.member.leave({ code: 'left' });
    room.lose();
    await settled();
    expect(stage.media.rooms).toHaveLength(1);
  });
});
