import type { keys as english } from '../en/keys.ts';
import type { Translated } from '../translated.ts';

/** Keys as they stand on keyboards, and what they do. */
export const keys: Translated<typeof english> = {
  'key.control': 'Ctrl',
  'key.command': 'Cmd',
  'key.shift': 'Maj',
  'key.space': 'Espace',
  'key.escape': 'Échap',
  'key.enter': 'Entrée',
  'key.tab': 'Tab',
  'key.page-up': 'Page préc.',
  'key.page-down': 'Page suiv.',
  'key.home': 'Début',
  'key.end': 'Fin',

  'shortcuts.group.single': 'Quand vous n’écrivez pas',
  'shortcuts.group.anywhere': 'Partout',
  'shortcuts.group.people': 'Dans la liste des participants',
  'shortcuts.group.message': 'Dans le champ de message',
  'shortcuts.palette': 'Trouver et lancer une commande',
  'shortcuts.regions': 'Partie suivante de la page, avis compris',
  'shortcuts.regions.back': 'Partie précédente de la page',
  'shortcuts.pages.back': 'Page précédente de la mosaïque',
  'shortcuts.pages.on': 'Page suivante de la mosaïque',
  'shortcuts.people.move': 'Aller d’une personne à l’autre',
  'shortcuts.people.letters': 'Aller à un nom',
  'shortcuts.message.send': 'Envoyer',
  'shortcuts.message.line': 'Aller à la ligne',
  'shortcuts.message.command': 'Commencer une commande',
  'shortcuts.message.complete': 'Compléter une commande ou un nom',
};
