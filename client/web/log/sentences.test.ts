import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../messages/en/index.ts';
import { speak } from '../messages/translate.ts';
import { loadTranslation } from '../messages/translations.ts';
import type { WrittenEntry } from '../state/chat-log.ts';
import { logAsText, logFileName } from './as-text.ts';
import { DEEDS, FACTS, kindOf, LOG_KINDS, RIGHTS, type Happening, type LogEntry } from './happening.ts';
import { matching } from './search.ts';
import { sentenceOf } from './sentences.ts';

afterEach(() => {
  speak('en', en);
});

function message(fields: Partial<WrittenEntry> = {}): Happening {
  return {
    type: 'message',
    message: {
      ...{ id: 'm', kind: 'text', source: 'ada', name: 'Ada', own: false, privileged: false },
      ...{ time: 0, value: 'Hello' },
      ...fields,
    },
  };
}
const BEN = { id: 'ben', name: 'Ben' };

const SAID: readonly (readonly [what: Happening, sentence: string])[] = [
  [{ type: 'joined', name: 'Ada' }, 'Ada joined.'],
  [{ type: 'left', name: '' }, '(nameless) left.'],
  [{ type: 'crowd', what: 'joined', count: 12 }, '12 people joined within a minute.'],
  [{ type: 'hand-raised', name: 'Ada', own: false }, 'Ada raised a hand.'],
  [{ type: 'screen-begun', name: 'Me', own: true }, 'You share a screen.'],
  [{ type: 'line-back', name: 'Ada', own: false }, 'Ada is back.'],
  [message(), 'Ada: Hello'],
  [message({ own: true, name: 'Me' }), 'You: Hello'],
  [message({ kind: 'me', value: 'waves' }), 'Ada waves'],
  [message({ privateWith: { id: 'ada', name: 'Ada' } }), 'Ada, to you only: Hello'],
  [message({ own: true, privateWith: BEN }), 'You, to Ben only: Hello'],
  [{ type: 'deleted', name: 'Ada', own: false }, 'A message of Ada was deleted.'],
  [{ type: 'caption', name: 'Ada', text: 'Good morning' }, 'Caption, Ada: Good morning'],
  [
    {
      type: 'output',
      lines: [
        { term: '/help', text: 'Show' },
        { text: 'For Ben', link: 'https://x.example/' },
      ],
    },
    'Answer: /help: Show\nFor Ben\nhttps://x.example/',
  ],
  [{ type: 'problem', lines: [{ text: 'Nobody is called Cy.' }] }, 'Not done: Nobody is called Cy.'],
  [{ type: 'transfer', name: 'Ben', file: 'a.txt', own: true }, 'You offered Ben the file “a.txt”.'],
  [{ type: 'transfer', name: 'Ben', file: 'a.txt', own: false }, 'Ben wants to send you “a.txt”.'],
  [{ type: 'transfer-done', name: 'Ben', file: 'a.txt', own: true }, 'Ben has received “a.txt”.'],
  [{ type: 'transfer-done', name: 'Ben', file: 'a.txt', own: false }, '“a.txt” from Ben has arrived.'],
  [
    { type: 'transfer-failed', name: 'Ben', file: 'a.txt', own: true, end: { why: 'rejected' } },
    '“a.txt” has not reached Ben. Ben did not want it.',
  ],
  [
    {
      type: 'transfer-failed',
      name: 'Ben',
      file: 'a.txt',
      own: false,
      end: { why: 'failed', said: 'No room' },
    },
    '“a.txt” from Ben has not arrived. It failed: “No room”',
  ],
  [{ type: 'here', names: [], others: 0 }, 'Nobody else was here.'],
  [{ type: 'here', names: ['Ada', 'Ben'], others: 0 }, 'Already here: Ada and Ben.'],
  [{ type: 'here', names: ['Ada'], others: 12 }, 'Already here: Ada and 12 others.'],
  [{ type: 'cleared' }, 'The chat was cleared.'],
  [{ type: 'muted', name: 'Dee' }, 'Dee muted you.'],
  [{ type: 'right', right: 'op', gained: true }, 'You are an operator now.'],
  [{ type: 'right', right: 'message', gained: false }, 'You may not write any more.'],
  [{ type: 'notice', level: 'warning', text: 'Dee: Quiet, please' }, 'Warning: Dee: Quiet, please'],
];

describe('sentenceOf', () => {
  it.each(SAID)('says %j', (what, sentence) => {
    expect(sentenceOf(what)).toBe(sentence);
  });

  it('says something of everything, in the language that is spoken when it is asked', async () => {
    const all: readonly Happening[] = [
      ...SAID.map(([what]) => what),
      ...FACTS.map((type) => ({ type })),
      ...DEEDS.flatMap((type) => [true, false].map((own) => ({ type, name: 'Ada', own }))),
      ...RIGHTS.flatMap((right) =>
        [true, false].map((gained) => ({ type: 'right' as const, right, gained })),
      ),
      { type: 'stop', at: 0, why: '' },
      { type: 'stop', at: 0, why: 'Upgrade' },
      { type: 'deleted', name: 'Me', own: true },
      { type: 'unsent', problem: 'No.' },
    ];
    const english = all.map(sentenceOf);
    expect(english.filter((sentence) => sentence === '' || sentence.startsWith('log.'))).toEqual([]);
    speak('de', await loadTranslation('de'));
    const german = all.map(sentenceOf);
    const own = new Set(['Ada: Hello', 'Ada waves']);
    expect(english.filter((sentence, index) => sentence === german[index] && !own.has(sentence))).toEqual([]);
  });
});

const at = new Date(2026, 10, 21, 9, 5).getTime();
const entries: readonly LogEntry[] = SAID.map(([what], id) => ({ id, at, what }));

describe('matching', () => {
  it('gives the very same list where nothing is asked for', () => {
    expect(matching(entries, { kind: undefined, text: ' ' })).toBe(entries);
  });

  it.each(LOG_KINDS)('finds the kind “%s”, and nothing else', (kind) => {
    const found = matching(entries, { kind, text: '' });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ what }) => kindOf(what) === kind)).toBe(true);
  });

  it('finds words in what is read, in any case', () => {
    const found = matching(entries, { kind: undefined, text: 'YOU ONLY' });
    expect(found.map(({ what }) => sentenceOf(what))).toEqual(['Ada, to you only: Hello']);
    expect(matching(entries, { kind: 'people', text: 'you only' })).toEqual([]);
  });
});

describe('a log as text', () => {
  it('has a line for each entry, with its time, and what goes on below its text', () => {
    const what: Happening = { type: 'output', lines: [{ text: 'One' }, { text: 'Two' }] };
    expect(logAsText([...entries.slice(0, 1), { id: 9, at, what }])).toBe(
      '09:05 Ada joined.\n09:05 Answer: One\n      Two\n',
    );
  });

  it.each([
    ['Monday meeting', 'Monday-meeting-2026-11-21.txt'],
    ['physics/lab: “α”', 'physics-lab-α-2026-11-21.txt'],
    ['../..', '2026-11-21.txt'],
    ['x'.repeat(500), `${'x'.repeat(80)}-2026-11-21.txt`],
  ])('of “%s” is a file by the name of %s', (title, name) => {
    expect(logFileName(title, at)).toBe(name);
  });
});
