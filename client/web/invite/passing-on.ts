import { t } from '../messages/translate.ts';

/** Ways of passing an address on to somebody else. */

/** Whether the system can hand a link to another application. */
export function canPassOn(link: string): boolean {
  return 'share' in navigator && navigator.canShare({ url: link });
}

/** Lets the person choose an application which gets the link. Whoever changes their mind has done nothing wrong. */
export async function passOn(link: string, title: string): Promise<void> {
  await navigator.share({ url: link, title: t('invite.share.title', { title }) }).catch(() => undefined);
}
