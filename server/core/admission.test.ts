import { describe, expect, it } from 'vitest';
import { admit, type GroupView } from './admission.ts';
import { GroupExpired, GroupFull, GroupLocked, GroupMoved, GroupNotOpen } from './errors.ts';
import type { GroupDescription, Identity } from './ports.ts';
import { aDescription, NOON } from './testing/fakes.ts';

const presenter: Identity = { username: 'ada', permissions: new Set(['present', 'message']) };
const operator: Identity = { username: 'olga', permissions: new Set(['op']) };

function aGroup(
  { lock, size = 0, capacity = 100, hasOperator = () => false }: Partial<GroupView> = {},
  description: Partial<GroupDescription> = {},
): GroupView {
  return { description: aDescription(description), lock, hasOperator, size, capacity };
}

const elsewhere = { redirect: 'https://elsewhere.example.org/' };
const later = { notBefore: NOON + 1 };
const over = { expires: NOON };
const small = { maxClients: 2 };

describe('admit', () => {
  it.each<[string, GroupView]>([
    ['an open group', aGroup()],
    ['a group that opens at this moment', aGroup({}, { notBefore: NOON })],
    ['a group in its last millisecond', aGroup({}, { expires: NOON + 1 })],
    ['the last seat of a group', aGroup({ size: 1 }, small)],
    ['the last seat of the server', aGroup({ size: 99 })],
  ])('lets a presenter into %s', (_, group) => {
    expect(() => {
      admit(group, presenter, NOON);
    }).not.toThrow();
  });

  it.each<[string, GroupView, new (...args: never[]) => Error]>([
    ['a group that is held elsewhere', aGroup({}, elsewhere), GroupMoved],
    ['a locked group', aGroup({ lock: 'back at noon' }), GroupLocked],
    ['a group that is locked without a word', aGroup({ lock: '' }), GroupLocked],
    ['a group that opens later', aGroup({}, later), GroupNotOpen],
    ['a group that has expired', aGroup({}, over), GroupExpired],
    ['a group with no seat left', aGroup({ size: 2 }, small), GroupFull],
    ['a group that has shrunk', aGroup({ size: 3 }, small), GroupFull],
    ['a group of no seats', aGroup({}, { maxClients: 0 }), GroupFull],
    ['a group as large as the server allows', aGroup({ size: 100 }), GroupFull],
  ])('turns a presenter away from %s', (_, group, refusal) => {
    expect(() => {
      admit(group, presenter, NOON);
    }).toThrow(refusal);
  });

  it.each<[string, GroupView]>([
    ['a locked group', aGroup({ lock: 'back at noon' })],
    ['a group that opens later', aGroup({}, later)],
    ['a group that has expired', aGroup({}, over)],
    ['a group with no seat left', aGroup({ size: 2 }, small)],
  ])('lets an operator into %s', (_, group) => {
    expect(() => {
      admit(group, operator, NOON);
    }).not.toThrow();
  });

  it.each<[string, GroupView, new (...args: never[]) => Error]>([
    ['a group that is held elsewhere', aGroup({}, elsewhere), GroupMoved],
    ['a group as large as the server allows', aGroup({ size: 100 }), GroupFull],
  ])('turns even an operator away from %s', (_, group, refusal) => {
    expect(() => {
      admit(group, operator, NOON);
    }).toThrow(refusal);
  });

  it('names the first reason of many', () => {
    const closed = { ...later, expires: NOON, ...small };
    const reasons = [
      aGroup({ lock: '', size: 100 }, { ...elsewhere, ...closed }),
      aGroup({ lock: '', size: 100 }, closed),
      aGroup({ size: 100 }, closed),
      aGroup({ size: 100 }, { expires: NOON, ...small }),
      aGroup({ size: 100 }, small),
    ];
    const codes = reasons.map((group) => {
      try {
        admit(group, presenter, NOON);
      } catch (refusal) {
        return (refusal as Error).constructor;
      }
      return undefined;
    });
    expect(codes).toEqual([GroupMoved, GroupLocked, GroupNotOpen, GroupExpired, GroupFull]);
  });

  it('says what the operator wrote, and how many seats there are', () => {
    expect(() => {
      admit(aGroup({ lock: 'back at noon' }), presenter, NOON);
    }).toThrow('back at noon');
    expect(() => {
      admit(aGroup({ size: 2 }, small), presenter, NOON);
    }).toThrow(expect.objectContaining({ limit: 2 }));
  });
});
