import { locale } from './locale.ts';

/** Things as the page's language lists them: "a, b and c". */
export function listText(things: readonly string[]): string {
  return new Intl.ListFormat(locale()).format(things);
}
