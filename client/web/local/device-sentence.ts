import { t } from '../messages/translate.ts';
import { codeOf, sentenceOf } from '../state/error-sentence.ts';

/** Browsers differ in where a permission is given back. */
export type BrowserKind = 'chrome' | 'firefox' | 'safari' | 'ios' | 'android' | 'other';

/** @param userAgent - As `navigator.userAgent`. */
export function browserOf(userAgent: string): BrowserKind {
  // The order matters: all of them on iOS are Safari inside, and everything calls itself Safari.
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (userAgent.includes('Firefox/')) return 'firefox';
  if (userAgent.includes('Android')) return 'android';
  if (/Chrome\/|Chromium\//.test(userAgent)) return 'chrome';
  return userAgent.includes('Safari/') ? 'safari' : 'other';
}

/** Why a microphone or camera cannot be had, and what to do about it in this browser. */
export function deviceSentence(error: unknown, device: 'microphone' | 'camera', userAgent: string): string {
  const microphone = device === 'microphone';
  switch (codeOf(error)) {
    case 'permission-denied':
      return `${t(microphone ? 'devices.denied.microphone' : 'devices.denied.camera')} ${t(`devices.denied.${browserOf(userAgent)}`)}`;
    case 'no-device':
      return t(microphone ? 'devices.none.microphone' : 'devices.none.camera');
    case 'device-busy':
      return t(microphone ? 'devices.busy.microphone' : 'devices.busy.camera');
    case 'device-lost':
      return t(microphone ? 'notice.microphone.lost' : 'notice.camera.lost');
    default:
      return sentenceOf(error);
  }
}
