import { MemberId } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { Visitors } from './visitors.ts';

const visitor = (id: string, username: string) => ({ id: MemberId.parse(id), username });

describe('Visitors', () => {
  it('know somebody by id, and by name whatever its case', () => {
    const visitors = new Visitors();
    visitors.saw(visitor('1', 'Ada'), 0);
    expect(visitors.knows(visitor('1', 'Bob'), 1000, 500)).toBe(true);
    expect(visitors.knows(visitor('2', 'ADA'), 1000, 500)).toBe(true);
    expect(visitors.knows(visitor('2', 'Bob'), 1000, 500)).toBe(false);
  });

  it('forget somebody after a time, counted from when they were seen last', () => {
    const visitors = new Visitors();
    visitors.saw(visitor('1', 'ada'), 0);
    visitors.saw(visitor('1', 'ada'), 800);
    expect(visitors.knows(visitor('1', 'ada'), 1000, 1800)).toBe(true);
    expect(visitors.knows(visitor('1', 'ada'), 1000, 1801)).toBe(false);
  });

  it('do not take the anonymous for one another', () => {
    const visitors = new Visitors();
    visitors.saw(visitor('1', ''), 0);
    expect(visitors.knows(visitor('2', ''), 1000, 0)).toBe(false);
    expect(visitors.knows(visitor('1', ''), 1000, 0)).toBe(true);
  });

  it('remember ten thousand ids and names, and forget who was not seen for longest', () => {
    const visitors = new Visitors();
    visitors.saw(visitor('old', 'old'), 0);
    visitors.saw(visitor('regular', 'regular'), 0);
    for (let i = 0; i < 4999; i += 1) {
      visitors.saw(visitor(i.toString(), `name ${i.toString()}`), 0);
      visitors.saw(visitor('regular', 'regular'), 0);
    }
    expect(visitors.knows(visitor('regular', 'regular'), 1, 0)).toBe(true);
    expect(visitors.knows(visitor('old', 'old'), 1, 0)).toBe(false);
  });
});
