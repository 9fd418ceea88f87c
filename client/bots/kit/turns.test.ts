import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { settled } from '../../lib/testing/meeting.ts';
import { Turns } from './turns.ts';

function someTurns() {
  const clock = new FakeClock();
  const failures: [string, unknown][] = [];
  const overflows: true[] = [];
  const turns = new Turns({
    after: clock.after,
    failed: (name, error) => failures.push([name, error]),
    overflowed: () => overflows.push(true),
  });
  return { turns, clock, failures, overflows };
}

describe('Turns', () => {
  it('runs nothing before it begins, and then everything in order', async () => {
    const { turns } = someTurns();
    const ran: number[] = [];
    turns.push('first', () => ran.push(1));
    turns.push('second', () => ran.push(2));
    await settled();
    expect(ran).toEqual([]);
    turns.begin();
    await settled();
    turns.push('third', () => ran.push(3));
    await settled();
    expect(ran).toEqual([1, 2, 3]);
  });

  it('waits for a turn that takes its time', async () => {
    const { turns, clock } = someTurns();
    const ran: string[] = [];
    const slow: PromiseWithResolvers<void> = Promise.withResolvers();
    turns.begin();
    turns.push('slow', async () => {
      await slow.promise;
      ran.push('slow');
    });
    turns.push('next', () => ran.push('next'));
    await settled();
    expect(ran).toEqual([]);
    slow.resolve();
    await settled();
    expect(ran).toEqual(['slow', 'next']);
    expect(clock.pending).toBe(0);
  });

  it.each([
    [
      'throws',
      () => () => {
        throw new Error('oops');
      },
    ],
    ['rejects', () => () => Promise.reject(new Error('oops'))],
  ])('reports a turn that %s, and goes on', async (_, make) => {
    const { turns, failures } = someTurns();
    let next = false;
    turns.begin();
    turns.push('bad', make());
    turns.push('good', () => (next = true));
    await settled();
    expect(failures).toEqual([['bad', new Error('oops')]]);
    expect(next).toBe(true);
  });

  it('goes on after a minute where a turn never ends', async () => {
    const { turns, clock, failures } = someTurns();
    let next = false;
    turns.begin();
    turns.push('stuck', () => new Promise(() => undefined));
    turns.push('good', () => (next = true));
    await settled();
    clock.advance(59_999);
    await settled();
    expect(next).toBe(false);
    clock.advance(1);
    await settled();
    expect(next).toBe(true);
    expect(failures).toEqual([['stuck', new Error('it has not ended within 60 s')]]);
  });

  it('keeps a thousand, leaves out what is more, and says so once until there is room', async () => {
    const { turns, overflows } = someTurns();
    let count = 0;
    const push = (times: number): void => {
      for (let i = 0; i < times; i += 1) turns.push('count', () => (count += 1));
    };
    push(1005);
    expect(overflows).toHaveLength(1);
    turns.begin();
    await settled();
    expect(count).toBe(1000);
    push(1001);
    expect(overflows).toHaveLength(2);
  });

  it('forgets what waits when it is closed, also out of a turn', async () => {
    const { turns } = someTurns();
    const ran: string[] = [];
    turns.push('last', () => {
      ran.push('last');
      turns.close();
    });
    turns.push('never', () => ran.push('never'));
    turns.begin();
    await settled();
    turns.push('late', () => ran.push('late'));
    await settled();
    expect(ran).toEqual(['last']);
  });
});
