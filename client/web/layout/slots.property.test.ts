import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepSlots, NO_SLOTS, type SlotPage, type Slots, type SlotTile } from './slots.ts';

const tile = fc.record({
  key: fc.integer({ min: 0, max: 60 }).map((id) => `person:${id.toString()}`),
  urgent: fc.boolean(),
  kept: fc.boolean(),
  spokeAt: fc.oneof(fc.constant(-Infinity), fc.integer({ min: 0, max: 1000 })),
  seen: fc.boolean(),
});
const meeting = fc.uniqueArray(tile, { selector: (each) => each.key, maxLength: 49 });
const view = fc.record({ page: fc.nat(6), capacity: fc.integer({ min: 1, max: 25 }) });

const drawn = ({ order }: Slots, { page, capacity }: SlotPage) =>
  order.slice(page * capacity, (page + 1) * capacity);
const pagesOf = ({ order }: Slots, { capacity }: SlotPage) => Math.ceil(order.length / capacity);
const settle = (tiles: readonly SlotTile[], where: SlotPage) => keepSlots(NO_SLOTS, tiles, where);

describe('places of any meeting', () => {
  it('hold everybody once', () => {
    fc.assert(
      fc.property(meeting, meeting, view, (before, now, where) => {
        const { order } = keepSlots(settle(before, where), now, where);
        expect([...order].sort()).toEqual(now.map((each) => each.key).sort());
      }),
    );
  });

  it('do not change while nothing changes', () => {
    fc.assert(
      fc.property(meeting, view, (tiles, where) => {
        const first = settle(tiles, where);
        expect(keepSlots(first, tiles, where).order).toEqual(first.order);
      }),
    );
  });

  it('never change the order of those who stay in sight', () => {
    fc.assert(
      fc.property(meeting, meeting, view, (before, now, where) => {
        const first = settle(before, where);
        const second = keepSlots(first, now, where);
        const [old, fresh] = [drawn(first, where), drawn(second, where)];
        expect(old.filter((key) => fresh.includes(key))).toEqual(fresh.filter((key) => old.includes(key)));
      }),
    );
  });

  it('keep everybody who stays in sight exactly where they were, but on the last page', () => {
    fc.assert(
      fc.property(meeting, meeting, view, (before, now, where) => {
        const first = settle(before, where);
        const second = keepSlots(first, now, where);
        const last = Math.min(pagesOf(first, where), pagesOf(second, where)) - 1;
        if (where.page >= last) return;
        for (const [index, key] of drawn(second, where).entries()) {
          const was = drawn(first, where).indexOf(key);
          if (was !== -1) expect(index).toBe(was);
        }
      }),
    );
  });

  it('change for people in sight only where somebody takes their place', () => {
    fc.assert(
      fc.property(meeting, view, fc.nat(48), (tiles, where, index) => {
        const calm = tiles.map((each) => ({ ...each, urgent: false, kept: false }));
        const first = settle(calm, where);
        const speaking = calm.map((each, at) => (at === index ? { ...each, urgent: true } : each));
        const second = drawn(keepSlots(first, speaking, where), where);
        const changed = drawn(first, where).filter((key, at) => second[at] !== key);
        expect(changed.length).toBeLessThanOrEqual(1);
        const speaker = speaking[index];
        if (speaker !== undefined && second.length > 0) expect(second).toContain(speaker.key);
      }),
    );
  });
});
