import type { media as english } from '../en/media.ts';
import type { Translated } from '../translated.ts';

/** Devices that come and go, and a processor that does not keep up. */
export const media: Translated<typeof english> = {
  'media.busy':
    'Dieses Gerät hat zu viel zu tun. Ihr Bild wird deshalb kleiner gesendet, und die Kameras der anderen kommen in geringerer Qualität an.',
  'media.busy.effects-off': 'Effekte ausschalten',
  'media.busy.undo': 'Rückgängig',
  'media.camera.back': 'Ihre Kamera ist zurück: „{{device}}“ ist wieder an.',
  'media.camera.use': '„{{device}}“ verwenden',
  'media.camera.on': 'Einschalten',
  'media.relay.none': 'Dieser Server hat kein Relay.',
  'media.relay.failed': 'Über das Relay kommt nichts zurück.',
};
