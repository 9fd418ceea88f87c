import { afterEach, describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { byName, speak, spokenLanguage, t } from './translate.ts';

afterEach(() => {
  speak('en', en);
});

describe('messages', () => {
  it('fill in what they are given', () => {
    expect(t('people.menu', { name: 'Ada' })).toBe('Actions for Ada');
  });

  it.each([
    [0, '0 people'],
    [1, '1 person'],
    [7, '7 people'],
  ])('choose the form for %i', (count, text) => {
    expect(t('people.count', { count })).toBe(text);
  });

  it.each(['{{name}}', '$t(app.name)', '<b>Ada</b>', '$1 $& $$'])('take the name %s as it is', (name) => {
    expect(t('people.menu', { name })).toBe(`Actions for ${name}`);
  });

  it('are spoken in another language at once, and in English where it lacks a word', () => {
    // A file that is not complete does not compile; a browser may have an old one.
    speak('de', { 'common.close': 'Schließen' } as unknown as typeof en);
    expect(spokenLanguage()).toBe('de');
    expect(t('common.close')).toBe('Schließen');
    expect(t('people.title')).toBe('People');
  });

  it('order names as the language does', () => {
    speak('es', en);
    expect(['Oto', 'Ñu', 'Nuz', 'Nua'].sort((a, b) => byName.compare(a, b))).toEqual([
      'Nua',
      'Nuz',
      'Ñu',
      'Oto',
    ]);
  });
});
