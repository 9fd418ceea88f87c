import type { palette as english } from '../en/palette.ts';
import type { Translated } from '../translated.ts';

/** The palette of commands, and captions. */
export const palette: Translated<typeof english> = {
  'palette.title': 'Comandos',
  'palette.search': '¿Qué quieres hacer?',
  'palette.count_one': '{{count}} coincidencia.',
  'palette.count_other': '{{count}} coincidencias.',
  'palette.none': 'No hay coincidencias.',
  'palette.list': 'Comandos que coinciden',
  'palette.choices': 'Opciones',
  'palette.optional': '{{description}} (opcional: Intro para omitirlo)',
  'palette.back': 'Atrás',
  'palette.working': 'En curso…',
  'palette.done': 'Hecho.',
  'palette.result': 'Resultado',
  'palette.keys': '↑ ↓ elegir, Intro aceptar, Esc cerrar',
  'palette.keys.asked': '↑ ↓ elegir, Intro aceptar, ⌫ volver, Esc cerrar',
  'palette.open': 'Comandos…',

  'palette.microphone': 'Activar o silenciar el micrófono',
  'palette.camera': 'Encender o apagar la cámara',
  'palette.chat': 'Abrir o cerrar el chat',
  'palette.people': 'Abrir o cerrar la lista de personas',
  'palette.settings': 'Abrir los ajustes',
  'palette.keys.show': 'Mostrar qué hace cada tecla',
  'palette.captions': 'Mostrar u ocultar los subtítulos',
  'palette.pin': 'Fijar a {{name}}',
  'palette.unpin': 'Dejar de fijar a {{name}}',
  'palette.pin.speaker': 'Fijar a quien habla: {{name}}',
  'palette.theme.system': 'Apariencia: como el sistema',
  'palette.theme.light': 'Apariencia: clara',
  'palette.theme.dark': 'Apariencia: oscura',
  'palette.language': 'Idioma: {{language}}',
  'palette.language.system': 'Idioma: como el navegador',

  'captions.label': 'Subtítulos',
  'captions.from': 'Subtítulo de {{name}}:',
};
