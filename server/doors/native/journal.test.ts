import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';

function aJournal(messages: readonly string[], limits = { maxMessages: 100, maxLength: 1000 }): Journal {
  const journal = new Journal(limits);
  for (const message of messages) journal.add(message);
  return journal;
}

describe('Journal', () => {
  it('gives what came after so many messages', () => {
    const journal = aJournal(['a', 'b', 'c']);
    expect(journal.count).toBe(3);
    expect(journal.since(0)).toEqual(['a', 'b', 'c']);
    expect(journal.since(2)).toEqual(['c']);
    expect(journal.since(3)).toEqual([]);
  });

  it('knows nothing of the future', () => {
    expect(aJournal(['a']).since(2)).toBeUndefined();
  });

  it('forgets what was read, and cannot give it any more', () => {
    const journal = aJournal(['a', 'b', 'c']);
    journal.forget(2);
    expect(journal.since(1)).toBeUndefined();
    expect(journal.since(2)).toEqual(['c']);
    journal.forget(1);
    expect(journal.since(2)).toEqual(['c']);
  });

  it('takes no promise to have read what was not written', () => {
    const journal = aJournal(['a']);
    journal.forget(1_000_000);
    journal.add('b');
    expect(journal.since(1)).toEqual(['b']);
  });

  it.each([
    ['messages', { maxMessages: 2, maxLength: 1000 }],
    ['length', { maxMessages: 100, maxLength: 2 }],
  ])('drops the oldest beyond its limit of %s, and says so', (_, limits) => {
    const journal = aJournal(['a', 'b'], limits);
    expect(journal.add('c')).toBe(false);
    expect(journal.since(0)).toBeUndefined();
    expect(journal.since(1)).toEqual(['b', 'c']);
  });

  it('keeps nothing of a message that is longer than all it may keep', () => {
    const journal = aJournal([], { maxMessages: 10, maxLength: 3 });
    expect(journal.add('long')).toBe(false);
    expect(journal.since(1)).toEqual([]);
  });

  it('is the same as a list that is cut off at its start', () => {
    const steps = fc.array(
      fc.oneof(fc.record({ add: fc.string({ maxLength: 4 }) }), fc.record({ forget: fc.nat(300) })),
      {
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(steps, (sequence) => {
        const journal = new Journal({ maxMessages: 1000, maxLength: 10_000 });
        const all: string[] = [];
        let forgotten = 0;
        for (const step of sequence) {
          if ('add' in step) {
            journal.add(step.add);
            all.push(step.add);
          } else {
            journal.forget(step.forget);
            forgotten = Math.max(forgotten, Math.min(step.forget, all.length));
          }
        }
        expect(journal.since(forgotten)).toEqual(all.slice(forgotten));
        if (forgotten > 0) expect(journal.since(forgotten - 1)).toBeUndefined();
      }),
    );
  });
});
