import { describe, expect, it } from 'vitest';
import { settled } from '../../core/testing/fakes.ts';
import { Serial } from './serial.ts';

/** Tasks that say when they begin and end, and that end when a test wants it. */
class Tasks {
  readonly log: string[] = [];
  readonly #ends = new Map<string, () => void>();

  task(name: string): () => Promise<void> {
    return async () => {
      this.log.push(`${name} begins`);
      await new Promise<void>((resolve) => this.#ends.set(name, resolve));
      this.log.push(`${name} ends`);
    };
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await settled();
  }
}

function unexpected(error: unknown): void {
  throw error;
}

describe('Serial', () => {
  it('runs one task at a time, in order', async () => {
    const tasks = new Tasks();
    const serial = new Serial(10, unexpected);
    for (const name of ['a', 'b', 'c']) serial.push(tasks.task(name));
    expect(tasks.log).toEqual(['a begins']);
    await tasks.end('a');
    await tasks.end('b');
    expect(tasks.log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins']);
  });

  it('runs a task that comes after all others have ended', async () => {
    const tasks = new Tasks();
    const serial = new Serial(10, unexpected);
    serial.push(tasks.task('a'));
    await tasks.end('a');
    serial.push(tasks.task('b'));
    expect(tasks.log.at(-1)).toBe('b begins');
  });

  it('reports a task that fails, and runs the next', async () => {
    const errors: unknown[] = [];
    const tasks = new Tasks();
    const serial = new Serial(10, (error) => errors.push(error));
    const broken = new Error('broken');
    serial.push(() => Promise.reject(broken));
    serial.push(() => {
      throw broken;
    });
    serial.push(tasks.task('a'));
    await settled();
    expect(errors).toEqual([broken, broken]);
    expect(tasks.log).toEqual(['a begins']);
  });

  it('refuses a task when too many wait, the running one not counted', async () => {
    const tasks = new Tasks();
    const serial = new Serial(2, unexpected);
    const accepted = ['a', 'b', 'c', 'd'].map((name) => serial.push(tasks.task(name)));
    expect(accepted).toEqual([true, true, true, false]);
    await tasks.end('a');
    expect(serial.push(tasks.task('e'))).toBe(true);
  });

  it('forgets what waits when it is closed, and takes nothing more', async () => {
    const tasks = new Tasks();
    const serial = new Serial(10, unexpected);
    serial.push(tasks.task('a'));
    serial.push(tasks.task('b'));
    serial.close();
    serial.close();
    expect(serial.push(tasks.task('c'))).toBe(false);
    await tasks.end('a');
    expect(tasks.log).toEqual(['a begins', 'a ends']);
  });
});
