import { describe, expect, it } from 'vitest';
import { t } from './translate.ts';

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
});
