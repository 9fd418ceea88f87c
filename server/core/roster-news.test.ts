import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MemberInfo } from '@evagore/shared';
import { writeChat } from './chat.ts';
import { Stage, type FakeLink, type Guest } from './testing/fakes.ts';

let stage: Stage;
let ada: Guest;

beforeEach(async () => {
  stage = new Stage();
  ada = await stage.join('ada');
  ada.link.forget();
});

/** What a member of the group knows of its roster. */
function rosterOf(link: FakeLink): Map<string, MemberInfo> {
  const roster = new Map<string, MemberInfo>();
  for (const fact of link.facts) {
    if (fact.type === 'roster') for (const each of fact.members) roster.set(each.id, each);
    if (fact.type !== 'rosterChanged') continue;
    for (const each of [...fact.added, ...fact.changed]) roster.set(each.id, each);
    for (const { id } of fact.removed) roster.delete(id);
  }
  return roster;
}

describe('the news of a roster', () => {
  it('is told in one message for all who came in the same tick', async () => {
    await Promise.all(['bob', 'cleo', 'dan'].map((name) => stage.join(name)));
    const facts = ada.link.of('rosterChanged');
    expect(facts).toHaveLength(1);
    expect(facts[0]?.added.map(({ id }) => id)).toEqual(['bob', 'cleo', 'dan']);
  });

  it('is the same object for all who knew the same before', async () => {
    const bob = await stage.join('bob');
    bob.link.forget();
    await stage.join('cleo');
    expect(bob.link.last('rosterChanged')).toBe(ada.link.last('rosterChanged'));
  });

  it('leaves out what a newcomer has read in the roster', async () => {
    const guests = await Promise.all(['bob', 'cleo', 'dan'].map((name) => stage.join(name)));
    const told = guests.map(({ link }) =>
      link.of('rosterChanged').flatMap(({ added }) => added.map(({ id }) => id)),
    );
    expect(told).toEqual([['cleo', 'dan'], ['dan'], []]);
  });

  it('has one entry for a member who changes often', () => {
    for (let i = 1; i <= 3; i += 1) {
      ada.member.mergeData({ i });
      ada.member.group.memberChanged(ada.member);
    }
    expect(ada.link.of('rosterChanged')).toHaveLength(1);
    expect(ada.link.lastChanged().data).toEqual({ i: 3 });
  });

  it('says nothing of somebody who came and went', async () => {
    const bob = await stage.join('bob');
    bob.member.leave({ code: 'left' });
    expect(ada.link.of('rosterChanged')).toEqual([]);
  });

  it('comes before whatever the newcomer does', async () => {
    const bob = await stage.join('bob');
    writeChat(bob.member, { kind: '', noecho: false, value: 'hello' });
    expect(ada.link.types).toEqual(['rosterChanged', 'chat']);
  });

  it('is not held up by a clock that was set back', async () => {
    await stage.join('bob');
    ada.link.forget();
    stage.world.time -= 3_600_000;
    await stage.join('cleo');
    expect(ada.link.of('rosterChanged')).toHaveLength(1);
  });

  it('gives everybody the same roster in the end, whatever happens in whichever order', async () => {
    const steps = fc.array(
      fc.record({
        who: fc.nat(4),
        does: fc.constantFrom('join' as const, 'leave' as const, 'change' as const, 'tick' as const),
      }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const company = new Stage();
        const witness = await company.join('witness');
        const guests: (Guest | undefined)[] = [];
        const links: FakeLink[] = [witness.link];
        for (const { who, does } of sequence) {
          const guest = guests[who];
          if (does === 'tick') expect(witness.link.types).toContain('joined');
          else if (does === 'join') {
            guests[who] ??= await company.join(`guest-${who}`);
            links.push(guests[who].link);
          } else if (does === 'leave') {
            guest?.member.leave({ code: 'left' });
            guests[who] = undefined;
          } else if (guest !== undefined) {
            guest.member.mergeData({ at: company.world.newId() });
            guest.member.group.memberChanged(guest.member);
          }
        }
        const truth = new Map(
          [...witness.member.group.members.values()].map((each) => [each.id, each.info()]),
        );
        for (const guest of [witness, ...guests]) {
          if (guest !== undefined) expect(sorted(rosterOf(guest.link))).toEqual(sorted(truth));
        }
      }),
    );
  });
});

function sorted(roster: ReadonlyMap<string, MemberInfo>): MemberInfo[] {
  return [...roster.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
