import { beforeEach, describe, expect, it } from 'vitest';
import type { WrittenEntry } from '../state/chat-log.ts';
import { MeetingLog, MOST_ENTRIES } from './meeting-log.ts';

const MINUTE_MS = 60_000;

let now: number;
let log: MeetingLog;

beforeEach(() => {
  now = Date.UTC(2026, 10, 21, 10);
  log = new MeetingLog(() => now);
});

const kept = () => log.getSnapshot().entries.map(({ what }) => what);
const types = () => kept().map(({ type }) => type);

function message(fields: Partial<WrittenEntry> = {}): WrittenEntry {
  return {
    ...{ id: 'm1', kind: 'text', source: 'ada', name: 'Ada', own: false, privileged: false },
    ...{ time: now, value: 'Hello' },
    ...fields,
  };
}

describe('MeetingLog', () => {
  it('keeps what happens in its order, with its time', () => {
    log.add({ type: 'came' });
    now += 5000;
    log.add({ type: 'locked' });
    expect(log.getSnapshot()).toEqual({
      gone: 0,
      entries: [
        { id: 1, at: now - 5000, what: { type: 'came' } },
        { id: 2, at: now, what: { type: 'locked' } },
      ],
    });
  });

  it('tells a reader once of what happens in one turn', async () => {
    let told = 0;
    log.subscribe(() => (told += 1));
    log.add({ type: 'locked' });
    log.add({ type: 'unlocked' });
    await Promise.resolve();
    expect(told).toBe(1);
  });

  it('lets the oldest go when there are too many, and says how many', () => {
    for (let index = 0; index < 3 * MOST_ENTRIES; index += 1) log.add({ type: 'locked' });
    const { entries, gone } = log.getSnapshot();
    expect(entries).toHaveLength(MOST_ENTRIES);
    expect(gone).toBe(2 * MOST_ENTRIES);
    expect(entries[0]?.id).toBe(gone + 1);
  });

  describe('of comings and goings', () => {
    it('names some of those who were there before', () => {
      const names = Array.from({ length: 20 }, (_, index) => `Person ${index + 1}`);
      log.found(names);
      log.found(names.slice(0, 8));
      log.found([]);
      expect(kept()).toEqual([
        { type: 'here', names: names.slice(0, 8), others: 12 },
        { type: 'here', names: names.slice(0, 8), others: 0 },
        { type: 'here', names: [], others: 0 },
      ]);
    });

    it('names everybody in a meeting of thirty', () => {
      log.moved('joined', ['Ada', 'Ben'], 30);
      log.moved('left', ['Ada'], 29);
      expect(kept()).toEqual([
        { type: 'joined', name: 'Ada' },
        { type: 'joined', name: 'Ben' },
        { type: 'left', name: 'Ada' },
      ]);
    });

    it('counts those of a minute in a larger one, where they began, and begins anew after it', () => {
      log.moved('joined', ['Ada', 'Ben'], 31);
      log.add({ type: 'locked' });
      now += MINUTE_MS - 1;
      log.moved('joined', ['Cy'], 32);
      log.moved('left', ['Cy'], 31);
      now += 1;
      log.moved('joined', ['Dee'], 32);
      expect(kept()).toEqual([
        { type: 'crowd', what: 'joined', count: 3 },
        { type: 'locked' },
        { type: 'crowd', what: 'left', count: 1 },
        { type: 'crowd', what: 'joined', count: 1 },
      ]);
    });

    it('says nothing where nobody came', () => {
      log.moved('joined', [], 2);
      log.moved('left', [], 500);
      expect(kept()).toEqual([]);
    });

    it('counts anew where what was counted is not kept any more', () => {
      log.moved('joined', ['Ada'], 100);
      for (let index = 0; index < 2 * MOST_ENTRIES; index += 1) log.add({ type: 'locked' });
      log.moved('joined', ['Ben'], 100);
      expect(kept().at(-1)).toEqual({ type: 'crowd', what: 'joined', count: 1 });
    });
  });

  describe('of the chat', () => {
    it('has messages and answers, but not what is still on its way', () => {
      log.wrote(message(), false);
      log.wrote({ id: 'local 1', kind: 'output', lines: [{ text: 'Done' }] }, false);
      log.wrote({ id: 'local 2', kind: 'problem', lines: [{ text: 'No' }] }, false);
      log.wrote({ id: 'unsent 1', kind: 'unsent', said: '', value: 'x', problem: undefined }, false);
      log.wrote({ id: 'file 1', kind: 'file', file: '1', own: true, time: now }, false);
      expect(types()).toEqual(['message', 'output', 'problem']);
    });

    it('leaves out what was written before one came, but not what was written while one was away', () => {
      log.wrote(message({ id: 'before' }), true);
      log.add({ type: 'came' });
      log.wrote(message({ id: 'before, and told late' }), true);
      now += MINUTE_MS;
      log.wrote(message({ id: 'missed' }), true);
      expect(kept().flatMap((what) => (what.type === 'message' ? what.message.id : []))).toEqual(['missed']);
    });

    it.each([
      ['one message', { userId: 'ada', id: 'm1' }, ['deleted', 'message', 'message', 'message']],
      ['all of somebody', { userId: 'ada' }, ['deleted', 'deleted', 'message', 'message']],
      ['everything', undefined, ['deleted', 'deleted', 'deleted', 'message', 'cleared']],
      ['nothing that is known', { id: 'm1' }, ['message', 'message', 'message', 'message']],
    ])('forgets the text of messages that were taken back: %s', (_, value, left) => {
      log.wrote(message(), false);
      log.wrote(message({ id: 'm2' }), false);
      log.wrote(message({ id: 'm3', source: 'ben', name: 'Ben' }), false);
      log.wrote(message({ id: 'm4', privateWith: { id: 'ada', name: 'Ada' } }), false);
      log.cleared(value);
      expect(types()).toEqual(left);
      const texts = kept()
        .filter(({ type }) => type === 'deleted')
        .map((what) => JSON.stringify(what));
      expect(texts.join()).not.toContain('Hello');
    });
  });

  describe('of notices', () => {
    it.each(['arrivals', 'hand:ada', 'message:ada', 'file', 'mute', 'op', 'present', 'recording', 'unsent'])(
      'leaves out those on “%s”, which it is told of by itself',
      (topic) => {
        log.noticed({ kind: 'info', text: 'Ada joined.' }, topic);
        expect(kept()).toEqual([]);
      },
    );

    it.each(['mute:ada', 'present:ada', 'quality', 'Ada: hello'])('has those on “%s”', (topic) => {
      log.noticed({ kind: 'warning', text: 'Beware' }, topic);
      expect(kept()).toEqual([{ type: 'notice', level: 'warning', text: 'Beware' }]);
    });
  });
});
