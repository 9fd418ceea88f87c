import { ServerError } from '@evagore/client';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { Waiting, type WaitingWorld } from './waiting.ts';
import { MOST_ATTEMPTS } from './waiting-rule.ts';

/** Longer than anybody waits unasked. */
const LONG_MS = 86_400_000;

class FakeWorld extends FakeClock implements WaitingWorld {
  readonly random = () => 0.5;

  constructor() {
    super(1_000_000);
  }
}

const noOperator = new ServerError('no-operator', 'nobody is there');

describe('waiting to get in', () => {
  it('tries again by itself until it is let in', async () => {
    const clock = new FakeWorld();
    const answers = [{ again: noOperator }, { again: noOperator }, 'done' as const];
    let attempts = 0;
    const waiting = new Waiting(() => Promise.resolve(answers[attempts++] ?? 'done'), noOperator, clock);
    expect(waiting.getSnapshot()).toEqual({
      phase: 'waiting',
      nextAt: clock.now() + 5000,
      refusal: noOperator,
    });
    await clock.pass(LONG_MS);
    expect(attempts).toBe(3);
  });

  it('waits for the time that the server names', () => {
    const clock = new FakeWorld();
    const refusal = new ServerError('group-not-open', 'later', { possibleFrom: clock.now() + 60_000 });
    const waiting = new Waiting(() => Promise.resolve('done'), refusal, clock);
    expect(waiting.getSnapshot().nextAt - clock.now()).toBe(61_500);
  });

  it('does not try twice at once', async () => {
    const clock = new FakeWorld();
    const gate = Promise.withResolvers<'done'>();
    let attempts = 0;
    const waiting = new Waiting(
      () => {
        attempts += 1;
        return gate.promise;
      },
      noOperator,
      clock,
    );
    const first = waiting.tryNow();
    void waiting.tryNow();
    expect(waiting.getSnapshot().phase).toBe('trying');
    expect(clock.pending).toBe(0);
    gate.resolve('done');
    await first;
    expect(attempts).toBe(1);
  });

  it('gives up after a long time, and begins anew when it is asked to', async () => {
    const clock = new FakeWorld();
    let attempts = 0;
    const waiting = new Waiting(
      () => {
        attempts += 1;
        return Promise.resolve({ again: noOperator });
      },
      noOperator,
      clock,
    );
    await clock.pass(LONG_MS);
    expect(attempts).toBe(MOST_ATTEMPTS - 1);
    expect(waiting.getSnapshot().phase).toBe('over');
    await waiting.tryNow();
    expect(waiting.getSnapshot().phase).toBe('waiting');
    waiting.close();
  });

  it('stops when it is cancelled, even in the middle of an attempt', async () => {
    const clock = new FakeWorld();
    const gate = Promise.withResolvers<{ again: unknown }>();
    const waiting = new Waiting(() => gate.promise, noOperator, clock);
    const attempt = waiting.tryNow();
    waiting.close();
    gate.resolve({ again: noOperator });
    await attempt;
    expect(clock.pending).toBe(0);
    await waiting.tryNow();
    expect(clock.pending).toBe(0);
  });
});
