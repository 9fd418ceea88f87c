import { spokenLanguage } from './translate.ts';

/** The tag by which moments and lists are written: the page's language as the reader's browser has it, as `en-GB`. */
export function locale(): string {
  const language = spokenLanguage();
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  return wanted.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}
