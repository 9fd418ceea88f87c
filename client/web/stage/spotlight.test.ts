import { describe, expect, it } from 'vitest';
import { hear, SILENCE, type Speech } from './speech.ts';
import { chooseSpotlight } from './spotlight.ts';
import { aPerson, aScreen } from './testing/people.ts';

const heard = (...moments: readonly (readonly [at: number, who: readonly string[]])[]): Speech =>
  moments.reduce((speech, [at, who]) => hear(speech, new Set(who), at), SILENCE);
const tiles = [aPerson('me'), aPerson('a', { video: null }), aPerson('b'), aPerson('c')];
const chosen = (speech: Speech, now: number, before?: string) =>
  chooseSpotlight({ before: before === undefined ? undefined : `person:${before}`, tiles, speech, now })
    ?.owner;

describe('the spotlight', () => {
  it('is on whoever has spoken for a second', () => {
    expect(chosen(heard([0, ['c']]), 1000)).toBe('c');
  });

  it('stays on the speaker though others speak as well', () => {
    expect(chosen(heard([0, ['a']], [500, ['a', 'c']]), 5000, 'c')).toBe('c');
  });

  it('goes to whoever has been speaking for longest when the speaker falls silent', () => {
    const speech = heard([0, ['a']], [500, ['a', 'c']], [800, ['a', 'b', 'c']], [4000, ['b', 'c']]);
    expect(chosen(speech, 4000, 'a')).toBe('c');
  });

  it('stays on the last speaker while all are silent', () => {
    expect(chosen(heard([0, ['c']], [2000, []]), 500_000, 'c')).toBe('c');
  });

  it('does not go to a cough', () => {
    expect(chosen(heard([0, ['b']]), 500, 'c')).toBe('c');
  });

  it('is never on oneself where others are', () => {
    expect(chosen(heard([0, ['me']]), 9000)).toBe('b');
    expect(chosen(heard([0, ['me']]), 9000, 'me')).toBe('b');
  });

  it('is on oneself where nobody else is', () => {
    const alone = chooseSpotlight({ before: undefined, tiles: [aPerson('me')], speech: SILENCE, now: 0 });
    expect(alone?.owner).toBe('me');
  });

  it('goes to whoever spoke last when the speaker leaves, else to a picture', () => {
    expect(chosen(heard([0, ['a']], [2000, ['c']], [4000, []]), 5000, 'gone')).toBe('c');
    expect(chosen(SILENCE, 0, 'gone')).toBe('b');
  });

  it('is on people only', () => {
    const screens = [aScreen('a')];
    expect(chooseSpotlight({ before: undefined, tiles: screens, speech: SILENCE, now: 0 })).toBeUndefined();
  });
});
