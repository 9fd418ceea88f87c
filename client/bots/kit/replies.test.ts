import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { TooManyReplies } from './failures.ts';
import { Replies } from './replies.ts';

function someReplies(perMinute = 2) {
  const clock = new FakeClock();
  const reached: string[] = [];
  const replies = new Replies({ perMinute, now: clock.now, reached: (who) => reached.push(who) });
  const answer = (who: string | undefined): void => {
    replies.during(who, () => {
      replies.count();
    });
  };
  return { replies, clock, reached, answer };
}

describe('Replies', () => {
  it('limits what one member gets in a minute, and says so once', () => {
    const { clock, reached, answer } = someReplies();
    answer('bob');
    answer('bob');
    expect(() => {
      answer('bob');
    }).toThrow(TooManyReplies);
    expect(() => {
      answer('bob');
    }).toThrow(TooManyReplies);
    expect(reached).toEqual(['bob']);
    answer('ada');
    clock.advance(60_000);
    answer('bob');
  });

  it('does not count what answers nobody', () => {
    const { replies, answer } = someReplies();
    for (let i = 0; i < 100; i += 1) {
      answer(undefined);
      replies.count();
    }
  });

  it('counts what a handler says after it waited', async () => {
    const { replies } = someReplies(0);
    const answering = replies.during('bob', async () => {
      await new Promise(setImmediate);
      replies.count();
    });
    await expect(answering).rejects.toThrow(TooManyReplies);
  });

  it('remembers a thousand, and forgets the one that it counted longest', () => {
    const { answer } = someReplies(1);
    for (let i = 0; i < 1000; i += 1) answer(i.toString());
    answer('one more');
    answer('0');
    expect(() => {
      answer('999');
    }).toThrow(TooManyReplies);
  });
});
