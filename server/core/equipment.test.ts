import { MemberId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { actOnMember } from './actions.ts';
import { writeChat, writeUserMessage } from './chat.ts';
import type { Member } from './member.ts';
import { DEMO, FakeLink, Stage, type Guest } from './testing/fakes.ts';

/** The link of an encoder, a player, or a recorder. */
class EquipmentLink extends FakeLink {
  readonly isPerson = false;
}

describe('Equipment', () => {
  let stage: Stage;
  let olga: Guest;
  let link: EquipmentLink;
  let encoder: Member;

  beforeEach(async () => {
    stage = new Stage();
    olga = await stage.joinAsOperator();
    link = new EquipmentLink();
    ({ member: encoder } = await stage.join('encoder', { link }));
  });

  it('cannot be written to', () => {
    const message = { kind: '', dest: encoder.id, noecho: false, value: 'hello' };
    const refusal = { code: 'not-possible', message: "this user doesn't chat" };
    expect(() => writeChat(olga.member, message)).toThrow(expect.objectContaining(refusal));
    expect(() => {
      writeUserMessage(olga.member, message);
    }).toThrow(expect.objectContaining(refusal));
    expect(link.of('chat')).toEqual([]);
  });

  it.each(['op', 'unop', 'present', 'unpresent', 'shutup', 'unshutup'])(
    'is not asked to %s',
    async (kind) => {
      await expect(actOnMember(olga.member, kind, encoder.id, undefined)).rejects.toMatchObject({
        code: 'not-possible',
        message: 'this is not a real user',
      });
      expect([...encoder.permissions]).toEqual(['present', 'message']);
    },
  );

  it('can be sent away, and asked where it is', async () => {
    expect(await actOnMember(olga.member, 'identify', encoder.id, undefined)).toMatchObject({
      id: encoder.id,
    });
    await actOnMember(olga.member, 'kick', encoder.id, undefined);
    expect(link.closedWith?.code).toBe('kicked');
  });
});

describe('A member that came with fewer permissions than its credentials give', () => {
  const join = (stage: Stage) =>
    stage.conference.join({
      group: DEMO,
      credentials: { username: 'olga' },
      id: MemberId.parse('wall'),
      data: {},
      link: new FakeLink(),
      permissions: new Set(['present', 'record']),
    });

  it('has those that are in both', async () => {
    const stage = new Stage();
    stage.authenticator.permissions.set('olga', ['op', 'present']);
    expect([...(await join(stage)).permissions]).toEqual(['present']);
  });

  it('is let in by all that they give, and keeps no order in the group', async () => {
    const stage = new Stage({ description: { autokick: true } });
    stage.authenticator.permissions.set('olga', ['op', 'present']);
    expect((await join(stage)).closed).toBe(false);
    await expect(stage.join('ada')).rejects.toMatchObject({ code: 'no-operator' });
  });
});
