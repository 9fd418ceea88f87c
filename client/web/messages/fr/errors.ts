import type { errors as english } from '../en/errors.ts';
import type { Translated } from '../translated.ts';

/** Why something did not work, by the code of the refusal. */
export const errors: Translated<typeof english> = {
  'error.not-authorised': 'Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez-les et réessayez.',
  'error.not-authorised.open': 'Ce groupe demande un mot de passe, ou un nom qu’il connaît.',
  'error.auth-server':
    '{{server}}, qui vérifie les noms et les mots de passe de ce groupe, ne répond pas. Réessayez dans un instant.',
  'error.token': 'Cette invitation n’est pas valable, ou ne l’est plus. Demandez-en une nouvelle.',
  'error.token-expired': 'Cette invitation a expiré. Demandez-en une nouvelle.',
  'error.token-not-yet-valid': 'Cette invitation n’est pas encore valable. Réessayez au début de la réunion.',
  'error.token-for-another-group': 'Cette invitation est pour un autre groupe. Vérifiez le lien.',
  'error.need-username': 'Veuillez saisir votre nom.',
  'error.username-taken':
    'Ce nom appartient à quelqu’un qui a un mot de passe. Choisissez-en un autre, ou saisissez le mot de passe.',
  'error.group-full': 'Le groupe est complet. Réessayez quand quelqu’un sera parti.',
  'error.group-locked': 'Le groupe est verrouillé.',
  'error.group-locked.note': 'Le groupe est verrouillé : {{note}}',
  'error.group-not-open': 'Le groupe n’est pas encore ouvert.',
  'error.group-expired': 'Le groupe est fermé : sa durée est écoulée.',
  'error.no-operator': 'Le groupe ouvre quand la modération est là.',
  'error.no-such-group': 'Ce groupe n’existe pas sur ce serveur.',
  'error.duplicate-id': 'Ce navigateur est déjà dans le groupe.',
  'error.busy': 'Le serveur est occupé. Réessayez dans un instant.',
  'error.server-gone': 'Le serveur ne répond pas. Vérifiez votre connexion et réessayez.',
  'error.not-permitted': 'Vous n’avez pas le droit de faire cela dans ce groupe.',
  'error.no-such-member': 'Cette personne a quitté la réunion.',
  'error.no-such-message': 'Ce message a déjà été supprimé.',
  'error.no-such-token': 'Cette invitation à ce groupe n’existe pas.',
  'error.recording-unavailable': 'Ce serveur ne peut pas enregistrer.',
  'error.misunderstood': 'La page et le serveur ne se comprennent pas. Rechargez la page.',
  'error.too-long': 'C’est plus long que ce que le serveur accepte.',
  'error.too-fast': 'C’était trop à la fois. Attendez un instant, puis réessayez.',
  'error.slow-reader': 'Votre connexion était trop lente pour ce que la réunion envoie.',
  'error.not-joined': 'Vous n’êtes plus dans la réunion. Rejoignez-la de nouveau.',
  'error.group-moved': 'Le groupe se réunit maintenant à une autre adresse.',
  'error.group-moved.to': 'Le groupe se réunit maintenant à une autre adresse : {{address}}',
  'error.no-such-action': 'Ce serveur ne sait pas faire cela.',
  'error.bad-value': 'Le serveur ne l’accepte pas tel quel. C’est peut-être trop long.',
  'error.not-possible': 'Ce n’est pas possible ici.',
  'error.media': 'Le son ou l’image n’a pas pu être connecté. Réessayez.',
  'error.media-unavailable': 'Le serveur redémarre le son et les images. Réessayez dans un instant.',
  'error.too-many-streams':
    'Vous envoyez déjà tout ce que le serveur accepte d’une personne. Arrêtez d’abord autre chose.',
  'error.seat-lost': 'Vous avez été absent trop longtemps. Rejoignez de nouveau la réunion.',
  'error.kicked': 'Vous avez été exclu de la réunion.',
  'error.taken-over': 'Une autre fenêtre ou un autre appareil a pris votre place dans la réunion.',
  'error.draining':
    'Le serveur va être arrêté et ne laisse plus entrer personne. Réessayez dans quelques minutes.',
  'error.internal':
    'Un problème est survenu sur le serveur. Réessayez et, si cela ne suffit pas, prévenez la personne qui le gère.',
  'error.no-such-user': 'Le groupe ne connaît personne de ce nom.',
  'error.token-elsewhere': 'Cette invitation est celle d’un autre groupe.',
  'error.too-many-tokens':
    'Il y a autant d’invitations que le serveur en conserve. Il faut d’abord que certaines expirent.',
  'error.not-writable': 'Ce serveur ne permet pas de changer cela d’ici.',
  'error.changed-meanwhile': 'Quelqu’un d’autre l’a changé entre-temps. Rechargez la page.',
  'error.device.none': 'Aucun appareil de ce genre n’a été trouvé.',
  'error.device.denied':
    'Le navigateur n’autorise pas cette page à le faire. Autorisez-le dans ses réglages, puis réessayez.',
  'error.device.cancelled': 'Rien n’a été choisi.',
  'error.device.busy':
    'Un autre programme utilise l’appareil, ou celui-ci ne répond pas. Fermez ce programme, puis réessayez.',
  'error.device.lost': 'L’appareil n’est plus là.',
  'error.device.insecure':
    'Le navigateur ne le permet que sur les pages en https. Adressez-vous à la personne qui gère le serveur.',
  'error.device.unsupported': 'Ce navigateur ne sait pas faire cela.',
  'error.device.failed': 'L’appareil n’a pas pu être ouvert. Réessayez, ou choisissez-en un autre.',
  'error.page-outdated':
    'Une partie de cette page n’a pas pu être chargée. Le serveur a peut-être été mis à jour : rechargez la page.',
  'error.unknown': 'Cela n’a pas fonctionné : {{reason}}',
};
