import type { effects as english } from '../en/effects.ts';
import type { Translated } from '../translated.ts';

/** Effects on one's own picture and voice. */
export const effects: Translated<typeof english> = {
  'effects.background': 'Arrière-plan',
  'effects.none': 'Aucun',
  'effects.blur.light': 'Flou léger',
  'effects.blur.strong': 'Flou prononcé',
  'effects.scene.study': 'Bibliothèque',
  'effects.scene.hall': 'Bureau',
  'effects.scene.garden': 'Jardin',
  'effects.scene.harbour': 'Mer',
  'effects.scene.dusk': 'Crépuscule',
  'effects.scene.linen': 'Mur clair',
  'effects.own': 'Image personnelle',
  'effects.own.numbered': 'Image personnelle {{number}}',
  'effects.own.add': 'Ajouter une image',
  'effects.own.adding': 'Ajout…',
  'effects.own.remove': 'Supprimer « {{name}} »',
  'effects.own.hint': 'Vos images restent dans ce navigateur.',
  'effects.own.full_one': 'Il y a de la place pour {{count}} image. Supprimez-la d’abord.',
  'effects.own.full_other': 'Il y a de la place pour {{count}} images. Supprimez-en une d’abord.',
  'effects.refused.type': 'Choisissez une image au format JPEG, PNG, WebP, AVIF ou GIF.',
  'effects.refused.bytes':
    'Ce fichier est trop volumineux. Les images peuvent faire jusqu’à {{megabytes}} Mo.',
  'effects.refused.unreadable': 'Cette image n’a pas pu être lue. Le fichier est peut-être endommagé.',
  'effects.refused.small': 'Cette image est trop petite pour un arrière-plan.',
  'effects.refused.storage':
    'Ce navigateur ne conserve pas les images, peut-être parce que son stockage est plein.',

  'effects.orientation': 'Votre image, vue par les autres',
  'effects.orientation.none': 'Telle quelle',
  'effects.orientation.mirror': 'En miroir',
  'effects.orientation.flip': 'À l’envers',
  'effects.orientation.rotate': 'Demi-tour',

  'effects.busy': 'Préparation de l’effet…',
  'effects.unsupported': 'Ce navigateur ne peut pas modifier votre image. Essayez-en un autre, à jour.',
  'effects.error.not-supported': 'Ce navigateur ne peut pas afficher cet effet.',
  'effects.error.load-failed': 'L’effet n’a pas pu être chargé. Vérifiez votre connexion.',
  'effects.error.too-slow': 'Cet ordinateur est trop lent pour l’effet, qui a été désactivé.',
  'effects.error.failed': 'L’effet s’est interrompu.',

  'effects.noise': 'Suppression du bruit',
  'effects.noise.browser': 'Standard',
  'effects.noise.rnnoise': 'Forte',
  'effects.noise.off': 'Désactivée',
  'effects.noise.browser.hint': 'Celle du navigateur, adaptée à la plupart des lieux.',
  'effects.noise.rnnoise.hint':
    'Retire aussi les claviers, les ventilateurs et la rue, mais altère la musique. Demande un peu de calcul.',
  'effects.noise.off.hint': 'Pour la musique et les bons micros.',
  'effects.noise.failed':
    'La suppression forte du bruit ne fonctionne pas ici pour le moment. Celle du navigateur est utilisée à la place.',
  'effects.noise.failed.off':
    'La suppression forte du bruit ne fonctionne pas ici pour le moment. Votre voix est envoyée telle quelle.',
  'effects.sent.room': 'Les autres peuvent voir la pièce où vous êtes.',
  'effects.sent.plain': 'Les autres voient votre image telle quelle.',
  'effects.sent.before': 'Les autres voient encore l’arrière-plan précédent.',
  'effects.retry': 'Réessayer',
};
