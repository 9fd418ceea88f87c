import type { common as english } from '../en/common.ts';
import type { Translated } from '../translated.ts';

/** What is said all over the page. */
export const common: Translated<typeof english> = {
  'app.name': 'Evagore',

  'menu.more': 'Plus',
  'menu.theme': 'Apparence',
  'menu.theme.system': 'Comme le système',
  'menu.theme.light': 'Clair',
  'menu.theme.dark': 'Sombre',
  'menu.shortcuts': 'Raccourcis clavier',
  'menu.fullscreen': 'Plein écran',
  'menu.fullscreen.leave': 'Quitter le plein écran',
  'theme.to.dark': 'Passer au thème sombre',
  'theme.to.light': 'Passer au thème clair',

  'common.panel.width': 'Largeur du panneau',
  'common.close': 'Fermer',
  'common.cancel': 'Annuler',

  'part.lost':
    'Cette partie de la page n’a pas pu être chargée. Vérifiez votre connexion ou rechargez la page.',
  'part.again': 'Réessayer',
  'crash.title': 'Une erreur s’est produite sur cette page',
  'crash.text': 'Elle ne peut pas continuer ainsi. Rechargez-la pour revenir.',
  'crash.reload': 'Recharger',
  'crash.details': 'Ce qui s’est passé, pour votre administrateur',

  'language.choose': 'Choisir une langue',
  'language.title': 'Langue',
  'language.system': 'Comme le navigateur',
  'language.failed':
    'Les textes de cette langue n’ont pas pu être chargés. Vérifiez votre connexion et réessayez.',
};
