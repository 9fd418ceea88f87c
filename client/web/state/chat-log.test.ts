import type { ChatMessage } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import {
  cleared,
  continues,
  dayBegun,
  entryOf,
  isLong,
  mayDelete,
  type ChatEntry,
  type WrittenEntry,
} from './chat-log.ts';

const context = { selfId: 'me', nameOf: (id: string) => (id === 'bob' ? 'Bob' : 'Anonymous') };
const aMessage = (fields: Partial<Record<keyof ChatMessage, unknown>> = {}) =>
  ({
    id: 'c1',
    kind: '',
    source: 'ada',
    username: 'Ada',
    time: '2026-11-21T10:00:00Z',
    privileged: false,
    value: 'hello',
    ...fields,
  }) as ChatMessage;
const anEntry = (fields: Partial<WrittenEntry> = {}): WrittenEntry => ({
  id: 'c1',
  kind: 'text',
  source: 'ada',
  name: 'Ada',
  own: false,
  privileged: false,
  time: 0,
  value: 'hello',
  ...fields,
});

describe('an entry', () => {
  it('to everybody has no other side', () => {
    expect(entryOf(aMessage(), context)).not.toHaveProperty('privateWith');
  });

  it('from somebody in private names them', () => {
    expect(entryOf(aMessage({ dest: 'me' }), context)?.privateWith).toEqual({ id: 'ada', name: 'Ada' });
  });

  it('of my own in private names the receiver', () => {
    const entry = entryOf(aMessage({ source: 'me', username: 'Me', dest: 'bob' }), context);
    expect(entry).toMatchObject({ own: true, name: 'Me', privateWith: { id: 'bob', name: 'Bob' } });
  });

  it('is not made of a caption', () => {
    expect(entryOf(aMessage({ kind: 'caption' }), context)).toBeUndefined();
  });

  it('stands under the name of the one before if it came soon after', () => {
    expect(continues(anEntry(), anEntry({ time: 60_000 }))).toBe(true);
    expect(continues(anEntry(), anEntry({ time: 60_001 }))).toBe(false);
    expect(continues(anEntry(), anEntry({ source: 'bob', name: 'Bob' }))).toBe(false);
    expect(continues(anEntry(), anEntry({ privateWith: { id: 'ada', name: 'Ada' } }))).toBe(false);
  });
});

describe('a day', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
  const now = at(21, 12);

  it.each([
    ['today, first', undefined, at(21, 1), undefined],
    ['yesterday, first', undefined, at(20, 23), at(20, 23)],
    ['the same day', at(20, 1), at(20, 23), undefined],
    ['past midnight', at(20, 23), at(21, 0), at(21, 0)],
  ])('begins above a message of %s', (_, before, time, expected) => {
    expect(dayBegun(before, time, now)).toBe(expected);
  });
});

describe('a message', () => {
  it.each([
    ['a word', 'hello', false],
    ['seven hundred characters', 'x'.repeat(700), false],
    ['more', 'x'.repeat(701), true],
    ['twelve lines', 'x\n'.repeat(11), false],
    ['thirteen lines', 'x\n'.repeat(12), true],
  ])('of %s is long: %s', (_, text, long) => {
    expect(isLong(text)).toBe(long);
  });
});

describe('clearing', () => {
  const entries: ChatEntry[] = [
    anEntry({ id: '1' }),
    anEntry({ id: '2', source: 'bob' }),
    anEntry({ id: '3', source: 'bob' }),
    anEntry({ id: 'private', source: 'bob', privateWith: { id: 'bob', name: 'Bob' } }),
    { id: 'local', kind: 'output', lines: [] },
  ];
  const KEPT = ['private', 'local'];
  const ids = (value: unknown) => cleared(entries, value).map((entry) => entry.id);

  it('takes everything', () => {
    expect(ids(undefined)).toEqual(KEPT);
  });
  it('takes what one person wrote', () => {
    expect(ids({ userId: 'bob' })).toEqual(['1', ...KEPT]);
  });
  it('takes one message', () => {
    expect(ids({ id: '2', userId: 'bob' })).toEqual(['1', '3', ...KEPT]);
  });
  it.each([{ id: '2' }, { id: '1', userId: 'bob' }, { id: 7, userId: 'bob' }, 'all', {}, 7])(
    'takes nothing by %j',
    (value) => {
      expect(ids(value)).toHaveLength(entries.length);
    },
  );
});

describe('a message may be deleted', () => {
  it.each([
    ['of one’s own', anEntry({ own: true }), false, true],
    ['of somebody else', anEntry(), false, false],
    ['of somebody else, by an operator', anEntry(), true, true],
    ['in private', anEntry({ own: true, privateWith: { id: 'bob', name: 'Bob' } }), true, false],
    ['of the server', anEntry({ source: undefined }), true, false],
    ['that only oneself sees', { id: 'local 1', kind: 'output', lines: [] }, true, false],
  ] as const)('%s', (_, entry, op, allowed) => {
    expect(mayDelete(entry, { op })).toBe(allowed);
  });
});
