import type { common as english } from '../en/common.ts';
import type { Translated } from '../translated.ts';

/** What is said all over the page. */
export const common: Translated<typeof english> = {
  'app.name': 'Evagore',

  'menu.more': 'Mehr',
  'menu.theme': 'Darstellung',
  'menu.theme.system': 'Wie das System',
  'menu.theme.light': 'Hell',
  'menu.theme.dark': 'Dunkel',
  'menu.shortcuts': 'Tastenkürzel',
  'menu.fullscreen': 'Vollbild',
  'menu.fullscreen.leave': 'Vollbild verlassen',
  'theme.to.dark': 'Zu Dunkel wechseln',
  'theme.to.light': 'Zu Hell wechseln',

  'common.panel.width': 'Breite des Seitenbereichs',
  'common.close': 'Schließen',
  'common.cancel': 'Abbrechen',

  'part.lost':
    'Dieser Teil der Seite konnte nicht geladen werden. Prüfen Sie Ihre Verbindung oder laden Sie die Seite neu.',
  'part.again': 'Erneut versuchen',
  'crash.title': 'Auf dieser Seite ist ein Fehler aufgetreten',
  'crash.text': 'So kann sie nicht weitermachen. Laden Sie sie neu, um zurückzukommen.',
  'crash.reload': 'Neu laden',
  'crash.details': 'Was geschehen ist, für Ihre Administration',

  'language.choose': 'Sprache wählen',
  'language.title': 'Sprache',
  'language.system': 'Wie der Browser',
  'language.failed':
    'Die Texte dieser Sprache ließen sich nicht laden. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
};
