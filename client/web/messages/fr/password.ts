import type { password as english } from '../en/password.ts';
import type { Translated } from '../translated.ts';

/** Changing one's password. */
export const password: Translated<typeof english> = {
  'password.title': 'Changer votre mot de passe',
  'password.hint':
    'C’est le mot de passe de {{name}} dans ce groupe. Il vous sera demandé à la prochaine connexion.',
  'password.hint.group': 'C’est le mot de passe de {{name}} dans le groupe {{group}}.',
  'password.nobody':
    'Cette adresse n’indique pas quel mot de passe changer. Ouvrez-la depuis le menu de la réunion.',
  'password.old': 'Mot de passe actuel',
  'password.next': 'Nouveau mot de passe',
  'password.repeated': 'Confirmer le mot de passe',
  'password.do': 'Changer le mot de passe',
  'password.changed': 'Votre mot de passe est changé.',
  'password.back': 'Aller à {{group}}',
  'password.strength.none':
    'Au moins {{least}} caractères. Plusieurs mots sont faciles à retenir et difficiles à deviner.',
  'password.strength.short': 'Trop court : au moins {{least}} caractères.',
  'password.strength.fair': 'Correct. Plus long, c’est mieux.',
  'password.strength.strong': 'Assez long pour être sûr.',
  'password.problem.no-old': 'Saisissez votre mot de passe actuel.',
  'password.problem.short': 'Le nouveau mot de passe doit avoir au moins {{least}} caractères.',
  'password.problem.long': 'Le nouveau mot de passe est trop long : 72 lettres au maximum.',
  'password.problem.same': 'Le nouveau mot de passe est identique à l’actuel. Choisissez-en un autre.',
  'password.problem.different':
    'Les deux nouveaux mots de passe sont différents. Saisissez de nouveau le second.',
  'password.problem.wrong':
    'Le mot de passe actuel est incorrect, ou ce serveur ne permet pas de changer de mot de passe.',
  'password.problem.no-account':
    'Vous n’avez pas de mot de passe personnel dans ce groupe : il n’y a donc rien à changer.',
  'password.problem.refused': 'Le serveur n’accepte pas ce mot de passe. Choisissez-en un autre.',
  'password.problem.too-often': 'Trop de tentatives. Attendez une demi-minute et réessayez.',
  'password.problem.unreachable': 'Le serveur ne répond pas. Vérifiez votre connexion et réessayez.',
};
