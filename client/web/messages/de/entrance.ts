import type { entrance as english } from '../en/entrance.ts';
import type { Translated } from '../translated.ts';

/** The landing page, and a group before and after the meeting. */
export const entrance: Translated<typeof english> = {
  'landing.headline': 'Von Angesicht zu Angesicht, auf dem eigenen Server.',
  'landing.intro':
    'Mit Evagore finden Videomeetings für Gruppen im Browser statt. Geben Sie den Namen einer Gruppe ein, um beizutreten.',
  'landing.group': 'Gruppe',
  'landing.placeholder': 'Name oder Link',
  'landing.go': 'Weiter',
  'landing.empty': 'Geben Sie den Namen einer Gruppe ein.',
  'landing.unknown':
    'Hier gibt es keine Gruppe namens „{{group}}“. Prüfen Sie die Schreibweise oder fragen Sie dort nach, woher die Einladung kam.',
  'landing.unreachable':
    'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  'landing.busy':
    'Aus Ihrem Netz kommen mehr Anfragen, als der Server beantwortet. Warten Sie eine Minute und versuchen Sie es erneut.',
  'landing.public': 'Öffentliche Gruppen',
  'landing.public.count_one': '{{count}} öffentliche Gruppe',
  'landing.public.count_other': '{{count}} öffentliche Gruppen',
  'landing.refresh': 'Liste der öffentlichen Gruppen aktualisieren',
  'landing.recent': 'Zuletzt besuchte Gruppen',
  'landing.recent.at': 'Zuletzt betreten: {{when}}',
  'landing.recent.clear': 'Alle vergessen',
  'landing.recent.forget': '{{group}} vergessen',
  'landing.none': 'Zurzeit keine öffentlichen Gruppen',
  'landing.none.hint':
    'Gruppen, die gefunden werden sollen, erscheinen hier. Andere betreten Sie über ihren Namen oder einen Link.',
  'landing.failed': 'Die Liste ließ sich nicht laden',
  'landing.retry': 'Erneut versuchen',
  'landing.remote': 'anderswo',
  'landing.locked': 'gesperrt',
  'landing.nobody': 'Niemand da',

  'login.title': '{{group}} beitreten',
  'login.name': 'Ihr Name',
  'login.name.hint': 'Wenn Ihre Einladung Sie schon nennt, lassen Sie das Feld leer.',
  'login.name.optional': 'Sie können das leer lassen. Andere sehen Sie dann ohne Namen.',
  'login.invited': 'Sie sind als {{name}} eingeladen.',
  'login.password': 'Passwort',
  'login.password.add': 'Ich habe ein Passwort',
  'login.password.show': 'Passwort anzeigen',
  'login.password.hide': 'Passwort verbergen',
  'login.join': 'Beitreten',
  'login.joining': 'Beitritt läuft…',
  'login.back': 'Alle Gruppen',
  'login.count_one': '{{count}} Person ist im Meeting',
  'login.count_other': '{{count}} Personen sind im Meeting',
  'login.count.none': 'Noch ist niemand im Meeting',
  'login.preview': 'Ihre Kamera',
  'login.preview.off': 'Kamera ist aus',
  'login.preview.starting': 'Kamera startet…',
  'login.meter': 'Mikrofonpegel',
  'login.meter.off': 'Mikrofon ist aus',
  'login.later': 'Beides können Sie im Meeting jederzeit ändern.',
  'login.insecure': 'Kamera und Mikrofon brauchen eine sichere Seite: Öffnen Sie diese Adresse mit https.',
  'login.unknown.title': 'Keine solche Gruppe',
  'login.unknown': 'Auf diesem Server gibt es keine Gruppe namens „{{group}}“.',
  'login.unreachable.title': 'Der Server antwortet nicht',
  'login.unreachable':
    'Prüfen Sie Ihre Verbindung. Ist sie in Ordnung, startet vielleicht der Server gerade neu.',
  'login.busy.title': 'Der Server wird zu oft gefragt',
  'login.busy':
    'Aus Ihrem Netz kommen mehr Anfragen, als der Server beantwortet. Sie müssen nichts tun: Er wird von selbst noch einmal gefragt.',
  'login.checking': 'Gruppe wird gesucht…',
  'login.invitation.title': 'Mit dieser Einladung kommen Sie nicht hinein',
  'login.invitation.without': 'Ohne sie beitreten',

  'login.invitation.portal': 'Erneut anmelden',
  'login.plain': 'Ohne Kamera und Mikrofon beitreten',
  'login.unreachable.retry': 'Nächster Versuch in',
  'login.unreachable.trying': 'Neuer Versuch läuft…',

  'portal.title': 'Für {{group}} anmelden',
  'portal.going': 'Der Weg in diese Gruppe führt über {{host}}. Sie werden gleich dorthin geleitet.',
  'portal.returned':
    'Sie sind von {{host}} ohne Einladung zu dieser Gruppe zurückgekommen. Melden Sie sich dort an oder fragen Sie dort nach, woher die Einladung kam.',
  'portal.go': 'Weiter zu {{host}}',
  'portal.password': 'Name und Passwort verwenden',

  'waiting.title': 'Noch einen Moment',
  'waiting.no-operator':
    'Sie werden eingelassen, sobald die Moderation da ist. Lassen Sie diese Seite offen.',
  'waiting.group-locked':
    'Sie werden eingelassen, sobald die Moderation die Gruppe entsperrt. Lassen Sie diese Seite offen.',
  'waiting.group-full': 'Sie werden eingelassen, sobald jemand geht. Lassen Sie diese Seite offen.',
  'waiting.any': 'Sie werden eingelassen, sobald es möglich ist. Lassen Sie diese Seite offen.',
  'waiting.opens': 'Die Gruppe öffnet: {{when}}.',
  'waiting.good-from': 'Ihre Einladung gilt ab: {{when}}.',
  'waiting.opens-in': 'Verbleibende Zeit:',
  'waiting.next': 'Nächster Versuch in',
  'waiting.trying': 'Versuch läuft…',
  'waiting.try': 'Jetzt versuchen',
  'waiting.over.title': 'Noch immer nicht offen',
  'waiting.over': 'Weil es so lange gedauert hat, wird es nicht mehr von selbst versucht.',
  'waiting.muted':
    'Sie wurden eingelassen, während Sie etwas anderes ansahen. Darum ist Ihr Mikrofon stummgeschaltet.',

  'prejoin.both': 'Kamera und Mikrofon einschalten',
  'prejoin.retry': 'Erneut versuchen',
  'prejoin.speaker': 'Lautsprecher',
  'prejoin.speaker.hint': 'Lautsprecher wählen und testen',
  'prejoin.speaker.test': 'Testton abspielen',
  'prejoin.speaker.playing': 'Sie sollten drei Töne hören…',
  'prejoin.speaker.failed': 'Der Ton ließ sich auf diesem Lautsprecher nicht abspielen.',
  'prejoin.background': 'Hintergrund',
  'prejoin.background.hint': 'Den Hintergrund unscharf machen oder ersetzen',
  'prejoin.background.loading': 'Die Hintergründe werden geladen…',
  'prejoin.background.plain': 'Stattdessen ist das unveränderte Bild Ihrer Kamera zu sehen.',
  'prejoin.denied.both': 'Kamera und Mikrofon sind auf dieser Seite nicht erlaubt.',

  'left.title': 'Sie haben {{group}} verlassen',
  'left.again': 'Wieder beitreten',
};
