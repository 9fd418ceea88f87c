import type { keys as english } from '../en/keys.ts';
import type { Translated } from '../translated.ts';

/** Keys as they stand on keyboards, and what they do. */
export const keys: Translated<typeof english> = {
  'key.control': 'Ctrl',
  'key.command': 'Cmd',
  'key.shift': 'Mayús',
  'key.space': 'Espacio',
  'key.escape': 'Esc',
  'key.enter': 'Intro',
  'key.tab': 'Tab',
  'key.page-up': 'Re Pág',
  'key.page-down': 'Av Pág',
  'key.home': 'Inicio',
  'key.end': 'Fin',

  'shortcuts.group.single': 'Mientras no escribes',
  'shortcuts.group.anywhere': 'En cualquier lugar',
  'shortcuts.group.people': 'En la lista de personas',
  'shortcuts.group.message': 'En el cuadro de mensaje',
  'shortcuts.palette': 'Buscar y ejecutar cualquier comando',
  'shortcuts.regions': 'Parte siguiente de la página, avisos incluidos',
  'shortcuts.regions.back': 'Parte anterior de la página',
  'shortcuts.pages.back': 'Página anterior de la cuadrícula',
  'shortcuts.pages.on': 'Página siguiente de la cuadrícula',
  'shortcuts.people.move': 'Ir de una persona a otra',
  'shortcuts.people.letters': 'Ir a un nombre',
  'shortcuts.message.send': 'Enviar',
  'shortcuts.message.line': 'Nueva línea',
  'shortcuts.message.command': 'Empezar un comando',
  'shortcuts.message.complete': 'Completar un comando o un nombre',
};
