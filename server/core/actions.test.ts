import { ConferenceError, MemberId, type Permission } from '@evagore/shared';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { actOnGroup, actOnMember } from './actions.ts';
import { BadValue, Closed, NoSuchAction, NoSuchMember, NotPermitted, NotPossible } from './errors.ts';
import { DEMO, NOTHING_OPEN, publishTrack, settled, Stage, type Guest } from './testing/fakes.ts';

const MEMBER_ACTIONS = ['op', 'unop', 'present', 'unpresent', 'shutup', 'unshutup', 'kick', 'setdata'];
const GROUP_ACTIONS = ['lock', 'unlock', 'setdata'];

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

/** An action of one guest on another, as a function that may throw. */
function act(actor: Guest, kind: string, target: Guest, value?: unknown): () => void {
  return () => {
    actOnMember(actor.member, kind, target.member.id, value);
  };
}

function actInGroup(actor: Guest, kind: string, value?: unknown): () => void {
  return () => {
    actOnGroup(actor.member, kind, value);
  };
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
    act(olga, kind, target)();
    expect([...target.member.permissions]).toEqual(after);
    expect(target.link.last('membershipChanged').self.permissions).toEqual(after);
    expect(olga.link.last('memberChanged').member).toMatchObject({ id: 'target', permissions: after });
    expect(olga.link.types).not.toContain('membershipChanged');
  });

  it('lets a new operator record where the group allows it', async () => {
    stage = new Stage({ description: { allowRecording: true } });
    olga = await stage.joinAsOperator();
    ada = await stage.join('ada');
    act(olga, 'op', ada)();
    expect([...ada.member.permissions]).toContain('record');
  });

  it('lets an operator step down', () => {
    act(olga, 'unop', olga)();
    expect(act(olga, 'op', olga)).toThrow(NotPermitted);
  });

  it('ends the streams of a member who may not present any more, and says why', async () => {
    const viewer = await stage.joinAsViewer();
    await publishTrack(ada.member, await ada.member.openTransport());
    await settled();
    act(olga, 'unpresent', ada)();
    expect(ada.link.last('upAborted')).toMatchObject({ stream: 'cam', code: 'not-permitted' });
    expect(viewer.link.last('downClosed')).toEqual({ type: 'downClosed', stream: 'cam' });
    expect(viewer.link.last('memberChanged').member).toMatchObject({ id: 'ada', streams: [] });
    expect(stage.openMedia).toMatchObject({ ups: 0, downs: [] });
  });

  it('kicks with a message and the name of the operator', () => {
    act(olga, 'kick', ada, 'enough')();
    const by = { id: 'olga', username: 'olga' };
    expect(ada.link.closedWith).toEqual({ code: 'kicked', message: 'enough', by });
    expect(olga.link.types).toEqual(['memberRemoved']);
    expect(act(olga, 'kick', ada)).toThrow(NoSuchMember);
  });

  it('kicks without a word', () => {
    act(olga, 'kick', ada)();
    expect(ada.link.closedWith).not.toHaveProperty('message');
  });

  it('lets operators kick themselves', () => {
    act(olga, 'kick', olga)();
    expect(olga.link.closedWith?.code).toBe('kicked');
    expect(act(olga, 'op', ada)).toThrow(Closed);
  });

  it('lets members describe themselves, key by key', () => {
    act(ada, 'setdata', ada, { raisehand: true, mood: 'fine' })();
    act(ada, 'setdata', ada, { mood: null })();
    expect(olga.link.last('memberChanged').member).toMatchObject({ id: 'ada', data: { raisehand: true } });
    expect(ada.link.last('memberChanged').member.data).toEqual({ raisehand: true });
  });

  it('lets nobody describe others, not even an operator', () => {
    expect(act(olga, 'setdata', ada, { raisehand: true })).toThrow(NotPossible);
    expect(act(ada, 'setdata', olga, {})).toThrow(NotPossible);
  });

  it.each([undefined, null, 'text', 3, [1], { a: 'x'.repeat(20_000) }, { ['x'.repeat(65)]: 1 }])(
    'refuses %j as data',
    (value) => {
      expect(act(ada, 'setdata', ada, value)).toThrow(BadValue);
    },
  );

  it('refuses data that grows too large in small steps', () => {
    act(ada, 'setdata', ada, { a: 'x'.repeat(10_000) })();
    expect(act(ada, 'setdata', ada, { b: 'x'.repeat(10_000) })).toThrow(BadValue);
    expect(ada.member.info().data).toEqual({ a: 'x'.repeat(10_000) });
  });

  it.each([3, {}, ['x'], 'x'.repeat(1025)])('refuses %j as the message of a kick', (value) => {
    expect(act(olga, 'kick', ada, value)).toThrow(BadValue);
    expect(ada.member.closed).toBe(false);
  });

  it.each(MEMBER_ACTIONS.filter((kind) => kind !== 'setdata'))('does "%s" for operators only', (kind) => {
    expect(act(ada, kind, olga)).toThrow(NotPermitted);
    expect(act(ada, kind, ada)).toThrow(NotPermitted);
    expect([...ada.link.facts, ...olga.link.facts]).toEqual([]);
  });

  it.each(['', 'ban', 'constructor', '__proto__', 'Kick'])('knows no action "%s"', (kind) => {
    expect(act(olga, kind, ada)).toThrow(NoSuchAction);
  });

  it('refuses a target who is not there', () => {
    expect(() => {
      actOnMember(olga.member, 'kick', MemberId.parse('nobody'), undefined);
    }).toThrow(NoSuchMember);
  });

  it('refuses an actor who has left', () => {
    ada.member.leave({ code: 'left' });
    expect(act(ada, 'setdata', ada, {})).toThrow(Closed);
    olga.member.leave({ code: 'left' });
    expect(act(olga, 'op', ada)).toThrow(Closed);
  });
});

