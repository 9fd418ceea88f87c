import type { media as english } from '../en/media.ts';
import type { Translated } from '../translated.ts';

/** Devices that come and go, and a processor that does not keep up. */
export const media: Translated<typeof english> = {
  'media.busy':
    'Cet appareil a trop à faire : votre image est envoyée en plus petit et les caméras des autres arrivent en moindre qualité.',
  'media.busy.effects-off': 'Désactiver les effets',
  'media.busy.undo': 'Annuler',
  'media.camera.back': 'Votre caméra est de retour : « {{device}} » est de nouveau allumée.',
  'media.camera.use': 'Utiliser « {{device}} »',
  'media.camera.on': 'L’allumer',
  'media.relay.none': 'Ce serveur n’a pas de relais.',
  'media.relay.failed': 'Rien ne revient par le relais.',
};
