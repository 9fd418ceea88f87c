import { GroupName, MemberId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { publicStatus } from './conference.ts';
import { Closed, GroupBroken, GroupFull, MediaUnavailable, NoSuchGroup, NotAuthorised } from './errors.ts';
import { aDescription, DEMO, FakeLink, NOTHING_OPEN, settled, Stage } from './testing/fakes.ts';

const LAB = GroupName.parse('physics/lab');

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});

describe('Conference.join', () => {
  it('gives a seat in the group, with what the credentials stand for', async () => {
    const { member } = await stage.join('ada', { permissions: ['op', 'present'], id: 'a-1' });
    expect(member.username).toBe('ada');
    expect(member.id).toBe('a-1');
    expect([...member.permissions]).toEqual(['op', 'present']);
    expect(stage.conference.group(DEMO)?.members.get(MemberId.parse('a-1'))).toBe(member);
    expect([...stage.conference.groups()]).toEqual([member.group]);
  });

  it('keeps groups apart', async () => {
    stage.directory.write(LAB, aDescription());
    const ada = await stage.join('ada');
    const bob = await stage.join('bob', { group: LAB, id: 'ada' });
    expect(ada.member.group).not.toBe(bob.member.group);
    expect(ada.link.types).toEqual(['joined', 'roster', 'chatHistory']);
  });

  it('refuses a group that is not described', async () => {
    await expect(stage.join('ada', { group: LAB })).rejects.toThrow(NoSuchGroup);
    expect(stage.conference.group(LAB)).toBeUndefined();
  });

  it('refuses a group whose file is broken', async () => {
    stage.directory.describe = () => Promise.reject(new GroupBroken('demo', undefined));
    await expect(stage.join('ada')).rejects.toThrow(GroupBroken);
  });

  it('refuses wrong credentials, and tells the link nothing', async () => {
    const link = new FakeLink();
    await expect(stage.join('ada', { password: 'wrong', link })).rejects.toThrow(NotAuthorised);
    expect(link.facts).toEqual([]);
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });

  it('refuses a newcomer while there is no media, and takes one once there is', async () => {
    stage.media.available = false;
    await expect(stage.join('ada')).rejects.toThrow(MediaUnavailable);
    expect(stage.conference.group(DEMO)?.members.size).toBe(0);
    stage.media.available = true;
    await expect(stage.join('ada')).resolves.toBeDefined();
  });

  it('goes by the description as it is when the password has been checked', async () => {
    const release = stage.authenticator.hold();
    const joining = stage.join('ada');
    await settled();
    stage.directory.write(DEMO, aDescription({ displayName: 'The new name' }));
    release();
    expect((await joining).link.last('joined').self.status.displayName).toBe('The new name');
  });

  it('refuses a group that disappears while the password is checked', async () => {
    const release = stage.authenticator.hold();
    const joining = expect(stage.join('ada')).rejects.toThrow(NoSuchGroup);
    await settled();
    stage.directory.write(DEMO, undefined);
    release();
    await joining;
  });

  it('gives the last seat to exactly one of fifty who race for it', async () => {
    stage = new Stage({ description: { maxClients: 3 } });
    await stage.join('first');
    await stage.join('second');
    const names = Array.from({ length: 50 }, (_, index) => `racer-${index.toString()}`);
    const outcomes = await Promise.allSettled(names.map((name) => stage.join(name)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(GroupFull);
    }
    expect(stage.conference.group(DEMO)?.members.size).toBe(3);
  });

  it('gives the only seat of an empty group to exactly one of fifty, in one room', async () => {
    stage = new Stage({ limits: { membersPerGroup: 1 } });
    const names = Array.from({ length: 50 }, (_, index) => `racer-${index.toString()}`);
    const outcomes = await Promise.allSettled(names.map((name) => stage.join(name)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(stage.media.rooms).toHaveLength(1);
    expect(stage.openMedia.rooms).toBe(1);
  });
});

describe('Conference.sweep', () => {
  it('forgets a group that was empty for longer than its history lasts', async () => {
    const { member } = await stage.join('ada');
    stage.world.time += 10_000_000;
    stage.conference.sweep();
    expect(stage.conference.group(DEMO)).toBe(member.group);
    member.leave({ code: 'left' });
    stage.world.time += 3_600_000;
    stage.conference.sweep();
    expect(stage.conference.group(DEMO)).toBe(member.group);
    stage.world.time += 1;
    stage.conference.sweep();
    expect(stage.conference.group(DEMO)).toBeUndefined();
  });

  it('does not forget a group in which somebody is about to arrive', async () => {
    stage = new Stage({ description: { maxHistoryAge: 0 } });
    const release = stage.media.hold('openRoom');
    const joining = stage.join('ada');
    await settled();
    stage.world.time += 10_000;
    stage.conference.sweep();
    release();
    const { member } = await joining;
    expect(stage.conference.group(DEMO)).toBe(member.group);
  });
});

describe('Conference.status', () => {
  it('is undefined where there is no group', async () => {
    expect(await stage.conference.status(LAB)).toBeUndefined();
  });

  it('counts the members of a public group, in use or not', async () => {
    expect(await stage.conference.status(DEMO)).toEqual({ name: 'demo', clientCount: 0 });
    const { member } = await stage.join('ada');
    member.group.setLock('');
    expect(await stage.conference.status(DEMO)).toEqual({ name: 'demo', clientCount: 1, locked: true });
  });
});

describe('publicStatus', () => {
  const words = { displayName: 'The lab', description: 'Experiments' };
  const live = { size: 5, locked: true };

  it('does not count the members of a private group', () => {
    const status = publicStatus(LAB, aDescription({ public: false, ...words }), live);
    expect(status).toEqual({ name: 'physics/lab', ...words });
  });

  it('says of a group that is held elsewhere where that is', () => {
    const redirect = 'https://elsewhere.example.org/';
    const status = publicStatus(LAB, aDescription({ redirect, ...words }), live);
    expect(status).toEqual({ name: 'physics/lab', redirect, ...words });
  });
});

describe('Conference.close', () => {
  it('removes everybody from everywhere, once', async () => {
    stage.directory.write(LAB, aDescription());
    const ada = await stage.joinAsViewer('ada');
    const bob = await stage.join('bob', { group: LAB });
    stage.conference.close({ code: 'shutting-down' });
    stage.conference.close({ code: 'internal' });
    await settled();
    expect(ada.link.closedWith).toEqual({ code: 'shutting-down' });
    expect(bob.link.closedWith).toEqual({ code: 'shutting-down' });
    expect([...stage.conference.groups()]).toEqual([]);
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });

  it('lets nobody in any more', async () => {
    stage.conference.close({ code: 'shutting-down' });
    await expect(stage.join('ada')).rejects.toThrow(Closed);
  });

  it('turns away who is still having a password checked', async () => {
    const release = stage.authenticator.hold();
    const joining = expect(stage.join('ada')).rejects.toThrow(Closed);
    await settled();
    stage.conference.close({ code: 'shutting-down' });
    release();
    await joining;
  });

  it('turns away who is still waiting for the media, and leaves no room open', async () => {
    const release = stage.media.hold('openRoom');
    const link = new FakeLink();
    const joining = expect(stage.join('ada', { link })).rejects.toThrow(Closed);
    await settled();
    stage.conference.close({ code: 'shutting-down' });
    release();
    await joining;
    await settled();
    expect(link.facts).toEqual([]);
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });

  it('stops listening to the directory', () => {
    const { directory } = stage;
    const before = directory.events.count('changed');
    const conference = stage.newConference();
    expect(directory.events.count('changed')).toBe(before + 1);
    conference.close({ code: 'shutting-down' });
    expect(directory.events.count('changed')).toBe(before);
  });
});
