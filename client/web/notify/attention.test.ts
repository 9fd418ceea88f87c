import { describe, expect, it } from 'vitest';
import { arrivalSentence, attentionFor, mentions, type Circumstances, type Happening } from './attention.ts';
import { NotificationChoice } from './notification-choice.ts';

const choice = NotificationChoice.parse({ desktop: true });
const inSight = {
  people: 3,
  hidden: false,
  reading: false,
  operator: false,
  ownName: 'Ada Lovelace',
  choice,
};
const away: Circumstances = { ...inSight, hidden: true };

const joined = (...names: string[]): Happening => ({ type: 'arrivals', joined: names, left: [] });
const left = (...names: string[]): Happening => ({ type: 'arrivals', joined: [], left: names });
const wrote = (text: string, isPrivate = false): Happening => ({
  type: 'message',
  from: 'Ben',
  text,
  isPrivate,
});

describe('who comes and goes', () => {
  it.each([
    ['a few', 8, { sound: 'join', notice: 'Ben joined.' }],
    ['a class', 9, { notice: 'Ben joined.' }],
    ['thirty', 30, { notice: 'Ben joined.' }],
    ['more', 31, {}],
  ])('is told by sound and notice among %s', (_, people, expected) => {
    expect(attentionFor(joined('Ben'), { ...inSight, people })).toEqual(expected);
  });

  it('is told as was chosen', () => {
    expect(attentionFor(left('Ben'), inSight)).toEqual({ sound: 'leave', notice: 'Ben left.' });
    const quiet = { ...choice, arrivals: false, sounds: [] };
    expect(attentionFor(left('Ben'), { ...inSight, choice: quiet })).toEqual({});
  });

  it('is told in one sentence each', () => {
    const both: Happening = { type: 'arrivals', joined: ['Ben', 'Cleo', 'Dora'], left: ['Eve', 'Flo'] };
    expect(attentionFor(both, inSight).notice).toBe('Ben and 2 others joined. Eve and Flo left.');
    expect(arrivalSentence('joined', [])).toBe('');
  });
});

describe('a message', () => {
  it('is read out but not shown twice while the chat is open', () => {
    expect(attentionFor(wrote('hello'), { ...inSight, reading: true })).toEqual({ spoken: 'Ben: hello' });
  });

  it('makes a sound while the chat is closed or the page out of sight', () => {
    expect(attentionFor(wrote('hello'), inSight)).toEqual({ sound: 'message', spoken: 'Ben: hello' });
    expect(attentionFor(wrote('hello'), { ...away, reading: true }).sound).toBe('message');
  });

  it.each([
    ['in private', wrote('psst', true), 'Ben, in private: psst'],
    ['that names me', wrote('ask ada lovelace!'), 'Ben: ask ada lovelace!'],
  ])('%s gets a notice while the chat is closed', (_, message, notice) => {
    expect(attentionFor(message, inSight)).toEqual({ sound: 'message', notice });
    expect(attentionFor(message, { ...inSight, reading: true })).not.toHaveProperty('notice');
  });

  it('of great length is quoted in part', () => {
    const { notice = '' } = attentionFor(wrote('long '.repeat(100), true), inSight);
    expect(notice.length).toBeLessThan(200);
    expect(notice.endsWith('…')).toBe(true);
  });
});

describe('the system’s own notifications', () => {
  it.each([
    ['a private message', wrote('psst', true), { title: 'Private message from Ben', body: 'psst' }],
    ['a mention', wrote('Ada Lovelace?'), { title: 'Ben mentioned you', body: 'Ada Lovelace?' }],
    ['another message', wrote('hello'), undefined],
    ['somebody who comes', joined('Ben'), undefined],
  ])('tell of %s as they should', (_, happening, desktop) => {
    expect(attentionFor(happening, away).desktop).toEqual(desktop);
    expect(attentionFor(happening, inSight).desktop).toBeUndefined();
    const off = { ...away, choice: { ...choice, desktop: false } };
    expect(attentionFor(happening, off).desktop).toBeUndefined();
    const none = { ...away, choice: { ...choice, desktopTopics: [] } };
    expect(attentionFor(happening, none).desktop).toBeUndefined();
  });

  it('tell operators of raised hands', () => {
    const hand = { type: 'hand', name: 'Ben' } as const;
    expect(attentionFor(hand, away).desktop).toBeUndefined();
    expect(attentionFor(hand, { ...away, operator: true }).desktop?.title).toBe('Ben raised a hand');
  });
});

describe('a file that is offered', () => {
  const file = { type: 'file', from: 'Ben', file: 'notes.txt' } as const;
  const sentence = 'Ben wants to send you “notes.txt”.';

  it('is noticed, and only read out where its card is in sight', () => {
    expect(attentionFor(file, inSight)).toEqual({ sound: 'message', notice: sentence });
    expect(attentionFor(file, { ...inSight, reading: true })).toEqual({ spoken: sentence });
    expect(attentionFor(file, away).desktop).toEqual({ title: 'Ben sends you a file', body: 'notes.txt' });
  });
});

describe('a raised hand', () => {
  const hand = { type: 'hand', name: 'Ben' } as const;

  it('is told to all but those in a large meeting, whose list shows it', () => {
    expect(attentionFor(hand, inSight)).toEqual({ sound: 'hand', notice: 'Ben raised a hand.' });
    expect(attentionFor(hand, { ...inSight, people: 31 })).toEqual({ sound: 'hand' });
  });
});

describe('a name', () => {
  it.each([
    ['Ada, are you there?', 'Ada', true],
    ['@ada please', 'Ada', true],
    ['adamant', 'Ada', false],
    ['Nevada', 'Ada', false],
    ['ask  Ada   Lovelace', 'Ada Lovelace', true],
    ['what about Zoë?', 'Zoë', true],
    ['Zoëtrope', 'Zoë', false],
    ['C++ is hard', 'C++', true],
    ['a b c', 'a', false],
    ['anything', '', false],
  ])('in “%s”: %s is %s', (text, name, expected) => {
    expect(mentions(text, name)).toBe(expected);
  });
});
