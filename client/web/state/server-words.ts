import { t } from '../messages/translate.ts';
import { displayName } from './participants.ts';

/**
 * What servers tell somebody in English, whatever the page speaks, in the language of the page.
 *
 * @param text - Of a message that no person wrote. Other words of servers stay as they are.
 * @see Galène protocol, "User actions": `identify`.
 */
export function inOwnLanguage(text: string): string {
  const [, name] = /^Your IP address has been communicated to user (.{0,200})\.$/s.exec(text) ?? [];
  return name === undefined ? text : t('people.identified', { name: displayName(name) });
}
