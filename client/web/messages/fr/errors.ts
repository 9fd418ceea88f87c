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
  'error.page-outdated':
    'Une partie de cette page n’a pas pu être chargée. Le serveur a peut-être été mis à jour : rechargez la page.',
  'error.unknown': 'Cela n’a pas fonctionné : {{reason}}',
};
