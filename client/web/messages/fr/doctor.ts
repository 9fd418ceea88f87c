import type { doctor as english } from '../en/doctor.ts';
import type { Translated } from '../translated.ts';

/** The connection test: what it looks at, what it finds, and what to do about it. */
export const doctor: Translated<typeof english> = {
  'doctor.open': 'Tester la connexion',
  'doctor.title': 'Test de connexion',
  'doctor.intro': 'Vérifie, étape par étape, si le son et l’image passent d’ici au serveur et retour.',
  'doctor.steps': 'Étapes du test',
  'doctor.loading': 'Chargement du test…',
  'doctor.stop': 'Arrêter',
  'doctor.again': 'Recommencer',
  'doctor.copy': 'Copier le rapport',
  'doctor.copied': 'Le rapport est dans le presse-papiers. Il ne contient aucun mot de passe.',
  'doctor.copy.failed': 'Le rapport n’a pas pu être copié. Sélectionnez plutôt le texte de cette fenêtre.',
  'doctor.progress': 'Test en cours…',
  'doctor.menu': 'Test de connexion…',

  'doctor.server': 'Serveur',
  'doctor.udp': 'UDP',
  'doctor.tcp': 'TCP',
  'doctor.relay': 'Relais (TURN)',
  'doctor.uplink': 'Envoi',

  'doctor.state.waiting': 'à venir',
  'doctor.state.running': 'en cours',
  'doctor.state.passed': 'fonctionne',
  'doctor.state.failed': 'ne fonctionne pas',
  'doctor.state.skipped': 'non testé',

  'doctor.place': '{{host}} (port {{port}})',
  'doctor.waiting': 'Vient plus tard.',
  'doctor.running': 'Test en cours…',

  'doctor.server.passed': '{{target}} répond en {{ms}} ms.',
  'doctor.server.failed':
    'Aucune connexion durable (WebSocket) à {{host}} ne peut être établie. Quelque chose la bloque en chemin : essayez un autre réseau, ou demandez à qui gère celui-ci d’autoriser les WebSockets vers {{host}}.',

  'doctor.udp.passed':
    'Le son et l’image prennent la voie rapide, en UDP vers {{target}}, établie en {{ms}} ms.',
  'doctor.udp.blocked.tcp':
    'Un pare-feu bloque UDP vers {{target}}. La réunion utilise TCP à la place : attendez-vous à des retards. Demandez à votre service informatique d’ouvrir ce port UDP.',
  'doctor.udp.blocked.relay':
    'Un pare-feu bloque UDP vers {{target}}. La réunion passe par un relais à la place. Demandez à votre service informatique d’ouvrir ce port UDP.',
  'doctor.udp.blocked':
    'Un pare-feu bloque UDP vers {{target}}. Demandez à votre service informatique d’ouvrir ce port UDP, ou essayez un autre réseau.',
  'doctor.udp.relay-only':
    'UDP vers {{target}} est bloqué. Ce n’est pas gênant : sur ce serveur, son et image ne passent que par des relais.',

  'doctor.tcp.passed': 'Si UDP échoue, TCP vers {{target}} prend le relais, établi en {{ms}} ms.',
  'doctor.tcp.blocked.udp':
    'Un pare-feu bloque TCP vers {{target}}. Comme UDP fonctionne, cela ne change rien.',
  'doctor.tcp.blocked':
    'Un pare-feu bloque TCP vers {{target}}. Demandez à votre service informatique d’ouvrir ce port, ou essayez un autre réseau.',
  'doctor.tcp.relay-only':
    'TCP vers {{target}} est bloqué. Ce n’est pas gênant : sur ce serveur, son et image ne passent que par des relais.',

  'doctor.relay.passed': 'Le relais {{target}} transmet le son et l’image, établi en {{ms}} ms.',
  'doctor.relay.silent':
    'Le relais {{target}} est injoignable. Un pare-feu le bloque, ou il est en panne : prévenez qui gère ce serveur.',
  'doctor.relay.refused':
    'Le relais {{target}} refuse les membres de ce serveur. Prévenez qui gère ce serveur que son mot de passe pour le relais est incorrect.',
  'doctor.relay.blocked':
    'Le relais {{target}} répond, mais n’atteint pas le serveur. Prévenez qui gère ce serveur que le relais n’a pas le droit de lui envoyer des données.',

  'doctor.rate.k': '{{rate}} kbit/s',
  'doctor.rate.m': '{{rate}} Mbit/s',
  'doctor.uplink.plenty':
    'Plus de {{rate}} en envoi, c’est largement suffisant. Le test n’est pas allé au-delà.',
  'doctor.uplink.sharp': '{{rate}} en envoi : assez pour une image nette.',
  'doctor.uplink.small':
    '{{rate}} en envoi : assez pour votre voix et une petite image. Fermez ce qui envoie d’autres données, rapprochez-vous du Wi-Fi ou utilisez un câble.',
  'doctor.uplink.voice':
    'Seulement {{rate}} en envoi : assez pour votre voix. Laissez la caméra désactivée, rapprochez-vous du Wi-Fi ou utilisez un câble.',
  'doctor.uplink.broken':
    'La connexion s’est interrompue pendant l’envoi de données. Rapprochez-vous du Wi-Fi, utilisez un câble ou essayez un autre réseau.',

  'doctor.skipped.not-offered': 'Le serveur ne propose pas cela.',
  'doctor.skipped.no-relay': 'Ce serveur n’utilise pas de relais.',
  'doctor.skipped.members-only':
    'Seuls les membres connaissent les relais : refaites le test dans la réunion.',
  'doctor.skipped.not-supported': 'Ce serveur ne peut pas le tester avant une réunion.',
  'doctor.skipped.not-allowed': 'Ce serveur n’autorise pas ce test.',
  'doctor.skipped.busy': 'Trop de tests sont en cours pour le moment. Réessayez dans une minute.',
  'doctor.skipped.no-webrtc':
    'Ce navigateur ne permet pas de réunion. Utilisez une version actuelle de Firefox, Chrome, Edge ou Safari.',
  'doctor.skipped.no-way': 'Rien n’est passé qui permette cette mesure.',
  'doctor.skipped.stopped': 'Le test a été arrêté avant.',

  'doctor.verdict.good': 'Votre connexion convient à une réunion.',
  'doctor.verdict.relay-only': 'Votre connexion convient à une réunion, par le relais que ce serveur impose.',
  'doctor.verdict.tcp': 'La réunion fonctionne, mais avec des retards, car UDP est bloqué.',
  'doctor.verdict.relay': 'La réunion fonctionne par un relais, car les voies directes sont bloquées.',
  'doctor.verdict.slow':
    'La réunion fonctionne, mais votre image sera petite : le débit d’envoi est faible ici.',
  'doctor.verdict.voice': 'Votre voix passe, mais il n’y a pas de place pour votre image.',
  'doctor.verdict.broken': 'Votre connexion s’interrompt quand le débit d’envoi est élevé.',
  'doctor.verdict.no-media':
    'Le serveur répond, mais ni le son ni l’image ne passent. Vous verriez des noms, mais personne.',
  'doctor.verdict.no-server': 'Cet appareil n’arrive pas du tout à joindre {{host}}.',
  'doctor.verdict.untested': 'Le serveur répond. Le passage du son et de l’image n’a pas pu être testé ici.',
  'doctor.verdict.stopped': 'Le test a été arrêté.',

  'doctor.report.title': 'Test de connexion de {{host}}',
  'doctor.report.when': 'Réalisé le {{when}}',
};
