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
  'error.page-outdated':
    'Ein Teil dieser Seite ließ sich nicht laden. Vielleicht wurde der Server aktualisiert: Laden Sie die Seite neu.',
  'error.unknown': 'Das hat nicht geklappt: {{reason}}',
};
