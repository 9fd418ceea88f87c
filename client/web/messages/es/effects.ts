import type { effects as english } from '../en/effects.ts';
import type { Translated } from '../translated.ts';

/** Effects on one's own picture and voice. */
export const effects: Translated<typeof english> = {
  'effects.background': 'Fondo',
  'effects.none': 'Ninguno',
  'effects.blur.light': 'Desenfoque leve',
  'effects.blur.strong': 'Desenfoque fuerte',
  'effects.scene.study': 'Estudio',
  'effects.scene.hall': 'Oficina',
  'effects.scene.garden': 'Jardín',
  'effects.scene.harbour': 'Mar',
  'effects.scene.dusk': 'Anochecer',
  'effects.scene.linen': 'Pared clara',
  'effects.own': 'Imagen propia',
  'effects.own.numbered': 'Imagen propia {{number}}',
  'effects.own.add': 'Añadir imagen',
  'effects.own.adding': 'Añadiendo…',
  'effects.own.remove': 'Quitar «{{name}}»',
  'effects.own.hint': 'Tus imágenes se quedan en este navegador.',
  'effects.own.full_one': 'Hay sitio para {{count}} imagen. Quítala primero.',
  'effects.own.full_other': 'Hay sitio para {{count}} imágenes. Quita una primero.',
  'effects.refused.type': 'Elige una imagen en formato JPEG, PNG, WebP, AVIF o GIF.',
  'effects.refused.bytes':
    'Este archivo es demasiado grande. Las imágenes pueden tener hasta {{megabytes}} MB.',
  'effects.refused.unreadable': 'No se ha podido leer esta imagen. Puede que el archivo esté dañado.',
  'effects.refused.small': 'Esta imagen es demasiado pequeña para un fondo.',
  'effects.refused.storage': 'Este navegador no guarda imágenes, quizá porque su almacenamiento está lleno.',

  'effects.orientation': 'Tu imagen, tal como la ve el resto',
  'effects.orientation.none': 'Sin cambios',
  'effects.orientation.mirror': 'Reflejada',
  'effects.orientation.flip': 'Boca abajo',
  'effects.orientation.rotate': 'Media vuelta',

  'effects.busy': 'Preparando el efecto…',
  'effects.unsupported': 'Este navegador no puede modificar tu imagen. Una versión actual de otro sí puede.',
  'effects.error.not-supported': 'Este navegador no puede mostrar este efecto.',
  'effects.error.load-failed': 'No se ha podido cargar el efecto. Comprueba tu conexión.',
  'effects.error.too-slow': 'Este equipo es demasiado lento para el efecto y por eso se ha desactivado.',
  'effects.error.failed': 'El efecto se ha interrumpido.',

  'effects.noise': 'Supresión de ruido',
  'effects.noise.browser': 'Estándar',
  'effects.noise.rnnoise': 'Fuerte',
  'effects.noise.off': 'Desactivada',
  'effects.noise.browser.hint': 'La del navegador, adecuada para la mayoría de los lugares.',
  'effects.noise.rnnoise.hint':
    'Elimina también teclados, ventiladores y calles, pero no música. Exige algo más al dispositivo.',
  'effects.noise.off.hint': 'Para música y buenos micrófonos.',
  'effects.noise.failed':
    'La supresión fuerte de ruido no funciona aquí por el momento. Se usa la del navegador.',
  'effects.noise.failed.off':
    'La supresión fuerte de ruido no funciona aquí por el momento. Tu voz se envía tal como es.',
  'effects.sent.room': 'Los demás pueden ver tu habitación.',
  'effects.sent.plain': 'Los demás ven tu imagen tal como es.',
  'effects.sent.before': 'Los demás siguen viendo el fondo anterior.',
  'effects.retry': 'Intentarlo de nuevo',
};
