import type { FIRST_LANGUAGE, Language } from './languages.ts';
import type { Texts } from './translate.ts';

/** Where the texts of each language come from; they are fetched when somebody wants to read them. */
const TRANSLATIONS = {
  de: async () => (await import('./de/index.ts')).de,
  fr: async () => (await import('./fr/index.ts')).fr,
  es: async () => (await import('./es/index.ts')).es,
} as const satisfies Record<Exclude<Language, typeof FIRST_LANGUAGE>, () => Promise<Texts>>;

export type Translation = keyof typeof TRANSLATIONS;

/** Fetches the texts of a language. @throws Error where the server cannot be reached. */
export function loadTranslation(language: Translation): Promise<Texts> {
  return TRANSLATIONS[language]();
}
