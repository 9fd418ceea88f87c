import { afterEach, describe, expect, it } from 'vitest';
import { momentWriter } from './dates.ts';
import { en } from './en/index.ts';
import { speak } from './translate.ts';

afterEach(() => {
  speak('en', en);
});

describe('moments', () => {
  it('are written in the language that the page speaks now', () => {
    const day = momentWriter({ weekday: 'long', month: 'long', timeZone: 'UTC' });
    const at = Date.UTC(2026, 11, 24);
    expect(day(at)).toContain('December');
    speak('de', en);
    expect(day(at)).toContain('Dezember');
    speak('fr', en);
    expect(day(at)).toContain('décembre');
  });
});
