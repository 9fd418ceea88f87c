import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { LANGUAGES } from './languages.ts';
import { loadTranslation, type Translation } from './translations.ts';

const others = Object.keys(LANGUAGES).filter((language) => language !== 'en') as Translation[];

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
/** Elements that a text may have, such as `/help` and keys. */
const commands = (text: string) => (text.match(/(?<![\w/])\/[a-z]+(?:-[a-z]+)?\b/g) ?? []).sort();

describe.each(others)('the texts in %s', (language) => {
  it('are all there, and no others', async () => {
    const texts = await loadTranslation(language);
    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
  });

  it('fill in what the English ones do', async () => {
    const texts = await loadTranslation(language);
    const wrong = Object.entries(en).filter(([key, text]) => {
      const other = texts[key as keyof typeof en];
      // "One message" may do without its number.
      const wanted = placeholders(text).filter((each) => !key.endsWith('_one') || each !== '{{count}}');
      const given = placeholders(other).filter((each) => !key.endsWith('_one') || each !== '{{count}}');
      return wanted.join() !== given.join() || commands(text).join() !== commands(other).join();
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it('are translated', async () => {
    const texts = await loadTranslation(language);
    // Names, numbers and words that the languages share stay; a sentence does not.
    const same = Object.entries(en).filter(
      ([key, text]) => text === texts[key as keyof typeof en] && text.split(' ').length > 3,
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it('are well-kept', async () => {
    const texts = await loadTranslation(language);
    const untidy = Object.entries(texts).filter(
      ([, text]) => text.trim() !== text || text === '' || /\.\.\.|"|(?<=\p{L})'(?=\p{L})| {2}/u.test(text),
    );
    expect(untidy.map(([key]) => key)).toEqual([]);
  });
});
