import type { media as english } from '../en/media.ts';
import type { Translated } from '../translated.ts';

/** Devices that come and go, and a processor that does not keep up. */
export const media: Translated<typeof english> = {
  'media.busy':
    'Este equipo tiene demasiado que hacer, así que tu imagen se envía más pequeña y las cámaras de los demás se reciben con menos calidad.',
  'media.busy.effects-off': 'Quitar los efectos',
  'media.busy.undo': 'Deshacer',
  'media.camera.back': 'Tu cámara ha vuelto: «{{device}}» está encendida de nuevo.',
  'media.camera.use': 'Usar «{{device}}»',
  'media.camera.on': 'Encenderla',
  'media.relay.none': 'Este servidor no tiene relé.',
  'media.relay.failed': 'Nada vuelve por el relé.',
};
