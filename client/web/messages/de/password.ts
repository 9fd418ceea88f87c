import type { password as english } from '../en/password.ts';
import type { Translated } from '../translated.ts';

/** Changing one's password. */
export const password: Translated<typeof english> = {
  'password.title': 'Passwort ändern',
  'password.hint':
    'Es ist das Passwort von {{name}} in dieser Gruppe. Sie brauchen es beim nächsten Beitritt.',
  'password.hint.group': 'Es ist das Passwort von {{name}} in der Gruppe {{group}}.',
  'password.nobody':
    'Diese Adresse sagt nicht, wessen Passwort geändert werden soll. Öffnen Sie sie aus dem Menü des Meetings.',
  'password.old': 'Bisheriges Passwort',
  'password.next': 'Neues Passwort',
  'password.repeated': 'Neues Passwort wiederholen',
  'password.do': 'Passwort ändern',
  'password.changed': 'Ihr Passwort ist geändert.',
  'password.back': 'Zu {{group}}',
  'password.strength.none':
    'Mindestens {{least}} Zeichen. Mehrere Wörter sind leicht zu merken und schwer zu erraten.',
  'password.strength.short': 'Zu kurz: mindestens {{least}} Zeichen.',
  'password.strength.fair': 'Mittel. Länger ist besser.',
  'password.strength.strong': 'Lang genug, um stark zu sein.',
  'password.problem.no-old': 'Geben Sie Ihr bisheriges Passwort ein.',
  'password.problem.short': 'Das neue Passwort braucht mindestens {{least}} Zeichen.',
  'password.problem.long': 'Das neue Passwort ist zu lang: Höchstens 72 Buchstaben sind möglich.',
  'password.problem.same': 'Das neue Passwort ist das bisherige. Wählen Sie ein anderes.',
  'password.problem.different':
    'Die beiden neuen Passwörter stimmen nicht überein. Geben Sie das zweite erneut ein.',
  'password.problem.wrong':
    'Das bisherige Passwort ist falsch, oder auf diesem Server lassen sich Passwörter nicht ändern.',
  'password.problem.no-account':
    'Sie haben in dieser Gruppe kein eigenes Passwort, also gibt es keines zu ändern.',
  'password.problem.refused': 'Der Server nimmt dieses Passwort nicht an. Wählen Sie ein anderes.',
  'password.problem.too-often':
    'Zu viele Versuche. Warten Sie eine halbe Minute und versuchen Sie es erneut.',
  'password.problem.unreachable':
    'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
};
