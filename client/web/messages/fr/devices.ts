import type { devices as english } from '../en/devices.ts';
import type { Translated } from '../translated.ts';

/** One's own devices, what is sent and received, and the dialog where all of it is set. */
export const devices: Translated<typeof english> = {
  'devices.denied.microphone': 'Le micro n’est pas autorisé sur cette page.',
  'devices.denied.camera': 'La caméra n’est pas autorisée sur cette page.',
  'devices.denied.chrome':
    'Cliquez sur l’icône à gauche de l’adresse, donnez l’autorisation, puis réactivez.',
  'devices.denied.firefox':
    'Cliquez sur l’icône barrée à gauche de l’adresse, levez le blocage, puis réactivez.',
  'devices.denied.safari':
    'Choisissez « Réglages pour ce site web » dans le menu Safari, donnez l’autorisation, puis réactivez.',
  'devices.denied.ios':
    'Touchez l’icône à côté de l’adresse, choisissez « Réglages du site web », donnez l’autorisation, puis réactivez.',
  'devices.denied.android':
    'Touchez l’icône à gauche de l’adresse, choisissez « Autorisations », donnez l’autorisation, puis réactivez.',
  'devices.denied.other': 'Donnez l’autorisation dans les paramètres de votre navigateur, puis réactivez.',
  'devices.none.microphone': 'Aucun micro n’a été trouvé. Branchez-en un, ou continuez sans.',
  'devices.none.camera': 'Aucune caméra n’a été trouvée. Branchez-en une, ou continuez sans.',
  'devices.busy.microphone':
    'Un autre programme utilise le micro, ou celui-ci ne répond pas. Fermez ce programme, puis réessayez.',
  'devices.busy.camera':
    'Un autre programme utilise la caméra, ou celle-ci ne répond pas. Fermez ce programme, puis réessayez.',
  'devices.lost.instead': 'Le micro a été débranché. « {{device}} » est maintenant utilisé.',

  'devices.plugged.use': 'Utiliser',
  'devices.plugged.microphone': '« {{device}} » a été branché.',
  'devices.plugged.used': '« {{device}} » est de nouveau utilisé.',
  'devices.speaker.lost': 'Le haut-parleur a été débranché. Celui du système est maintenant utilisé.',

  'devices.file.unsupported':
    'Ce navigateur ne peut pas diffuser de fichiers. Essayez Chrome, Edge ou Firefox.',
  'devices.file.unplayable': 'Ce navigateur ne peut pas lire « {{name}} ».',
  'devices.file.muted': 'Votre micro est coupé pendant la lecture du fichier.',
  'devices.file.over': 'Le fichier est terminé. Votre micro est toujours coupé.',
  'devices.file.play': 'Lire',
  'devices.file.pause': 'Pause',
  'devices.file.position': 'Position dans « {{name}} »',
  'devices.file.volume': 'Volume pour vous',
  'devices.file.stop': 'Arrêter la lecture',
  'devices.file.now': 'Vous diffusez « {{name}} » à tout le monde',

  'devices.microphone': 'Micro',
  'devices.camera': 'Caméra',
  'devices.speaker': 'Haut-parleur',
  'devices.speaker.default': 'Comme le système',
  'devices.speaker.fixed': 'Ce navigateur utilise toujours le haut-parleur du système.',
  'devices.flip': 'Changer de caméra',
  'devices.more': 'Autres choses à montrer',
  'devices.share.more': 'Présenter autre chose',
  'devices.share.another': 'Partager un autre écran',
  'devices.share.screen': 'Partager un écran',
  'devices.share.file': 'Diffuser un fichier à tout le monde…',
  'devices.share.camera': 'Ajouter « {{device}} »',
  'devices.share.camera.stop': 'Arrêter « {{device}} »',
  'devices.share.stop': 'Arrêter le partage d’écrans',

  'devices.hint.talking': 'Votre micro est coupé. Personne ne vous entend.',
  'devices.hint.talking.key': 'Votre micro est coupé. Maintenez la barre d’espace pour parler.',
  'devices.hint.silent': 'Aucun son ne vient de votre micro. Vérifiez que c’est le bon et qu’il est allumé.',
  'devices.hint.system': 'Votre système ou votre casque a coupé le micro.',
  'devices.hint.noisy': 'Votre micro capte beaucoup de bruit. Coupez-le pendant que vous écoutez.',
  'devices.hint.settings': 'Paramètres',

  'settings.title': 'Paramètres',
  'settings.open': 'Paramètres…',
  'settings.sections': 'Sections',
  'settings.audio': 'Audio',
  'settings.video': 'Vidéo',
  'settings.traffic': 'Envoi et réception',
  'settings.notifications': 'Notifications',
  'settings.talking': 'Prise de parole',
  'settings.sending': 'Envoi',
  'settings.receiving': 'Réception',
  'settings.relay.title': 'Relais',
  'settings.loading': 'Chargement…',

  'settings.device': 'Appareil',
  'settings.level': 'Niveau du micro',
  'settings.microphone.test': 'Tester le micro',
  'settings.microphone.test.stop': 'Arrêter le test',
  'settings.microphone.muted': 'Votre micro est coupé : seule cette page vous entend ici.',
  'settings.echo': 'S’entendre',
  'settings.echo.stop': 'Ne plus s’entendre',
  'settings.echo.hint':
    'Votre voix revient une demi-seconde plus tard. Personne d’autre ne l’entend. De préférence avec un casque.',
  'settings.tone': 'Émettre un son de test',
  'settings.tone.playing': 'Lecture…',
  'settings.echo-cancellation': 'Annulation de l’écho',
  'settings.echo-cancellation.hint':
    'Évite que votre micro reprenne la voix des autres. À désactiver pour la musique avec un casque.',
  'settings.gain': 'Volume régulier',
  'settings.gain.hint': 'Renforce une voix faible et atténue une voix forte.',
  'settings.high-quality': 'Audio haute qualité',
  'settings.high-quality.hint': 'Pour la musique : 128 kbit/s, en stéréo si le micro le permet.',
  'settings.talk': 'Barre d’espace',
  'settings.talk.open': 'Sans effet',
  'settings.talk.open.hint': 'Le micro reste activé jusqu’à ce que vous le coupiez.',
  'settings.talk.push-to-talk': 'Appuyer pour parler',
  'settings.talk.push-to-talk.hint': 'On vous entend tant que vous maintenez la barre d’espace.',
  'settings.talk.push-to-mute': 'Appuyer pour se taire',
  'settings.talk.push-to-mute.hint': 'On ne vous entend pas tant que vous maintenez la barre d’espace.',
  'settings.hints': 'Conseils sur le micro',
  'settings.hints.hint':
    'Vous prévient si vous parlez micro coupé, ou si votre micro est muet ou bruyant. La mesure se fait sur cet appareil ; rien n’est envoyé.',

  'settings.preview': 'Votre caméra',
  'settings.preview.off': 'Votre caméra est désactivée',
  'settings.preview.start': 'Essayer la caméra',
  'settings.preview.stop': 'Arrêter l’essai',
  'settings.mirror': 'Afficher ma vue en miroir',
  'settings.mirror.hint': 'Vous vous voyez comme dans un miroir. Les autres vous voient à l’endroit.',
  'settings.blackboard': 'Mode tableau',
  'settings.blackboard.hint':
    'Une image plus grande et plus nette de ce qui bouge peu, comme un tableau ou un livre.',

  'settings.send': 'Envoyer la vidéo',
  'settings.send.lowest': 'Minimale, 150 kbit/s',
  'settings.send.low': 'Faible, 300 kbit/s',
  'settings.send.normal': 'Normale, 700 kbit/s',
  'settings.send.unlimited': 'Aussi bonne que la connexion le permet',
  'settings.send.hint': 'Pour chaque caméra. Prend effet immédiatement.',
  'settings.simulcast': 'Plusieurs qualités à la fois',
  'settings.simulcast.hint':
    'Chaque personne reçoit la qualité adaptée à sa connexion. Un peu plus coûteux pour vous.',
  'settings.simulcast.auto': 'À plus de deux personnes',
  'settings.simulcast.on': 'Toujours',
  'settings.simulcast.off': 'Jamais',
  'settings.receive': 'Recevoir',
  'settings.receive.everything': 'Tout',
  'settings.receive.low': 'Tout en qualité réduite',
  'settings.receive.screens': 'Les écrans partagés et toutes les voix',
  'settings.receive.audio': 'Les voix uniquement',
  'settings.receive.nothing': 'Rien',
  'settings.receive.hint': 'Allège votre connexion. Les autres ne le remarquent pas.',
  'settings.relay':
    'Tout le son et toute la vidéo passent par un relais, comme une commande l’a demandé. Prend effet à votre prochaine connexion.',
  'settings.relay.undo': 'S’en passer',
  'settings.unknown': 'Le paramètre « {{name}} » n’existe pas. Tapez /set pour les voir tous.',
  'settings.bad-value': '« {{value}} » ne convient pas au paramètre « {{name}} ».',

  'shortcuts.settings': 'Ouvrir les paramètres',
  'shortcuts.talk': 'Parler ou se taire tant qu’elle est maintenue, selon le réglage',
};
