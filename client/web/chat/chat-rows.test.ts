import { describe, expect, it } from 'vitest';
import type { ChatEntry, WrittenEntry } from '../state/chat-log.ts';
import { ChatRows } from './chat-rows.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-11-21T12:00:00');

const said = (id: string, fields: Partial<WrittenEntry> = {}): WrittenEntry => ({
  ...{ id, kind: 'text', source: 'ada', name: 'Ada', own: false, privileged: false },
  ...{ time: NOON, value: 'hello' },
  ...fields,
});
const printed = (id: string): ChatEntry => ({ id, kind: 'output', lines: [{ text: 'done' }] });

function aLog() {
  const looked: string[] = [];
  const rows = new ChatRows({
    openedAt: NOON,
    isMentioned: ({ id, value }) => {
      looked.push(id);
      return value.includes('Ben');
    },
  });
  return { rows, looked };
}

describe('a row', () => {
  it('stands under the one before, where that is of the same breath', () => {
    const { rows } = aLog();
    const entries = [
      said('a'),
      said('b'),
      printed('c'),
      said('d'),
      said('e', { source: 'eve', name: 'Eve' }),
    ];
    expect(rows.of(entries).map(({ continued }) => continued)).toEqual([false, true, false, false, false]);
  });

  it('begins a day where the last with a time was on another', () => {
    const { rows } = aLog();
    const entries = [said('a', { time: NOON - DAY_MS }), printed('b'), said('c'), said('d')];
    expect(rows.of(entries).map(({ day }) => day)).toEqual([NOON - DAY_MS, undefined, NOON, undefined]);
  });

  it('is marked where it names the reader, but not what the reader wrote', () => {
    const { rows } = aLog();
    const entries = [said('a', { value: 'Ben?' }), said('b', { value: 'I am Ben', own: true }), said('c')];
    expect(rows.of(entries).map(({ mentioned }) => mentioned)).toEqual([true, false, false]);
  });
});

describe('a thousand rows', () => {
  const entries = Array.from({ length: 1000 }, (_, index) => said(index.toString()));

  it('are looked at once, however often they are asked for', () => {
    const { rows, looked } = aLog();
    const first = rows.of(entries);
    const again = rows.of([...entries]);
    expect(looked).toHaveLength(1000);
    expect(again.every((row, index) => row === first[index])).toBe(true);
  });

  it('stay the same when one comes', () => {
    const { rows, looked } = aLog();
    const first = rows.of(entries);
    const more = rows.of([...entries, said('new')]);
    expect(looked).toHaveLength(1001);
    expect(more.filter((row, index) => row !== first[index])).toHaveLength(1);
  });

  it('stay the same when one goes, but for the one below it', () => {
    const { rows, looked } = aLog();
    const first = new Set(rows.of(entries));
    const fewer = rows.of(entries.filter(({ id }) => id !== '500'));
    expect(looked).toHaveLength(1000);
    expect(fewer.filter((row) => !first.has(row)).map(({ entry }) => entry.id)).toEqual(['501']);
  });
});
