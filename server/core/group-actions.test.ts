import { GroupName } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { actOnGroup, actOnMember } from './actions.ts';
import { Administrator } from './actor.ts';
import { announce, writeChat } from './chat.ts';
import {
  BadValue,
  Draining,
  NoSuchMessage,
  NotPermitted,
  NotPossible,
  RecordingUnavailable,
} from './errors.ts';
import { aDescription, Stage, type Guest } from './testing/fakes.ts';

let stage: Stage;
let olga: Guest;
let ada: Guest;
let bob: Guest;

beforeEach(async () => {
  stage = new Stage();
  olga = await stage.joinAsOperator();
  ada = await stage.join('ada');
  bob = await stage.join('bob');
  for (const { link } of [olga, ada, bob]) link.forget();
});

function say({ member }: Guest, value: string): string {
  return writeChat(member, { kind: '', noecho: false, value }).id;
}

async function historyOfNewcomer(): Promise<string[]> {
  const { link } = await stage.join(stage.world.newId());
  return link.last('chatHistory').messages.map(({ value }) => value);
}

describe('clearchat', () => {
  let first: string;

  beforeEach(() => {
    first = say(ada, 'one');
    say(bob, 'two');
    say(ada, 'three');
    for (const { link } of [olga, ada, bob]) link.forget();
  });

  it.each<[string, () => unknown, string[]]>([
    ['everything', () => undefined, []],
    ['everything, told by null', () => null, []],
    ['all of one member', () => ({ userId: 'ada' }), ['two']],
    ['one message', () => ({ userId: 'ada', id: first }), ['two', 'three']],
    [
      'nothing where the member did not write it',
      () => ({ userId: 'bob', id: first }),
      ['one', 'two', 'three'],
    ],
  ])('deletes %s for operators, and tells everybody', async (_, value, left) => {
    await actOnGroup(olga.member, 'clearchat', value());
    expect(await historyOfNewcomer()).toEqual(left);
    const { message } = bob.link.last('userMessage');
    expect(message).toEqual({
      kind: 'clearchat',
      privileged: true,
      ...(value() !== undefined && value() !== null && { value: value() }),
    });
  });

  it('lets everybody delete a message of their own', async () => {
    await actOnGroup(ada.member, 'clearchat', { userId: 'ada', id: first });
    expect(await historyOfNewcomer()).toEqual(['two', 'three']);
    expect(bob.link.last('userMessage').message.value).toEqual({ userId: 'ada', id: first });
  });

  it.each<[string, () => unknown]>([
    ['everything', () => undefined],
    ['all of another', () => ({ userId: 'ada' })],
    ['all of their own at once', () => ({ userId: 'bob' })],
    ['a message of another', () => ({ userId: 'ada', id: first })],
  ])('keeps others from deleting %s', async (_, value) => {
    await expect(actOnGroup(bob.member, 'clearchat', value())).rejects.toThrow(NotPermitted);
    expect(await historyOfNewcomer()).toEqual(['one', 'two', 'three']);
    expect(olga.link.of('userMessage')).toEqual([]);
  });

  it('keeps others from claiming a message as their own', async () => {
    const claim = actOnGroup(bob.member, 'clearchat', { userId: 'bob', id: first });
    await expect(claim).rejects.toThrow(NoSuchMessage);
  });

  it.each([3, 'all', [], { id: 'x' }, { userId: '' }, { userId: 'ada', more: 1 }])(
    'refuses %j',
    async (value) => {
      await expect(actOnGroup(olga.member, 'clearchat', value)).rejects.toThrow(BadValue);
    },
  );
});

describe('identify', () => {
  it('tells an operator where a member is, and the member that it did', async () => {
    const answer = await actOnMember(olga.member, 'identify', ada.member.id, undefined);
    expect(answer).toEqual({ id: 'ada', username: 'ada', address: '192.0.2.1:4711' });
    expect(ada.link.last('userMessage').message).toMatchObject({ kind: 'warning', privileged: true });
    expect(bob.link.facts).toEqual([]);
  });
});

