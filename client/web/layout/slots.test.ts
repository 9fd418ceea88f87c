import { describe, expect, it } from 'vitest';
import { keepSlots, NO_SLOTS, type Slots, type SlotTile } from './slots.ts';

const aTile = (key: string, fields: Partial<SlotTile> = {}): SlotTile => ({
  key,
  urgent: false,
  kept: false,
  spokeAt: -Infinity,
  seen: true,
  ...fields,
});
const tilesOf = (keys: string, fields: Readonly<Record<string, Partial<SlotTile>>> = {}) =>
  Array.from(keys).map((key) => aTile(key, fields[key]));
const inOrder = (keys: string): Slots => ({ order: Array.from(keys), urgent: new Set() });
const PAGE = { page: 0, capacity: 4 };

describe('places', () => {
  it.each([
    ['newcomers come last', '', 'abc', 'abc'],
    ['newcomers change nobody', 'ab', 'abcd', 'abcd'],
    ['newcomers keep the order that is', 'ba', 'abc', 'bac'],
    ['newcomers take the places of who leaves at the same time', 'abcd', 'axcdy', 'axcdy'],
    ['a newcomer and two who leave', 'abcd', 'xcd', 'xcd'],
    ['on one page, those after who leaves move up', 'abcd', 'abd', 'abd'],
    ['with more pages, the last of all takes a free place', 'abcdefg', 'abdefg', 'abgdef'],
    ['with more pages, the last who is there takes a free place', 'abcdefg', 'abdef', 'abfde'],
    ['two free places are both taken', 'abcdefgh', 'bdefgh', 'hbgdef'],
    ['on the last page, those after who leaves move up', 'abcdefg', 'abcdfg', 'abcdfg'],
    ['a page goes with its last tile', 'abcde', 'abde', 'abed'],
    ['nobody is left', 'abcdef', '', ''],
    ['all are others', 'abcdef', 'uvwxyz', 'uvwxyz'],
  ])('%s', (_, before, now, after) => {
    expect(keepSlots(inOrder(before), tilesOf(now), PAGE).order.join('')).toBe(after);
  });
});

describe('somebody who must be seen', () => {
  const before = inOrder('abcdefgh');
  const places = (fields: Readonly<Record<string, Partial<SlotTile>>>, page = 0, from = before) =>
    keepSlots(from, tilesOf('abcdefgh', fields), { ...PAGE, page }).order.join('');

  it('changes places with who has been silent for longest', () => {
    const spoke = { a: { spokeAt: 5 }, b: { spokeAt: 1 }, c: { spokeAt: 3 }, d: { spokeAt: 2 } };
    expect(places({ ...spoke, f: { urgent: true } })).toBe('afcdebgh');
  });

  it('changes places with who has no picture first', () => {
    expect(places({ a: { spokeAt: 9, seen: false }, f: { urgent: true } })).toBe('fbcdeagh');
  });

  it('moves nobody when seen already', () => {
    expect(places({ b: { urgent: true } })).toBe('abcdefgh');
  });

  it('takes no place of others who must be seen, or who are kept', () => {
    const taken = { a: { kept: true }, b: { urgent: true }, c: { urgent: true }, d: { kept: true } };
    expect(places({ ...taken, f: { urgent: true } })).toBe('abcdefgh');
    expect(places({ ...taken, d: {}, f: { urgent: true }, g: { urgent: true } })).toBe('abcfedgh');
  });

  it('comes to the page that is drawn, when beginning only', () => {
    const speaks = { a: { urgent: true } };
    expect(places(speaks, 1)).toBe('hbcdefga');
    const onFirstPage = keepSlots(before, tilesOf('abcdefgh', speaks), PAGE);
    expect(places(speaks, 1, onFirstPage)).toBe('abcdefgh');
  });

  it('stays where the page is turned back', () => {
    const speaks = tilesOf('abcdefgh', { f: { urgent: true } });
    const first = keepSlots(before, speaks, PAGE);
    const again = keepSlots(keepSlots(first, speaks, { ...PAGE, page: 1 }), speaks, PAGE);
    expect(again.order).toEqual(first.order);
  });
});

describe('pictures', () => {
  it('come to the first page before those without', () => {
    const unseen = { b: { seen: false }, c: { seen: false, kept: true }, f: { seen: false } };
    expect(keepSlots(inOrder('abcdefgh'), tilesOf('abcdefgh', unseen), PAGE).order.join('')).toBe('aecdbfgh');
  });

  it('change nothing while another page is drawn', () => {
    const unseen = tilesOf('abcdefgh', { b: { seen: false } });
    expect(keepSlots(inOrder('abcdefgh'), unseen, { ...PAGE, page: 1 }).order.join('')).toBe('abcdefgh');
  });
});

it('nothing before is an order like any', () => {
  expect(keepSlots(NO_SLOTS, tilesOf('abc'), PAGE).order).toEqual(['a', 'b', 'c']);
});
