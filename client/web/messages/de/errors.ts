import type { errors as english } from '../en/errors.ts';
import type { Translated } from '../translated.ts';

/** Why something did not work, by the code of the refusal. */
export const errors: Translated<typeof english> = {
  'error.not-authorised':
    'Name und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es erneut.',
  'error.not-authorised.open': 'Diese Gruppe verlangt ein Passwort oder einen Namen, den sie kennt.',
  'error.auth-server':
    '{{server}} prüft Namen und Passwörter für diese Gruppe, antwortet aber nicht. Versuchen Sie es gleich noch einmal.',
  'error.token': 'Diese Einladung ist nicht oder nicht mehr gültig. Bitten Sie um eine neue.',
  'error.token-expired': 'Diese Einladung ist abgelaufen. Bitten Sie um eine neue.',
  'error.token-not-yet-valid':
    'Diese Einladung gilt noch nicht. Versuchen Sie es erneut, wenn das Meeting beginnt.',
  'error.token-for-another-group': 'Diese Einladung gilt für eine andere Gruppe. Prüfen Sie den Link.',
  'error.need-username': 'Bitte geben Sie Ihren Namen ein.',
  'error.username-taken':
    'Dieser Name gehört jemandem mit Passwort. Wählen Sie einen anderen oder geben Sie das Passwort ein.',
  'error.group-full': 'Die Gruppe ist voll. Versuchen Sie es erneut, wenn jemand gegangen ist.',
  'error.group-locked': 'Die Gruppe ist gesperrt.',
  'error.group-locked.note': 'Die Gruppe ist gesperrt: {{note}}',
  'error.group-not-open': 'Die Gruppe ist noch nicht offen.',
  'error.group-expired': 'Die Gruppe ist geschlossen: Ihre Zeit ist vorbei.',
  'error.no-operator': 'Die Gruppe öffnet, sobald die Moderation da ist.',
  'error.no-such-group': 'Diese Gruppe gibt es auf diesem Server nicht.',
  'error.duplicate-id': 'Dieser Browser ist schon in der Gruppe.',
  'error.busy': 'Der Server ist ausgelastet. Versuchen Sie es gleich noch einmal.',
  'error.server-gone': 'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  'error.not-permitted': 'Das dürfen Sie in dieser Gruppe nicht.',
  'error.no-such-member': 'Diese Person ist nicht mehr da.',
  'error.no-such-message': 'Diese Nachricht gibt es nicht mehr.',
  'error.no-such-token': 'Diese Einladung zu dieser Gruppe gibt es nicht.',
  'error.recording-unavailable': 'Dieser Server kann nicht aufzeichnen.',
  'error.misunderstood': 'Seite und Server verstehen einander nicht. Laden Sie die Seite neu.',
  'error.too-long': 'Das ist länger, als der Server erlaubt.',
  'error.too-fast': 'Das war zu viel auf einmal. Warten Sie einen Moment und versuchen Sie es erneut.',
  'error.slow-reader': 'Ihre Verbindung war zu langsam für das, was im Meeting gesendet wird.',
  'error.not-joined': 'Sie sind nicht mehr im Meeting. Treten Sie erneut bei.',
  'error.group-moved': 'Die Gruppe trifft sich jetzt unter einer anderen Adresse.',
  'error.group-moved.to': 'Die Gruppe trifft sich jetzt unter einer anderen Adresse: {{address}}',
  'error.no-such-action': 'Das kann dieser Server nicht.',
  'error.bad-value': 'So nimmt der Server das nicht an. Vielleicht ist es zu lang.',
  'error.not-possible': 'Das geht hier nicht.',
  'error.media': 'Ton oder Bild ließ sich nicht verbinden. Versuchen Sie es erneut.',
  'error.media-unavailable':
    'Der Server startet Ton und Bild gerade neu. Versuchen Sie es gleich noch einmal.',
  'error.too-many-streams':
    'Sie senden schon so viel, wie der Server von einer Person annimmt. Beenden Sie zuerst etwas anderes.',
  'error.seat-lost': 'Sie waren zu lange weg. Treten Sie erneut bei.',
  'error.kicked': 'Sie wurden aus dem Meeting entfernt.',
  'error.taken-over': 'Ein anderes Fenster oder Gerät hat Ihren Platz im Meeting übernommen.',
  'error.draining':
    'Der Server wird gleich angehalten und lässt niemanden mehr herein. Versuchen Sie es in einigen Minuten erneut.',
  'error.internal':
    'Auf dem Server ist etwas schiefgegangen. Versuchen Sie es erneut; hilft das nicht, sagen Sie es denen, die ihn betreiben.',
  'error.no-such-user': 'Die Gruppe kennt niemanden mit diesem Namen.',
  'error.token-elsewhere': 'Diese Einladung gehört einer anderen Gruppe.',
  'error.too-many-tokens':
    'Es gibt schon so viele Einladungen, wie der Server aufbewahrt. Erst müssen einige ablaufen.',
  'error.not-writable': 'Auf diesem Server lässt sich das von hier aus nicht ändern.',
  'error.changed-meanwhile': 'Jemand anderes hat das inzwischen geändert. Laden Sie die Seite neu.',
  'error.device.none': 'Ein solches Gerät wurde nicht gefunden.',
  'error.device.denied':
    'Der Browser erlaubt dieser Seite das nicht. Erlauben Sie es in seinen Einstellungen und versuchen Sie es erneut.',
  'error.device.cancelled': 'Es wurde nichts ausgewählt.',
  'error.device.busy':
    'Ein anderes Programm benutzt das Gerät, oder es antwortet nicht. Schließen Sie das Programm und versuchen Sie es erneut.',
  'error.device.lost': 'Das Gerät ist nicht mehr da.',
  'error.device.insecure':
    'Der Browser erlaubt das nur auf Seiten mit https. Fragen Sie die, die den Server betreiben.',
  'error.device.unsupported': 'Das kann dieser Browser nicht.',
  'error.device.failed':
    'Das Gerät ließ sich nicht öffnen. Versuchen Sie es erneut oder wählen Sie ein anderes.',
  'error.page-outdated':
    'Ein Teil dieser Seite ließ sich nicht laden. Vielleicht wurde der Server aktualisiert: Laden Sie die Seite neu.',
  'error.unknown': 'Das hat nicht geklappt: {{reason}}',
};
