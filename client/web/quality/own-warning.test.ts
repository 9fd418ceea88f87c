import { expect, test } from 'vitest';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { warnOfOwnConnection } from './own-warning.ts';
import type { Level } from './reason.ts';

class Own extends SnapshotStore<{ readonly own: Level }> {
  level: Level = 'good';

  /** Resolves when it has been told. */
  async become(level: Level): Promise<void> {
    this.level = level;
    this.changed();
    await Promise.resolve();
  }

  protected build(): { readonly own: Level } {
    return { own: this.level };
  }
}

function watched() {
  const own = new Own();
  const told: string[] = [];
  let now = 0;
  const undo = warnOfOwnConnection(
    own,
    {
      show: (kind, text, topic) => void told.push([kind, topic, text].join(' ')),
      withdraw: (topic) => void told.push(`withdraw ${topic}`),
    },
    () => now,
  );
  return {
    own,
    undo,
    told,
    wait: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

const WARNING = 'warning quality Your connection is poor. Others may not hear and see you well.';

test('a connection that becomes bad is told of once, and taken back when it is good', async () => {
  const { own, told } = watched();
  await own.become('fair');
  expect(told).toEqual(['withdraw quality']);
  await own.become('poor');
  await own.become('poor');
  expect(told.slice(1)).toEqual([WARNING]);
  await own.become('good');
  expect(told.slice(2)).toEqual(['withdraw quality']);
});

test('one that comes and goes is not told of each time', async () => {
  const { own, told, wait } = watched();
  const warnings = () => told.filter((each) => each.startsWith('warning')).length;
  await own.become('poor');
  wait(59);
  await own.become('good');
  await own.become('lost');
  expect(warnings()).toBe(1);
  wait(1);
  await own.become('good');
  await own.become('poor');
  expect(warnings()).toBe(2);
});

test('nothing is told any more after the end', async () => {
  const { own, told, undo } = watched();
  undo();
  await own.become('lost');
  expect(told).toEqual([]);
});
