import { t, type MessageKey } from '../messages/translate.ts';

/** Keys that bear a name; all others bear what they write. By `KeyboardEvent.key`. */
const NAMES = {
  ' ': 'key.space',
  Control: 'key.control',
  End: 'key.end',
  Enter: 'key.enter',
  Escape: 'key.escape',
  Home: 'key.home',
  PageDown: 'key.page-down',
  PageUp: 'key.page-up',
  Shift: 'key.shift',
  Tab: 'key.tab',
} as const satisfies Record<string, MessageKey>;

/** What opens the palette. */
export const PALETTE_KEYS: readonly string[] = ['Control', 'k'];

/** A key as it stands on the reader's keyboard. Computers by Apple have another key than Control for what others do with it. */
export function capOf(key: string, apple = isApple(navigator.userAgent)): string {
  if (key === 'Control' && apple) return t('key.command');
  return isNamed(key) ? t(NAMES[key]) : key.toUpperCase();
}

/** Keys that are pressed together, in a line. */
export function capsOf(keys: readonly string[], apple?: boolean): string {
  return keys.map((key) => capOf(key, apple)).join(' ');
}

/** @param userAgent - As browsers call themselves; that of an iPad speaks of a Macintosh, too. */
export function isApple(userAgent: string): boolean {
  return /Macintosh|iPhone|iPad/.test(userAgent);
}

function isNamed(key: string): key is keyof typeof NAMES {
  return Object.hasOwn(NAMES, key);
}
