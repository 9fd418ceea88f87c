import type { palette as english } from '../en/palette.ts';
import type { Translated } from '../translated.ts';

/** The palette of commands, and captions. */
export const palette: Translated<typeof english> = {
  'palette.title': 'Commandes',
  'palette.search': 'Que voulez-vous faire ?',
  'palette.count_one': '{{count}} résultat.',
  'palette.count_other': '{{count}} résultats.',
  'palette.none': 'Aucun résultat.',
  'palette.list': 'Commandes correspondantes',
  'palette.choices': 'Choix',
  'palette.optional': '{{description}} (facultatif : Entrée pour passer)',
  'palette.back': 'Retour',
  'palette.working': 'En cours…',
  'palette.done': 'Terminé.',
  'palette.result': 'Résultat',
  'palette.keys': '↑ ↓ choisir, Entrée valider, Échap fermer',
  'palette.keys.asked': '↑ ↓ choisir, Entrée valider, ⌫ revenir, Échap fermer',
  'palette.open': 'Commandes…',

  'palette.microphone': 'Activer ou couper le micro',
  'palette.camera': 'Activer ou désactiver la caméra',
  'palette.chat': 'Ouvrir ou fermer la discussion',
  'palette.people': 'Ouvrir ou fermer la liste des participants',
  'palette.settings': 'Ouvrir les paramètres',
  'palette.keys.show': 'Afficher l’effet des touches',
  'palette.captions': 'Afficher ou masquer les sous-titres',
  'palette.pin': 'Épingler {{name}}',
  'palette.unpin': 'Détacher {{name}}',
  'palette.pin.speaker': 'Épingler qui parle : {{name}}',
  'palette.theme.system': 'Apparence : comme le système',
  'palette.theme.light': 'Apparence : claire',
  'palette.theme.dark': 'Apparence : sombre',
  'palette.language': 'Langue : {{language}}',
  'palette.language.system': 'Langue : comme le navigateur',

  'captions.label': 'Sous-titres',
  'captions.from': 'Sous-titre de {{name}} :',
};
