import { describe, expect, it } from 'vitest';
import { languageFor } from './languages.ts';

describe('languageFor', () => {
  it.each([
    [['de'], 'de'],
    [['de-CH', 'fr'], 'de'],
    [['FR-ca'], 'fr'],
    [['nl', 'es-419', 'en'], 'es'],
    [['nl', 'sv'], 'en'],
    [[], 'en'],
    [['constructor', ''], 'en'],
  ])('%j is served in %s', (wanted, language) => {
    expect(languageFor(wanted)).toBe(language);
  });
});
