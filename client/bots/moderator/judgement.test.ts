import { MemberId } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { brokenRule, measureFor, remember, strikesAt } from './judgement.ts';
import { Ledger } from './ledger.ts';
import { Rules } from './rules.ts';

const MINUTE_MS = 60_000;

function conductOf(arrivedAt?: number) {
  return new Ledger().arrived({ id: MemberId.parse('1'), username: 'bob' }, arrivedAt);
}

/** What the last of these messages breaks; each is written so many seconds after the beginning. */
function judged(rules: object, messages: readonly [second: number, value: string][], arrivedAt?: number) {
  const conduct = conductOf(arrivedAt);
  const parsed = Rules.parse(rules);
  return messages.map(([second, value]) => {
    const statement = { value, at: second * 1000, receivedAt: second * 1000 };
    remember(conduct, statement, parsed);
    return brokenRule(conduct, statement, parsed);
  });
}

describe('brokenRule', () => {
  it('finds a flood by the number of messages in a time', () => {
    const rules = { flood: { messages: 3, seconds: 10 } };
    expect(
      judged(rules, [
        [0, 'a'],
        [5, 'b'],
        [10, 'c'],
      ]),
    ).toEqual([undefined, undefined, 'flood']);
    expect(
      judged(rules, [
        [0, 'a'],
        [5, 'b'],
        [10.1, 'c'],
      ]).at(-1),
    ).toBeUndefined();
  });

  it('finds repeats of texts that look alike', () => {
    const rules = { repeats: { times: 3, seconds: 60 } };
    expect(
      judged(rules, [
        [0, 'Buy!'],
        [1, 'other'],
        [2, 'BUY!'],
        [60, 'b\u200buy!'],
      ]).at(-1),
    ).toBe('repeats');
    expect(
      judged(rules, [
        [0, 'Buy!'],
        [1, 'buy!'],
        [61, 'buy!'],
      ]).at(-1),
    ).toBeUndefined();
  });

  it('finds links of those who have just come', () => {
    const rules = { links: { newcomerMinutes: 10, allow: ['good.example'] } };
    const link = 'see https://evil.example';
    expect(judged(rules, [[599, link]], 0)).toEqual(['links']);
    expect(judged(rules, [[600, link]], 0), 'long enough there').toEqual([undefined]);
    expect(judged(rules, [[0, link]]), 'there before the bot').toEqual([undefined]);
    expect(judged(rules, [[1, 'see https://good.example']], 0)).toEqual([undefined]);
  });

  it('finds words, and shouting', () => {
    expect(judged({ words: { list: ['piffle'] } }, [[0, 'PIFFLE!']])).toEqual(['words']);
    const shouting = { capitals: { share: 0.8, letters: 10 } };
    expect(judged(shouting, [[0, 'STOP SHOUTING']])).toEqual(['capitals']);
    expect(judged(shouting, [[0, 'STOP IT']])).toEqual([undefined]);
    expect(judged(shouting, [[0, 'Stop shouting, please']])).toEqual([undefined]);
  });

  it('finds nothing where there are no rules', () => {
    const messages = Array.from({ length: 200 }, () => [0, 'PIFFLE https://x.example'] as [number, string]);
    expect(judged({}, messages, 0).every((rule) => rule === undefined)).toBe(true);
  });
});

describe('remember', () => {
  it.each([
    [{ flood: { messages: 4, seconds: 10 } }, 4],
    [{ flood: { messages: 4, seconds: 10 }, repeats: { times: 3, seconds: 1 } }, 100],
    [{ repeats: { times: 3, seconds: 0.01 } }, 11],
    [{}, 1],
  ])('keeps no more than a rule may ask for, and nothing of the texts: %j', (rules, kept) => {
    const conduct = conductOf();
    const parsed = Rules.parse(rules);
    for (let at = 0; at < 200; at += 1) remember(conduct, { value: 'secret', at, receivedAt: at }, parsed);
    expect(conduct.recent).toHaveLength(kept);
    expect(conduct.recent.at(-1)?.at).toBe(199);
    expect(JSON.stringify(conduct)).not.toContain('secret');
  });
});

describe('measureFor', () => {
  it('warns, then silences, then kicks', () => {
    const rules = Rules.parse({ warnings: 1, silences: 2 });
    expect([1, 2, 3, 4, 5].map((strikes) => measureFor(strikes, rules))).toEqual([
      'warning',
      'silence',
      'silence',
      'kick',
      'kick',
    ]);
  });

  it('kicks at once where there are neither', () => {
    expect(measureFor(1, Rules.parse({ warnings: 0, silences: 0 }))).toBe('kick');
  });
});

describe('strikesAt', () => {
  it('forgets all of them long enough after the last', () => {
    const rules = Rules.parse({ forgetAfterMinutes: 60 });
    const conduct = { ...conductOf(), strikes: 3, struckAt: 1000 };
    expect(strikesAt(conduct, 1000 + 60 * MINUTE_MS, rules)).toBe(3);
    expect(strikesAt(conduct, 1001 + 60 * MINUTE_MS, rules)).toBe(0);
  });
});
