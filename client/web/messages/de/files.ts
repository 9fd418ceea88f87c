import type { files as english } from '../en/files.ts';
import type { Translated } from '../translated.ts';

/** Files that go from one member to another. */
export const files: Translated<typeof english> = {
  'files.attach': 'Datei senden',
  'files.drop': 'Zum Senden hier ablegen',
  'files.drop.to': 'Hier ablegen, um an {{name}} zu senden',
  'files.to.title': 'Wer soll das erhalten?',
  'files.to.hint':
    'Die Übertragung läuft direkt von Gerät zu Gerät, nicht über den Server. Beide Seiten sehen dabei die IP-Adresse der anderen.',
  'files.to.search': 'Jemanden suchen',
  'files.to.people': 'Teilnehmende',
  'files.to.may-not': 'darf nicht schreiben und daher keine Dateien erhalten',
  'files.to.nobody': 'Niemand sonst ist hier.',
  'files.to.none': 'Niemand hier hat diesen Namen.',
  'files.list_one': '„{{name}}“',
  'files.list_other': '„{{name}}“ und andere Dateien, insgesamt {{count}}',

  'files.from': '{{name}} möchte Ihnen eine Datei senden',
  'files.to': 'An {{name}}',
  'files.got': 'Von {{name}}',
  'files.warning': 'Wenn Sie annehmen, sieht {{name}} Ihre IP-Adresse.',
  'files.warning.large': 'Die Datei bleibt im Speicher dieser Seite, bis Sie sie gesichert haben.',
  'files.accept': 'Annehmen',
  'files.reject': 'Ablehnen',
  'files.cancel': 'Abbrechen',
  'files.again': 'Erneut anbieten',
  'files.save': 'Sichern',
  'files.release': 'Aus dem Speicher entfernen',

  'files.waiting': 'Warten auf Annahme durch {{name}}…',
  'files.connecting': 'Wird verbunden…',
  'files.moving': '{{done}} von {{size}}',
  'files.moving.pace': '{{done}} von {{size}}, {{rate}} pro Sekunde, noch {{left}}',
  'files.progress': 'Fortschritt von {{name}}',
  'files.done.up': 'Gesendet.',
  'files.done.down': 'Empfangen.',
  'files.released': 'Aus dem Speicher entfernt.',
  'files.ended.cancelled': 'Abgebrochen.',
  'files.ended.rejected': '{{name}} hat abgelehnt.',
  'files.ended.withdrawn': '{{name}} hat das Angebot zurückgezogen.',
  'files.ended.left': '{{name}} ist nicht mehr da.',
  'files.ended.unreachable':
    'Die beiden Geräte erreichen einander nicht. Vielleicht ist eine Firewall im Weg.',
  'files.ended.hung-up': '{{name}} hat abgebrochen.',
  'files.ended.not-permitted':
    'Wer in dieser Gruppe nicht schreiben darf, kann weder Dateien senden noch erhalten.',
  'files.ended.busy': 'Bei {{name}} sind schon zu viele Dateien unterwegs.',
  'files.ended.closed': 'Die Verbindung wurde geschlossen.',
  'files.ended.failed': 'Fehlgeschlagen.',
  'files.ended.failed.said': 'Fehlgeschlagen: „{{said}}“',

  'files.obstacle.gone': 'Diese Person ist nicht mehr da.',
  'files.obstacle.may-not-write':
    'Diese Person darf in dieser Gruppe nicht schreiben und daher keine Dateien erhalten. Die Moderation kann es erlauben.',
  'files.obstacle.memory-full':
    'Die empfangenen Dateien füllen den Speicher dieser Seite. Sichern Sie sie zuerst und entfernen Sie sie aus dem Speicher.',
  'files.obstacle.too-many': 'Zu viele Dateien sind gleichzeitig unterwegs. Warten Sie eine davon ab.',
};
