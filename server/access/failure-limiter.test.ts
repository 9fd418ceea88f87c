import { GroupName } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { Busy } from '../core/errors.ts';
import { FailureLimiter, placeOf } from './failure-limiter.ts';

function aLimiter() {
  let now = 0;
  const limiter = new FailureLimiter({ now: () => now });
  const tries = { count: 0 };
  const attempt = (key: string | undefined, isRight: boolean) =>
    limiter.guard(key, () => {
      tries.count++;
      return Promise.resolve(isRight ? 'in' : undefined);
    });
  return { limiter, attempt, tries, pass: (ms: number) => (now += ms) };
}
async function failures(
  attempt: (key: string, isRight: boolean) => Promise<unknown>,
  count: number,
  key = 'a',
) {
  for (let i = 0; i < count; i++) await attempt(key, false);
}

describe('FailureLimiter', () => {
  it('lets an address fail ten times, and then makes it wait', async () => {
    const { attempt, pass } = aLimiter();
    await failures(attempt, 10);
    await expect(attempt('a', true)).rejects.toThrow(Busy);
    pass(999);
    await expect(attempt('a', true)).rejects.toThrow(Busy);
    pass(1);
    expect(await attempt('a', true)).toBe('in');
  });

  it('makes it wait twice as long after each further failure, but never more than half a minute', async () => {
    const { attempt, pass } = aLimiter();
    await failures(attempt, 10);
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      pass(seconds * 1000 - 1);
      await expect(attempt('a', false), seconds.toString()).rejects.toThrow(Busy);
      pass(1);
      await attempt('a', false);
    }
  });

  it('lets a thousand wrong passwords within a minute try no more than fifteen', async () => {
    const { attempt, tries, pass } = aLimiter();
    for (let i = 0; i < 1_000; i++) {
      await attempt('a', false).catch(() => undefined);
      pass(60);
    }
    expect(tries.count).toBeLessThanOrEqual(16);
  });

  it('does not affect others', async () => {
    const { attempt } = aLimiter();
    await failures(attempt, 11).catch(() => undefined);
    expect(await attempt('b', true)).toBe('in');
    expect(await attempt(undefined, true)).toBe('in');
  });

  it('does not count those whose address is not known', async () => {
    const { attempt, tries } = aLimiter();
    for (let i = 0; i < 50; i++) await attempt(undefined, false);
    expect(tries.count).toBe(50);
  });

  it('forgives nothing for a success, as who guesses may have an entry of their own', async () => {
    const { attempt } = aLimiter();
    await failures(attempt, 9);
    await attempt('a', true);
    await attempt('a', false);
    await expect(attempt('a', true)).rejects.toThrow(Busy);
  });

  it('forgets after ten minutes without a failure', async () => {
    const { attempt, pass } = aLimiter();
    await failures(attempt, 10);
    pass(600_000);
    await failures(attempt, 9);
    expect(await attempt('a', true)).toBe('in');
  });

  it('takes what is thrown for no failure', async () => {
    const { limiter, attempt } = aLimiter();
    for (let i = 0; i < 20; i++) {
      await expect(limiter.guard('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    }
    expect(await attempt('a', true)).toBe('in');
  });

  it('tries few of a thousand that begin before any has failed', async () => {
    const { attempt, tries } = aLimiter();
    const all = await Promise.allSettled(Array.from({ length: 1_000 }, () => attempt('a', false)));
    expect(tries.count).toBe(20);
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(980);
    await expect(attempt('a', true)).rejects.toThrow(Busy);
  });

  it('lets a school in that comes at once from one address', async () => {
    const { attempt } = aLimiter();
    const all = await Promise.all(Array.from({ length: 1_000 }, () => attempt('a', true)));
    expect(new Set(all)).toEqual(new Set(['in']));
  });

  it('lets a school in of which some mistype', async () => {
    const { attempt } = aLimiter();
    const all = await Promise.all(Array.from({ length: 500 }, (_, i) => attempt('a', i % 60 !== 0)));
    expect(all.filter((one) => one === undefined)).toHaveLength(9);
  });

  it('bounds those that wait', async () => {
    const { attempt } = aLimiter();
    const all = await Promise.allSettled(Array.from({ length: 1_100 }, () => attempt('a', true)));
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(80);
  });

  it('goes on after tries that threw while others waited', async () => {
    const { limiter, attempt } = aLimiter();
    const down = Array.from({ length: 50 }, () =>
      limiter.guard('a', () => Promise.reject(new Error('down'))),
    );
    const right = attempt('a', true);
    expect(new Set((await Promise.allSettled(down)).map(({ status }) => status))).toEqual(
      new Set(['rejected']),
    );
    expect(await right).toBe('in');
  });

  it('tries one at a time where many have failed', async () => {
    const { attempt, tries, pass } = aLimiter();
    await failures(attempt, 10);
    pass(1_000);
    await Promise.allSettled([1, 2, 3].map(() => attempt('a', false)));
    expect(tries.count).toBe(11);
  });
});

describe('placeOf', () => {
  const name = (text: string) => GroupName.parse(text);

  it('counts a group with all below it, as anybody can name new subgroups', () => {
    expect(placeOf('password', name('school/a'), '192.0.2.1')).toBe(
      placeOf('password', name('school'), '192.0.2.1'),
    );
  });

  it('tells groups, addresses and kinds of secrets apart', () => {
    const places = [
      placeOf('password', name('tea'), '192.0.2.1'),
      placeOf('password', name('cake'), '192.0.2.1'),
      placeOf('password', name('tea'), '192.0.2.2'),
      placeOf('token', name('tea'), '192.0.2.1'),
      placeOf('password', '', '192.0.2.1'),
    ];
    expect(new Set(places).size).toBe(5);
  });

  it('is none where the address is not known', () => {
    expect(placeOf('password', name('tea'), undefined)).toBeUndefined();
  });
});
