import { describe, expect, it } from 'vitest';
import type { Shelf } from '../state/preferences.ts';
import { Departures } from './portal.ts';

function aShelf(): Shelf {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

describe('the way to a portal', () => {
  it('is taken without asking once, not in circles', () => {
    let now = 1_000_000;
    const departures = new Departures(aShelf(), () => now);
    expect(departures.mayGo('music')).toBe(true);
    departures.leavingFor('music');
    expect(departures.mayGo('music')).toBe(false);
    expect(departures.mayGo('physics')).toBe(true);
    now += 300_000;
    expect(departures.mayGo('music')).toBe(true);
  });

  it('is never taken without asking where nothing can be remembered', () => {
    expect(new Departures(undefined).mayGo('music')).toBe(false);
  });

  it('is open where something else is remembered', () => {
    const shelf = aShelf();
    shelf.setItem('evagore.portal', 'x');
    expect(new Departures(shelf).mayGo('music')).toBe(true);
  });
});
