import type { palette as english } from '../en/palette.ts';
import type { Translated } from '../translated.ts';

/** The palette of commands, and captions. */
export const palette: Translated<typeof english> = {
  'palette.title': 'Befehle',
  'palette.search': 'Was möchten Sie tun?',
  'palette.count_one': '{{count}} Treffer.',
  'palette.count_other': '{{count}} Treffer.',
  'palette.none': 'Keine Treffer.',
  'palette.list': 'Passende Befehle',
  'palette.choices': 'Auswahl',
  'palette.optional': '{{description}} (optional: Enter lässt es weg)',
  'palette.back': 'Zurück',
  'palette.working': 'Wird ausgeführt…',
  'palette.done': 'Fertig.',
  'palette.result': 'Ergebnis',
  'palette.keys': '↑ ↓ wählt, Enter übernimmt, Esc schließt',
  'palette.keys.asked': '↑ ↓ wählt, Enter übernimmt, ⌫ geht zurück, Esc schließt',
  'palette.open': 'Befehle…',

  'palette.microphone': 'Mikrofon ein- oder ausschalten',
  'palette.camera': 'Kamera ein- oder ausschalten',
  'palette.chat': 'Chat öffnen oder schließen',
  'palette.people': 'Liste der Teilnehmenden öffnen oder schließen',
  'palette.settings': 'Einstellungen öffnen',
  'palette.keys.show': 'Zeigen, was einzelne Tasten tun',
  'palette.captions': 'Untertitel ein- oder ausblenden',
  'palette.pin': '{{name}} anheften',
  'palette.unpin': '{{name}} lösen',
  'palette.pin.speaker': 'Anheften, wer spricht: {{name}}',
  'palette.theme.system': 'Darstellung: wie das System',
  'palette.theme.light': 'Darstellung: hell',
  'palette.theme.dark': 'Darstellung: dunkel',
  'palette.language': 'Sprache: {{language}}',
  'palette.language.system': 'Sprache: wie der Browser',

  'captions.label': 'Untertitel',
  'captions.from': 'Untertitel von {{name}}:',
};
