import { ConferenceError, MemberId, type Permission } from '@evagore/shared';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { actOnGroup, actOnMember } from './actions.ts';
import { GROUP_ACTIONS } from './group-actions.ts';
import { MEMBER_ACTIONS } from './member-actions.ts';
import { BadValue, Closed, NoSuchAction, NoSuchMember, NotPermitted, NotPossible } from './errors.ts';
import { DEMO, NOTHING_OPEN, publishTrack, settled, Stage, type Guest } from './testing/fakes.ts';

/** Those of which some are for everybody check it themselves. */
const FOR_OPERATORS = [
  'op',
  'unop',
  'present',
  'unpresent',
  'shutup',
  'unshutup',
  'kick',
  'identify',
  'lowerhand',
];
const GROUP_FOR_OPERATORS = [
  'lock',
  'unlock',
  'setdata',
  'subgroups',
  'lowerhands',
  'edittoken',
  'listtokens',
];

let stage: Stage;
let olga: Guest;
let ada: Guest;

beforeEach(async () => {
  stage = new Stage();
  olga = await stage.joinAsOperator();
  ada = await stage.join('ada');
  olga.link.forget();
  ada.link.forget();
});

function act(actor: Guest, kind: string, target: Guest, value?: unknown): Promise<unknown> {
  return actOnMember(actor.member, kind, target.member.id, value);
}

function actInGroup(actor: Guest, kind: string, value?: unknown): Promise<unknown> {
  return actOnGroup(actor.member, kind, value);
}

describe('actOnMember', () => {
  it.each<[string, Permission[], Permission[]]>([
    ['op', ['present'], ['present', 'op']],
    ['op', ['present', 'op'], ['present', 'op']],
    ['unop', ['present', 'op', 'record'], ['present']],
    ['unop', ['present'], ['present']],
    ['present', ['message'], ['message', 'present']],
    ['unpresent', ['message', 'present'], ['message']],
    ['shutup', ['message', 'present'], ['present']],
    ['unshutup', ['present'], ['present', 'message']],
  ])('does "%s" to a member with %j', async (kind, before, after) => {
    const target = await stage.join('target', { permissions: before });
    olga.link.forget();
    await act(olga, kind, target);
    expect([...target.member.permissions]).toEqual(after);
    expect(target.link.last('membershipChanged').self.permissions).toEqual(after);
    expect(olga.link.lastChanged()).toMatchObject({ id: 'target', permissions: after });
    expect(olga.link.types).not.toContain('membershipChanged');
  });

  it('lets a new operator record where the group allows it', async () => {
    stage = new Stage({ description: { allowRecording: true } });
    olga = await stage.joinAsOperator();
    ada = await stage.join('ada');
    await act(olga, 'op', ada);
    expect([...ada.member.permissions]).toContain('record');
  });

  it('lets an operator step down', async () => {
    await act(olga, 'unop', olga);
    await expect(act(olga, 'op', olga)).rejects.toThrow(NotPermitted);
  });

  it('ends the streams of a member who may not present any more, and says why', async () => {
    const viewer = await stage.joinAsViewer();
    await publishTrack(ada.member, await ada.member.openTransport());
    await settled();
    await act(olga, 'unpresent', ada);
    expect(ada.link.last('upAborted')).toMatchObject({ stream: 'cam', code: 'not-permitted' });
    expect(viewer.link.last('downClosed')).toEqual({ type: 'downClosed', stream: 'cam' });
    expect(viewer.link.lastChanged()).toMatchObject({ id: 'ada', streams: [] });
    expect(stage.openMedia).toMatchObject({ ups: 0, downs: [] });
  });

  it('kicks with a message and the name of the operator', async () => {
    await act(olga, 'kick', ada, 'enough');
    const by = { id: 'olga', username: 'olga' };
    expect(ada.link.closedWith).toEqual({ code: 'kicked', message: 'enough', by });
    expect(olga.link.types).toEqual(['rosterChanged']);
    await expect(act(olga, 'kick', ada)).rejects.toThrow(NoSuchMember);
  });

  it('kicks without a word', async () => {
    await act(olga, 'kick', ada);
    expect(ada.link.closedWith).not.toHaveProperty('message');
  });

  it('lets operators kick themselves', async () => {
    await act(olga, 'kick', olga);
    expect(olga.link.closedWith?.code).toBe('kicked');
    await expect(act(olga, 'op', ada)).rejects.toThrow(Closed);
  });

  it('lets members describe themselves, key by key', async () => {
    await act(ada, 'setdata', ada, { raisehand: true, mood: 'fine' });
    await act(ada, 'setdata', ada, { mood: null });
    expect(olga.link.lastChanged()).toMatchObject({ id: 'ada', data: { raisehand: true } });
    expect(ada.link.lastChanged().data).toEqual({ raisehand: true });
  });

  it('lets nobody describe others, not even an operator', async () => {
    await expect(act(olga, 'setdata', ada, { raisehand: true })).rejects.toThrow(NotPossible);
    await expect(act(ada, 'setdata', olga, {})).rejects.toThrow(NotPossible);
  });

  it.each([undefined, null, 'text', 3, [1], { a: 'x'.repeat(20_000) }, { ['x'.repeat(65)]: 1 }])(
    'refuses %j as data',
    async (value) => {
      await expect(act(ada, 'setdata', ada, value)).rejects.toThrow(BadValue);
    },
  );

  it('refuses data that grows too large in small steps', async () => {
    await act(ada, 'setdata', ada, { a: 'x'.repeat(10_000) });
    await expect(act(ada, 'setdata', ada, { b: 'x'.repeat(10_000) })).rejects.toThrow(BadValue);
    expect(ada.member.info().data).toEqual({ a: 'x'.repeat(10_000) });
  });

  it.each([3, {}, ['x'], 'x'.repeat(1025)])('refuses %j as the message of a kick', async (value) => {
    await expect(act(olga, 'kick', ada, value)).rejects.toThrow(BadValue);
    expect(ada.member.closed).toBe(false);
  });

  it.each(FOR_OPERATORS)('does "%s" for operators only', async (kind) => {
    await expect(act(ada, kind, olga)).rejects.toThrow(NotPermitted);
    await expect(act(ada, kind, ada)).rejects.toThrow(NotPermitted);
    expect([...ada.link.facts, ...olga.link.facts]).toEqual([]);
  });

  it.each(['', 'ban', 'constructor', '__proto__', 'Kick'])('knows no action "%s"', async (kind) => {
    await expect(act(olga, kind, ada)).rejects.toThrow(NoSuchAction);
  });

  it('refuses a target who is not there', async () => {
    const kick = actOnMember(olga.member, 'kick', MemberId.parse('nobody'), undefined);
    await expect(kick).rejects.toThrow(NoSuchMember);
  });

  it('refuses an actor who has left', async () => {
    ada.member.leave({ code: 'left' });
    await expect(act(ada, 'setdata', ada, {})).rejects.toThrow(Closed);
    olga.member.leave({ code: 'left' });
    await expect(act(olga, 'op', ada)).rejects.toThrow(Closed);
  });
});

