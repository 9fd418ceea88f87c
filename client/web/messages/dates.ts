import { locale } from './locale.ts';

/**
 * Makes what writes moments, given as milliseconds since the epoch, as the page's language does. The format is made
 * once for each language, because that takes much longer than its use.
 */
export function momentWriter(options: Intl.DateTimeFormatOptions): (at: number) => string {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (at) => {
    const tag = locale();
    const format = formats.get(tag) ?? new Intl.DateTimeFormat(tag, options);
    formats.set(tag, format);
    return format.format(at);
  };
}
