import { describe, expect, it } from 'vitest';
import type { Participant } from '../state/participants.ts';
import { audienceOf, handQueue, inPanelOrder, matching, placeByTyping } from './roster.ts';
import { aPerson } from './fakes.ts';

const names = (people: readonly Participant[]) => people.map(({ name }) => name);

describe('the order of the list', () => {
  it('is oneself, hands as they were raised, operators, everybody else', () => {
    const people = [
      aPerson('Me', { self: true, hand: true, handOrder: 2 }),
      aPerson('Ada'),
      aPerson('Ben', { role: 'op' }),
      aPerson('Cleo', { hand: true, handOrder: 3 }),
      aPerson('Dan', { role: 'observe' }),
      aPerson('Eve', { role: 'op', hand: true, handOrder: 1 }),
      aPerson('Fay', { role: 'op' }),
    ];
    expect(names(inPanelOrder(people))).toEqual(['Me', 'Eve', 'Cleo', 'Ben', 'Fay', 'Ada', 'Dan']);
  });

  it('keeps those of a kind as they were', () => {
    const people = ['a', 'b', 'c', 'd'].map((name) => aPerson(name));
    expect(inPanelOrder(people)).toEqual(people);
  });

  it('leaves what it was given alone', () => {
    const people = [aPerson('Ada'), aPerson('Me', { self: true })];
    inPanelOrder(people);
    expect(names(people)).toEqual(['Ada', 'Me']);
  });
});

describe('the queue of hands', () => {
  it('gives oneself the place that one has', () => {
    const people = [
      aPerson('Me', { self: true, hand: true, handOrder: 5 }),
      aPerson('Ada', { hand: true, handOrder: 9 }),
      aPerson('Ben', { hand: true, handOrder: 2 }),
      aPerson('Cleo'),
    ];
    expect(names(handQueue(people))).toEqual(['Ben', 'Me', 'Ada']);
  });
});

describe('searching', () => {
  const people = ['Ada Lovelace', 'Élodie Martin', 'Jean-Luc', 'Mary Ann', 'lea'].map((name) =>
    aPerson(name),
  );

  it.each([
    ['', names(people)],
    ['  ', names(people)],
    ['a', ['Ada Lovelace', 'Mary Ann']],
    ['LO', ['Ada Lovelace']],
    ['elo', ['Élodie Martin']],
    ['LÉA', ['lea']],
    ['luc', ['Jean-Luc']],
    ['love ad', ['Ada Lovelace']],
    ['ovelace', []],
    ['(', []],
  ])('for “%s” finds %j', (typed, found) => {
    expect(names(matching(people, typed))).toEqual(found);
  });
});

describe('typing a name', () => {
  const list = ['Me', 'Ada', 'Adam', 'Ben', 'Ádám', 'Zoe'];

  it.each([
    [0, 'a', 1],
    [1, 'a', 2],
    [2, 'A', 4],
    [4, 'a', 1],
    [1, 'aa', 2],
    [1, 'ada', 1],
    [1, 'adam', 2],
    [5, 'm', 0],
    [0, 'x', undefined],
    [0, '', undefined],
  ])('from place %i, “%s” leads to %s', (from, typed, place) => {
    expect(placeByTyping(list, from, typed)).toBe(place);
  });

  it('leads nowhere in an empty list', () => {
    expect(placeByTyping([], 0, 'a')).toBeUndefined();
  });
});

it('counts the audience', () => {
  expect(audienceOf([aPerson('Ada', { role: 'observe' }), aPerson('Ben', { role: 'message' })])).toBe(1);
});
