import type { files as english } from '../en/files.ts';
import type { Translated } from '../translated.ts';

/** Files that go from one member to another. */
export const files: Translated<typeof english> = {
  'files.attach': 'Envoyer un fichier',
  'files.drop': 'Déposer ici pour envoyer',
  'files.drop.to': 'Déposer ici pour envoyer à {{name}}',
  'files.to.title': 'À qui l’envoyer ?',
  'files.to.hint':
    'Le fichier va directement de votre appareil à l’autre, sans passer par le serveur. Chaque personne connaîtra l’adresse IP de l’autre.',
  'files.to.search': 'Chercher quelqu’un',
  'files.to.people': 'Participants',
  'files.to.may-not': 'ne peut pas écrire, donc pas recevoir de fichiers',
  'files.to.nobody': 'Il n’y a personne d’autre ici.',
  'files.to.none': 'Personne ici ne porte ce nom.',
  'files.list_one': '« {{name}} »',
  'files.list_other': '« {{name}} » et d’autres fichiers, {{count}} en tout',

  'files.from': '{{name}} veut vous envoyer un fichier',
  'files.to': 'À {{name}}',
  'files.got': 'De {{name}}',
  'files.warning': 'Si vous acceptez, {{name}} connaîtra votre adresse IP.',
  'files.warning.large': 'Il reste dans la mémoire de cette page jusqu’à ce que vous l’enregistriez.',
  'files.accept': 'Accepter',
  'files.reject': 'Refuser',
  'files.cancel': 'Annuler',
  'files.again': 'Proposer de nouveau',
  'files.save': 'Enregistrer',
  'files.release': 'Retirer de la mémoire',

  'files.waiting': 'En attente de l’accord de {{name}}…',
  'files.connecting': 'Connexion…',
  'files.moving': '{{done}} sur {{size}}',
  'files.moving.pace': '{{done}} sur {{size}}, {{rate}} par seconde, encore {{left}}',
  'files.progress': 'Progression de {{name}}',
  'files.done.up': 'Envoyé.',
  'files.done.down': 'Reçu.',
  'files.released': 'Retiré de la mémoire.',
  'files.ended.cancelled': 'Annulé.',
  'files.ended.rejected': '{{name}} a refusé.',
  'files.ended.withdrawn': '{{name}} a retiré sa proposition.',
  'files.ended.left': '{{name}} a quitté la réunion.',
  'files.ended.unreachable':
    'Les deux appareils n’arrivent pas à se joindre. Un pare-feu les en empêche peut-être.',
  'files.ended.hung-up': '{{name}} a interrompu l’envoi.',
  'files.ended.not-permitted':
    'Sans le droit d’écrire dans ce groupe, on ne peut ni envoyer ni recevoir de fichiers.',
  'files.ended.busy': 'Trop de fichiers sont déjà en route vers {{name}}.',
  'files.ended.closed': 'La connexion a été fermée.',
  'files.ended.failed': 'Échec.',
  'files.ended.failed.said': 'Échec : « {{said}} »',

  'files.obstacle.gone': 'Cette personne a quitté la réunion.',
  'files.obstacle.may-not-write':
    'Cette personne ne peut pas écrire dans ce groupe, donc pas recevoir de fichiers. La modération peut l’y autoriser.',
  'files.obstacle.memory-full':
    'Les fichiers reçus remplissent la mémoire de cette page. Enregistrez-les d’abord, puis retirez-les de la mémoire.',
  'files.obstacle.too-many': 'Trop de fichiers sont en cours à la fois. Attendez la fin de l’un d’eux.',
};
