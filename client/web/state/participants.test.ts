import { describe, expect, it } from 'vitest';
import {
  describeParticipant,
  handsFirst,
  hueOf,
  initialsOf,
  inRosterOrder,
  roleOf,
  type Person,
} from './participants.ts';

const aPerson = (fields: object = {}): Person => ({
  username: 'Ada',
  permissions: ['present', 'message'],
  data: {},
  published: [],
  ...fields,
});
const aStream = (label: string, ...tracks: [kind: string, muted: boolean][]) => ({
  id: 's',
  label,
  tracks: tracks.map(([kind, muted], index) => ({ id: index.toString(), kind, muted })),
});

describe('a participant', () => {
  it('without streams has neither microphone nor camera', () => {
    expect(describeParticipant('a', aPerson(), false)).toMatchObject({ microphone: 'none', camera: 'none' });
  });

  it('shows what is muted', () => {
    const published = [aStream('camera', ['audio', true], ['video', false])];
    expect(describeParticipant('a', aPerson({ published }), false)).toMatchObject({
      microphone: 'muted',
      camera: 'on',
    });
  });

  it('shares a screen without that being a camera', () => {
    const published = [aStream('screenshare', ['video', false])];
    expect(describeParticipant('a', aPerson({ published }), false)).toMatchObject({
      camera: 'none',
      sharing: true,
    });
  });

  it('has a hand up only if the data say true', () => {
    expect(describeParticipant('a', aPerson({ data: { raisehand: true } }), false).hand).toBe(true);
    expect(describeParticipant('a', aPerson({ data: { raisehand: 'yes' } }), false).hand).toBe(false);
  });

  it('without a name is shown as nameless', () => {
    expect(describeParticipant('a', aPerson({ username: '' }), false).name).toBe('(nameless)');
  });
});

describe('the roster', () => {
  it('has oneself first, then everybody by name', () => {
    const people = [
      ['1', 'zoe'],
      ['2', 'Ben'],
      ['3', 'me'],
      ['4', 'ada'],
    ].map(([id = '', username]) => describeParticipant(id, aPerson({ username }), id === '3'));
    expect(inRosterOrder(people).map((person) => person.name)).toEqual(['me', 'ada', 'Ben', 'zoe']);
  });
});

describe('raised hands', () => {
  const withHand = (id: string, hand: number | null | undefined, raisehand = true) =>
    describeParticipant(
      id,
      { ...aPerson({ data: { raisehand } }), ...(hand !== undefined && { hand }) },
      false,
    );

  it('go before the others, in the order in which they were raised', () => {
    const people = [withHand('a', 9), withHand('b', null, false), withHand('c', 2), withHand('d', 31)];
    const { hands, others } = handsFirst(people);
    expect(hands.map(({ id }) => id)).toEqual(['c', 'a', 'd']);
    expect(others.map(({ id }) => id)).toEqual(['b']);
  });

  it('of whose order nothing is known come last, as they were', () => {
    const people = [withHand('a', undefined), withHand('b', 5), withHand('c', null)];
    expect(handsFirst(people).hands.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });
});

describe('somebody whose connection is lost', () => {
  it('is known as such', () => {
    expect(describeParticipant('a', aPerson({ reconnecting: true }), false).reconnecting).toBe(true);
    expect(describeParticipant('a', aPerson({ reconnecting: false }), false).reconnecting).toBe(false);
    expect(describeParticipant('a', aPerson(), false).reconnecting).toBe(false);
  });
});

describe('a role', () => {
  it.each([
    [['op', 'present', 'message'], 'op'],
    [['present'], 'present'],
    [['message'], 'message'],
    [['caption'], 'observe'],
    [[], 'observe'],
  ] as const)('of %j is %s', (permissions, role) => {
    expect(roleOf(permissions)).toBe(role);
  });
});

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['ben', 'B'],
    ['Jean de la Fontaine', 'JF'],
    ['émile zola', 'ÉZ'],
    ['(guest)', 'G'],
    ['(nameless)', '?'],
    ['🙂', '?'],
    ['', '?'],
  ])('of "%s" are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('a hue', () => {
  it('stays with its person', () => {
    expect(hueOf('abc')).toBe(hueOf('abc'));
  });

  it('differs between most people', () => {
    const hues = new Set(Array.from({ length: 100 }, (_, index) => hueOf(`member-${index.toString()}`)));
    expect(hues.size).toBeGreaterThan(18);
  });
});
