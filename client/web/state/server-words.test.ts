import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../messages/en/index.ts';
import { speak } from '../messages/translate.ts';
import { loadTranslation } from '../messages/translations.ts';
import { inOwnLanguage } from './server-words.ts';

afterEach(() => {
  speak('en', en);
});

describe('what a server tells in English', () => {
  it.each([
    ['Ada', 'Ada hat Ihre IP-Adresse erfahren.'],
    ['Dr. Jekyll', 'Dr. Jekyll hat Ihre IP-Adresse erfahren.'],
  ])('about the IP address, which %s knows now, is told in the language of the page', async (name, told) => {
    speak('de', await loadTranslation('de'));
    expect(inOwnLanguage(`Your IP address has been communicated to user ${name}.`)).toBe(told);
  });

  it('about somebody without a name says so', () => {
    expect(inOwnLanguage('Your IP address has been communicated to user .')).toBe(
      `${en['people.anonymous']} got to know your IP address.`,
    );
  });

  it.each(['Write to disk failed', 'PS: Your IP address has been communicated to user Ada.'])(
    'otherwise stays as it is: %s',
    (text) => {
      expect(inOwnLanguage(text)).toBe(text);
    },
  );
});
