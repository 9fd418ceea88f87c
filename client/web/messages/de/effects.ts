import type { effects as english } from '../en/effects.ts';
import type { Translated } from '../translated.ts';

/** Effects on one's own picture and voice. */
export const effects: Translated<typeof english> = {
  'effects.background': 'Hintergrund',
  'effects.none': 'Keiner',
  'effects.blur.light': 'Leicht unscharf',
  'effects.blur.strong': 'Stark unscharf',
  'effects.scene.study': 'Arbeitszimmer',
  'effects.scene.hall': 'Büro',
  'effects.scene.garden': 'Garten',
  'effects.scene.harbour': 'Meer',
  'effects.scene.dusk': 'Dämmerung',
  'effects.scene.linen': 'Helle Wand',
  'effects.own': 'Eigenes Bild',
  'effects.own.numbered': 'Eigenes Bild {{number}}',
  'effects.own.add': 'Bild hinzufügen',
  'effects.own.adding': 'Wird hinzugefügt…',
  'effects.own.remove': '„{{name}}“ entfernen',
  'effects.own.hint': 'Ihre Bilder bleiben in diesem Browser.',
  'effects.own.full_one': 'Es ist Platz für {{count}} Bild. Entfernen Sie es zuerst.',
  'effects.own.full_other': 'Es ist Platz für {{count}} Bilder. Entfernen Sie zuerst eines.',
  'effects.refused.type': 'Wählen Sie ein Bild im Format JPEG, PNG, WebP, AVIF oder GIF.',
  'effects.refused.bytes': 'Diese Datei ist zu groß. Bilder dürfen bis zu {{megabytes}} MB haben.',
  'effects.refused.unreadable': 'Dieses Bild ließ sich nicht lesen. Vielleicht ist die Datei beschädigt.',
  'effects.refused.small': 'Dieses Bild ist zu klein für einen Hintergrund.',
  'effects.refused.storage':
    'Dieser Browser bewahrt keine Bilder auf, vielleicht weil sein Speicher voll ist.',

  'effects.orientation': 'Ihr Bild, wie andere es sehen',
  'effects.orientation.none': 'Unverändert',
  'effects.orientation.mirror': 'Gespiegelt',
  'effects.orientation.flip': 'Kopfüber',
  'effects.orientation.rotate': 'Halb gedreht',

  'effects.busy': 'Der Effekt wird vorbereitet…',
  'effects.unsupported':
    'Dieser Browser kann Ihr Bild nicht verändern. Eine aktuelle Version eines anderen kann es.',
  'effects.error.not-supported': 'Dieser Browser kann diesen Effekt nicht zeigen.',
  'effects.error.load-failed': 'Der Effekt ließ sich nicht laden. Prüfen Sie Ihre Verbindung.',
  'effects.error.too-slow': 'Dieser Computer ist zu langsam für den Effekt, deshalb wurde er ausgeschaltet.',
  'effects.error.failed': 'Der Effekt brach ab.',

  'effects.noise': 'Geräuschunterdrückung',
  'effects.noise.browser': 'Standard',
  'effects.noise.rnnoise': 'Stark',
  'effects.noise.off': 'Aus',
  'effects.noise.browser.hint': 'Die des Browsers, fast überall richtig.',
  'effects.noise.rnnoise.hint':
    'Entfernt auch Tastaturen, Lüfter und Straßenlärm, aber keine Musik. Braucht etwas Rechenleistung.',
  'effects.noise.off.hint': 'Für Musik und gute Mikrofone.',
  'effects.noise.failed':
    'Die starke Geräuschunterdrückung funktioniert hier zurzeit nicht. Stattdessen wird die des Browsers verwendet.',
  'effects.noise.failed.off':
    'Die starke Geräuschunterdrückung funktioniert hier zurzeit nicht. Ihre Stimme wird unverändert gesendet.',
  'effects.sent.room': 'Die anderen können Ihren Raum sehen.',
  'effects.sent.plain': 'Die anderen sehen Ihr Bild unverändert.',
  'effects.sent.before': 'Die anderen sehen weiterhin den bisherigen Hintergrund.',
  'effects.retry': 'Erneut versuchen',
};
