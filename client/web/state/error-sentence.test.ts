import { DeviceError, NotConnected, ServerError } from '@evagore/client';
import { ErrorCode } from '@evagore/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../messages/en/index.ts';
import { LANGUAGES, type Language } from '../messages/languages.ts';
import { speak } from '../messages/translate.ts';
import { loadTranslation } from '../messages/translations.ts';
import { PageProblem, refusalSentence, sentenceOf } from './error-sentence.ts';

const SAID = 'xyzzy went frotz';

afterEach(() => {
  speak('en', en);
});

describe.each(Object.keys(LANGUAGES) as Language[])('a refusal in %s', (language) => {
  it.each(ErrorCode.options.filter((code) => code !== 'group-locked'))(
    'is told without the words of the server: %s',
    async (code) => {
      speak(language, language === 'en' ? en : await loadTranslation(language));
      const sentence = sentenceOf(new ServerError(code, SAID));
      expect(sentence).toMatch(/^\p{Lu}.*[.]$/u);
      expect(sentence).not.toContain(SAID);
      expect(sentence).toBe(refusalSentence(code, SAID));
    },
  );
});

describe('a sentence', () => {
  it.each([
    ['this group is locked', 'The group is locked.'],
    ['this group is locked: back at noon', 'The group is locked: back at noon'],
    ['Back at noon', 'The group is locked: Back at noon'],
  ])('for a lock has the operator’s words: %s', (message, sentence) => {
    expect(sentenceOf(new ServerError('group-locked', message))).toBe(sentence);
  });

  it.each([
    [
      'this group is held at https://b.example/group/x/',
      'The group is held at another address now: https://b.example/group/x/',
    ],
    ['moved', 'The group is held at another address now.'],
  ])('for a group elsewhere says where: %s', (message, sentence) => {
    expect(sentenceOf(new ServerError('group-moved', message))).toBe(sentence);
  });

  it.each([
    ['insecure-page', /https/],
    ['not-supported', /browser cannot/],
    ['device-failed', /could not be opened/],
  ] as const)('for a device that cannot be had is the page’s own: %s', (code, expected) => {
    const sentence = sentenceOf(new DeviceError(code, SAID));
    expect(sentence).toMatch(expected);
    expect(sentence).not.toContain(SAID);
  });

  it('for a lost connection does not tell what the library says', () => {
    expect(sentenceOf(new NotConnected())).toBe(en['error.server-gone']);
  });

  it('for a wrong invitation does not speak of passwords', () => {
    const refusal = new ServerError('not-authorised', SAID);
    expect(sentenceOf(refusal, { invited: true })).toBe(en['error.token']);
    expect(sentenceOf(refusal)).toBe(en['error.not-authorised']);
  });

  it('of the page itself stays as it is', () => {
    expect(sentenceOf(new PageProblem('file-unplayable', '“a.xyz” cannot be played.'))).toBe(
      '“a.xyz” cannot be played.',
    );
  });

  it('for a bug says what is known', () => {
    expect(sentenceOf(new TypeError('x is undefined'))).toBe('That did not work: x is undefined');
    expect(sentenceOf('no')).toBe('That did not work: no');
  });
});