describe('actOnGroup', () => {
  it('locks with a message, or without a word, and unlocks', () => {
    actInGroup(olga, 'lock', 'back at noon')();
    expect(ada.link.last('membershipChanged').self.status.locked).toBe(true);
    actInGroup(olga, 'lock')();
    expect(olga.member.group.locked).toBe(true);
    actInGroup(olga, 'unlock')();
    expect(ada.link.last('membershipChanged').self.status).not.toHaveProperty('locked');
  });

  it('tells those whom the lock keeps out why', async () => {
    actInGroup(olga, 'lock', 'back at noon')();
    await expect(stage.join('bob')).rejects.toThrow('back at noon');
  });

  it('gives the group data', () => {
    actInGroup(olga, 'setdata', { slides: 4 })();
    expect(ada.link.last('membershipChanged').self.data).toEqual({ slides: 4 });
  });

  it.each(GROUP_ACTIONS)('does "%s" for operators only', (kind) => {
    expect(actInGroup(ada, kind, kind === 'setdata' ? {} : '')).toThrow(NotPermitted);
    expect(olga.link.facts).toEqual([]);
  });

  it('refuses values that do not fit', () => {
    expect(actInGroup(olga, 'lock', { text: 'x' })).toThrow(BadValue);
    expect(actInGroup(olga, 'setdata', 'x')).toThrow(BadValue);
  });

  it.each(['', 'record', 'constructor', 'kick'])('knows no action "%s"', (kind) => {
    expect(actInGroup(olga, kind)).toThrow(NoSuchAction);
  });
});

describe('permissions', () => {
  it('are never gained by anything that members without "op" do', async () => {
    const kinds = fc.constantFrom(...MEMBER_ACTIONS, ...GROUP_ACTIONS, '__proto__', 'constructor');
    const values = fc.constantFrom(undefined, 'op', { op: true }, { permissions: ['op'] }, ['op'], null);
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
            if (dest === undefined) actOnGroup(actor, kind, value);
            else actOnMember(actor, kind, dest, value);
          } catch (error) {
            expect(error).toBeInstanceOf(ConferenceError);
          }
        }
        expect(guests.map(({ member }) => [...member.permissions])).toEqual(before);
        expect(company.conference.group(DEMO)?.locked).toBe(false);
        for (const { member } of guests) member.leave({ code: 'left' });
        await settled();
        expect(company.openMedia).toEqual(NOTHING_OPEN);
      }),
    );
  });
});
