/** The languages that the page speaks, with their own names for themselves. */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
} as const;

export type Language = keyof typeof LANGUAGES;

/** The one that the page begins with, and falls back to. */
export const FIRST_LANGUAGE = 'en' satisfies Language;

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

/**
 * The language for somebody who would like these, best first.
 *
 * @param wanted - Language tags as in `navigator.languages`: `de-CH`, `fr`.
 */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(primary)) return primary;
  }
  return FIRST_LANGUAGE;
}