describe('subgroups', () => {
  it('are those below that have members', async () => {
    const names = ['demo/b', 'demo/a/c', 'demo/empty', 'demolition', 'other'].map((name) =>
      GroupName.parse(name),
    );
    for (const name of names) stage.directory.write(name, aDescription());
    for (const name of names) {
      const { member } = await stage.join('x', { group: name });
      if (name === 'demo/empty') member.leave({ code: 'left' });
    }
    await stage.join('y', { group: names[0]! });
    expect(await actOnGroup(olga.member, 'subgroups', undefined)).toEqual({
      subgroups: [
        { name: 'demo/a/c', clientCount: 1 },
        { name: 'demo/b', clientCount: 2 },
      ],
    });
  });
});

describe('record', () => {
  it('is refused where the server cannot, to those who may', async () => {
    const rita = await stage.join('rita', { permissions: ['record'] });
    await expect(actOnGroup(rita.member, 'record', undefined)).rejects.toThrow(RecordingUnavailable);
    await expect(actOnGroup(rita.member, 'unrecord', undefined)).resolves.toBeUndefined();
    await expect(actOnGroup(olga.member, 'record', undefined)).rejects.toThrow(NotPermitted);
  });
});

describe('members of the system', () => {
  it('are given no permissions', async () => {
    const robot = await stage.join('RECORDING', { permissions: ['system'] });
    for (const kind of ['op', 'unop', 'present', 'shutup']) {
      await expect(actOnMember(olga.member, kind, robot.member.id, undefined)).rejects.toThrow(NotPossible);
    }
    await actOnMember(olga.member, 'kick', robot.member.id, undefined);
    expect(robot.member.closed).toBe(true);
  });
});

describe('an administrator', () => {
  it('acts in a group without being in it', async () => {
    const root = new Administrator(olga.member.group, 'root');
    await actOnGroup(root, 'lock', 'maintenance');
    expect(ada.link.last('membershipChanged').self.status.locked).toBe(true);
    await actOnMember(root, 'unop', olga.member.id, undefined);
    expect(olga.member.permissions.has('op')).toBe(false);
    await actOnMember(root, 'kick', ada.member.id, 'bye');
    expect(ada.link.closedWith).toEqual({ code: 'kicked', message: 'bye' });
    expect([...olga.member.group.members.keys()]).toEqual(['olga', 'bob']);
  });

  it('writes in the name of the server', async () => {
    announce(olga.member.group, 'lunch at noon');
    expect(ada.link.last('chat').message).toMatchObject({ username: 'Server', privileged: true });
    expect(await historyOfNewcomer()).toEqual(['lunch at noon']);
  });
});

describe('a server that is drained', () => {
  const drain = { closesAt: Date.UTC(2026, 0, 2, 13), message: 'a new version' };

  it('tells everybody, and lets nobody in any more', async () => {
    stage.conference.drain(drain);
    expect(ada.link.last('draining')).toMatchObject(drain);
    await expect(stage.join('late')).rejects.toThrow(Draining);
    expect(stage.conference.memberCount).toBe(3);
  });

  it('turns away who is still having a password checked', async () => {
    const release = stage.authenticator.hold();
    const joining = expect(stage.join('late')).rejects.toThrow(Draining);
    stage.conference.drain(drain);
    release();
    await joining;
  });

  it('lets those come back who had lost their connection', () => {
    ada.member.lost();
    stage.conference.drain(drain);
    ada.member.returned();
    expect(ada.member.away).toBe(false);
  });

  it('may go on after all', async () => {
    stage.conference.drain(drain);
    stage.conference.cancelDrain();
    stage.conference.cancelDrain();
    expect(ada.link.of('draining').map(({ closesAt }) => closesAt)).toEqual([drain.closesAt, undefined]);
    await expect(stage.join('late')).resolves.toBeDefined();
  });
});
