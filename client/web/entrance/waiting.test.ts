import { ServerError } from '@evagore/client';
import { describe, expect, it } from 'vitest';
import { Waiting, type WaitingWorld } from './waiting.ts';
import { MOST_ATTEMPTS } from './waiting-rule.ts';

/** A clock whose tasks run when a test says so. */
class HandClock implements WaitingWorld {
  at = 1_000_000;
  readonly tasks = new Set<{ at: number; run: () => void }>();
  readonly now = () => this.at;
  readonly random = () => 0.5;

  after(delayMs: number, run: () => void): () => void {
    const task = { at: this.at + delayMs, run };
    this.tasks.add(task);
    return () => this.tasks.delete(task);
  }

  /** Lets the next task be due. @returns whether there was one. */
  async next(): Promise<boolean> {
    const [task] = [...this.tasks].sort((a, b) => a.at - b.at);
    if (task === undefined) return false;
    this.tasks.delete(task);
    this.at = task.at;
    task.run();
    await Promise.resolve();
    await Promise.resolve();
    return true;
  }
}

const noOperator = new ServerError('no-operator', 'nobody is there');

describe('waiting to get in', () => {
  it('tries again by itself until it is let in', async () => {
    const clock = new HandClock();
    const answers = [{ again: noOperator }, { again: noOperator }, 'done' as const];
    let attempts = 0;
    const waiting = new Waiting(() => Promise.resolve(answers[attempts++] ?? 'done'), noOperator, clock);
    expect(waiting.getSnapshot()).toEqual({
      phase: 'waiting',
      nextAt: clock.at + 5000,
      refusal: noOperator,
    });
    while (await clock.next());
    expect(attempts).toBe(3);
  });

  it('waits for the time that the server names', () => {
    const clock = new HandClock();
    const refusal = new ServerError('group-not-open', 'later', { possibleFrom: clock.at + 60_000 });
    const waiting = new Waiting(() => Promise.resolve('done'), refusal, clock);
    expect(waiting.getSnapshot().nextAt - clock.at).toBe(61_500);
  });

  it('does not try twice at once', async () => {
    const clock = new HandClock();
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
    expect(clock.tasks.size).toBe(0);
    gate.resolve('done');
    await first;
    expect(attempts).toBe(1);
  });

  it('gives up after a long time, and begins anew when it is asked to', async () => {
    const clock = new HandClock();
    let attempts = 0;
    const waiting = new Waiting(
      () => {
        attempts += 1;
        return Promise.resolve({ again: noOperator });
      },
      noOperator,
      clock,
    );
    while (await clock.next());
    expect(attempts).toBe(MOST_ATTEMPTS - 1);
    expect(waiting.getSnapshot().phase).toBe('over');
    await waiting.tryNow();
    expect(waiting.getSnapshot().phase).toBe('waiting');
    waiting.close();
  });

  it('stops when it is cancelled, even in the middle of an attempt', async () => {
    const clock = new HandClock();
    const gate = Promise.withResolvers<{ again: unknown }>();
    const waiting = new Waiting(() => gate.promise, noOperator, clock);
    const attempt = waiting.tryNow();
    waiting.close();
    gate.resolve({ again: noOperator });
    await attempt;
    expect(clock.tasks.size).toBe(0);
    await waiting.tryNow();
    expect(await clock.next()).toBe(false);
  });
});