describe('actOnGroup', () => {
  it('locks with a message, or without a word, and unlocks', async () => {
    await actInGroup(olga, 'lock', 'back at noon');
    expect(ada.link.last('membershipChanged').self.status.locked).toBe(true);
    await actInGroup(olga, 'lock');
    expect(olga.member.group.locked).toBe(true);
    await actInGroup(olga, 'unlock');
    expect(ada.link.last('membershipChanged').self.status).not.toHaveProperty('locked');
  });

  it('tells those whom the lock keeps out why', async () => {
    await actInGroup(olga, 'lock', 'back at noon');
    await expect(stage.join('bob')).rejects.toThrow('back at noon');
  });

  it('gives the group data', async () => {
    await actInGroup(olga, 'setdata', { slides: 4 });
    expect(ada.link.last('membershipChanged').self.data).toEqual({ slides: 4 });
  });

  it.each(GROUP_FOR_OPERATORS)('does "%s" for operators only', async (kind) => {
    await expect(actInGroup(ada, kind, kind === 'setdata' ? {} : '')).rejects.toThrow(NotPermitted);
    expect(olga.link.facts).toEqual([]);
  });

  it('refuses values that do not fit', async () => {
    await expect(actInGroup(olga, 'lock', { text: 'x' })).rejects.toThrow(BadValue);
    await expect(actInGroup(olga, 'setdata', 'x')).rejects.toThrow(BadValue);
  });

  it.each(['', 'explode', 'constructor', 'kick'])('knows no action "%s"', async (kind) => {
    await expect(actInGroup(olga, kind)).rejects.toThrow(NoSuchAction);
  });
});

describe('permissions', () => {
  it('are never gained by anything that members without "op" do', async () => {
    const kinds = fc.constantFrom(
      ...Object.keys(MEMBER_ACTIONS),
      ...Object.keys(GROUP_ACTIONS),
      ...['__proto__', 'constructor'],
    );
    const values = fc.constantFrom(
      undefined,
      'op',
      { op: true },
      { permissions: ['op'], expires: 60_000 },
      ['op'],
      null,
    );
    const actions = fc.array(fc.tuple(fc.nat(2), fc.option(fc.nat(2)), kinds, values), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(actions, async (sequence) => {
        const company = new Stage();
        const guests = await Promise.all([
          company.join('p', { permissions: ['present', 'message'] }),
          company.join('q', { permissions: ['caption', 'token', 'record', 'admin'] }),
          company.join('r', { permissions: [] }),
        ]);
        const before = guests.map(({ member }) => [...member.permissions]);
        for (const [who, target, kind, value] of sequence) {
          try {
            const actor = guests[who]?.member;
            const dest = target === null ? undefined : guests[target]?.member.id;
            if (actor === undefined) continue;
            if (dest === undefined) await actOnGroup(actor, kind, value);
            else await actOnMember(actor, kind, dest, value);
          } catch (error) {
            expect(error).toBeInstanceOf(ConferenceError);
          }
        }
        expect(guests.map(({ member }) => [...member.permissions])).toEqual(before);
        expect(company.tokens.all.flatMap(({ permissions }) => permissions)).not.toContain('op');
        expect(company.conference.group(DEMO)?.locked).toBe(false);
        for (const { member } of guests) member.leave({ code: 'left' });
        await settled();
        expect(company.openMedia).toEqual(NOTHING_OPEN);
      }),
    );
  });
});
