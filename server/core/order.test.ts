import { describe, expect, it } from 'vitest';
import { actOnGroup, actOnMember } from './actions.ts';
import { GroupLocked, NoOperator } from './errors.ts';
import { aDescription, DEMO, settled, Stage } from './testing/fakes.ts';

/** What groups do by themselves while no operator is in. */

describe('a group with autolock', () => {
  it('is locked before anybody has been in', async () => {
    const stage = new Stage({ description: { autolock: true } });
    await expect(stage.join('ada')).rejects.toThrow(GroupLocked);
    expect(await stage.conference.status(DEMO)).toMatchObject({ locked: true });
  });

  it('stays locked when an operator comes, until they open it', async () => {
    const stage = new Stage({ description: { autolock: true } });
    const olga = await stage.joinAsOperator();
    await expect(stage.join('ada')).rejects.toThrow('this group is locked');
    await actOnGroup(olga.member, 'unlock', undefined);
    await expect(stage.join('ada')).resolves.toBeDefined();
  });

  it('is locked again when the last operator leaves, and says so', async () => {
    const stage = new Stage({ description: { autolock: true } });
    const [olga, otto] = [await stage.joinAsOperator(), await stage.joinAsOperator('otto')];
    await actOnGroup(olga.member, 'unlock', undefined);
    const ada = await stage.join('ada');
    ada.link.forget();
    olga.member.leave({ code: 'left' });
    expect(ada.link.of('membershipChanged')).toEqual([]);
    otto.member.leave({ code: 'left' });
    expect(ada.link.last('membershipChanged').self.status.locked).toBe(true);
    expect(ada.member.closed).toBe(false);
  });

  it('is not locked by an operator who steps down', async () => {
    const stage = new Stage({ description: { autolock: true } });
    const olga = await stage.joinAsOperator();
    await actOnGroup(olga.member, 'unlock', undefined);
    await actOnMember(olga.member, 'unop', olga.member.id, undefined);
    expect(olga.member.group.locked).toBe(false);
  });

  it('becomes one when its file says so', async () => {
    const stage = new Stage();
    const ada = await stage.join('ada');
    stage.directory.write(DEMO, aDescription({ autolock: true }));
    expect(ada.member.group.locked).toBe(true);
  });
});

describe('a group with autokick', () => {
  it('lets nobody in before an operator', async () => {
    const stage = new Stage({ description: { autokick: true } });
    await expect(stage.join('ada')).rejects.toThrow(NoOperator);
    await stage.joinAsOperator();
    await expect(stage.join('ada')).resolves.toBeDefined();
  });

  it('sends everybody away when the last operator leaves', async () => {
    const stage = new Stage({ description: { autokick: true } });
    const olga = await stage.joinAsOperator();
    const guests = await Promise.all(Array.from({ length: 200 }, (_, i) => stage.join(`guest-${i}`)));
    olga.member.leave({ code: 'left' });
    for (const { link } of guests) expect(link.closedWith?.code).toBe('no-operator');
    await settled();
    expect(stage.openMedia.rooms).toBe(0);
  });

  it('keeps everybody while its operator has only lost the connection', async () => {
    const stage = new Stage({ description: { autokick: true } });
    const olga = await stage.joinAsOperator();
    const ada = await stage.join('ada');
    olga.member.lost();
    expect(ada.member.closed).toBe(false);
    await expect(stage.join('bob')).resolves.toBeDefined();
  });
});

describe('raised hands', () => {
  it('are in the order of raising', async () => {
    const stage = new Stage();
    const [ada, bob] = [await stage.join('ada'), await stage.join('bob')];
    const raise = ({ member }: typeof ada, raised: boolean) =>
      actOnMember(member, 'setdata', member.id, { raisehand: raised ? true : null });
    await raise(bob, true);
    await raise(ada, true);
    expect([ada.member.info().hand, bob.member.info().hand]).toEqual([2, 1]);
    await raise(bob, true);
    expect(bob.member.info().hand).toBe(1);
    await raise(bob, false);
    await raise(bob, true);
    expect([ada.member.info().hand, bob.member.info().hand]).toEqual([2, 3]);
  });

  it('are lowered by operators, one or all', async () => {
    const stage = new Stage();
    const olga = await stage.joinAsOperator();
    const guests = await Promise.all(
      ['a', 'b', 'c'].map((name) => stage.join(name, { data: { raisehand: true } })),
    );
    await actOnMember(olga.member, 'lowerhand', guests[0]!.member.id, undefined);
    expect(guests.map(({ member }) => member.info().hand)).toEqual([undefined, 2, 3]);
    await actOnGroup(olga.member, 'lowerhands', undefined);
    expect(guests.map(({ member }) => member.info().hand)).toEqual([undefined, undefined, undefined]);
    expect(guests[2]!.member.info().data).toEqual({});
  });
});
