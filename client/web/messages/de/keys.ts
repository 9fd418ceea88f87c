import type { keys as english } from '../en/keys.ts';
import type { Translated } from '../translated.ts';

/** Keys as they stand on keyboards, and what they do. */
export const keys: Translated<typeof english> = {
  'key.control': 'Strg',
  'key.command': 'Cmd',
  'key.shift': 'Umschalt',
  'key.space': 'Leertaste',
  'key.escape': 'Esc',
  'key.enter': 'Enter',
  'key.tab': 'Tab',
  'key.page-up': 'Bild auf',
  'key.page-down': 'Bild ab',
  'key.home': 'Pos1',
  'key.end': 'Ende',

  'shortcuts.group.single': 'Solange Sie nichts eingeben',
  'shortcuts.group.anywhere': 'Überall',
  'shortcuts.group.people': 'In der Liste der Teilnehmenden',
  'shortcuts.group.message': 'Im Nachrichtenfeld',
  'shortcuts.palette': 'Jeden Befehl finden und geben',
  'shortcuts.regions': 'Nächster Teil der Seite, auch Hinweise',
  'shortcuts.regions.back': 'Voriger Teil der Seite',
  'shortcuts.pages.back': 'Vorige Seite der Kacheln',
  'shortcuts.pages.on': 'Nächste Seite der Kacheln',
  'shortcuts.people.move': 'Von Person zu Person gehen',
  'shortcuts.people.letters': 'Zu einem Namen springen',
  'shortcuts.message.send': 'Senden',
  'shortcuts.message.line': 'Neue Zeile',
  'shortcuts.message.command': 'Einen Befehl beginnen',
  'shortcuts.message.complete': 'Befehl oder Namen vervollständigen',
};
