import type { devices as english } from '../en/devices.ts';
import type { Translated } from '../translated.ts';

/** One's own devices, what is sent and received, and the dialog where all of it is set. */
export const devices: Translated<typeof english> = {
  'devices.denied.microphone': 'Das Mikrofon ist auf dieser Seite nicht erlaubt.',
  'devices.denied.camera': 'Die Kamera ist auf dieser Seite nicht erlaubt.',
  'devices.denied.chrome':
    'Klicken Sie auf das Symbol links neben der Adresse, erlauben Sie den Zugriff und schalten Sie dann wieder ein.',
  'devices.denied.firefox':
    'Klicken Sie auf das durchgestrichene Symbol links neben der Adresse, heben Sie die Blockierung auf und schalten Sie dann wieder ein.',
  'devices.denied.safari':
    'Wählen Sie im Menü Safari „Einstellungen für diese Website“, erlauben Sie den Zugriff und schalten Sie dann wieder ein.',
  'devices.denied.ios':
    'Tippen Sie auf das Symbol neben der Adresse, wählen Sie „Website-Einstellungen“, erlauben Sie den Zugriff und schalten Sie dann wieder ein.',
  'devices.denied.android':
    'Tippen Sie auf das Symbol links neben der Adresse, wählen Sie „Berechtigungen“, erlauben Sie den Zugriff und schalten Sie dann wieder ein.',
  'devices.denied.other':
    'Erlauben Sie den Zugriff in den Einstellungen Ihres Browsers und schalten Sie dann wieder ein.',
  'devices.none.microphone':
    'Es wurde kein Mikrofon gefunden. Schließen Sie eines an oder machen Sie ohne weiter.',
  'devices.none.camera': 'Es wurde keine Kamera gefunden. Schließen Sie eine an oder machen Sie ohne weiter.',
  'devices.busy.microphone':
    'Ein anderes Programm verwendet das Mikrofon, oder es antwortet nicht. Schließen Sie das Programm und versuchen Sie es erneut.',
  'devices.busy.camera':
    'Ein anderes Programm verwendet die Kamera, oder sie antwortet nicht. Schließen Sie das Programm und versuchen Sie es erneut.',
  'devices.lost.instead': 'Das Mikrofon wurde getrennt. Jetzt wird „{{device}}“ verwendet.',

  'devices.plugged.use': 'Verwenden',
  'devices.plugged.microphone': '„{{device}}“ wurde angeschlossen.',
  'devices.plugged.used': '„{{device}}“ wird wieder verwendet.',
  'devices.speaker.lost': 'Der Lautsprecher wurde getrennt. Jetzt wird der des Systems verwendet.',

  'devices.file.unsupported':
    'Dieser Browser kann anderen keine Dateien vorspielen. Versuchen Sie es mit Chrome, Edge oder Firefox.',
  'devices.file.unplayable': 'Dieser Browser kann „{{name}}“ nicht abspielen.',
  'devices.file.muted': 'Ihr Mikrofon ist stummgeschaltet, solange die Datei läuft.',
  'devices.file.over': 'Die Datei ist zu Ende. Ihr Mikrofon ist noch stummgeschaltet.',
  'devices.file.play': 'Abspielen',
  'devices.file.pause': 'Anhalten',
  'devices.file.position': 'Position in „{{name}}“',
  'devices.file.volume': 'Lautstärke für Sie',
  'devices.file.stop': 'Wiedergabe beenden',
  'devices.file.now': 'Sie spielen allen „{{name}}“ vor',

  'devices.microphone': 'Mikrofon',
  'devices.camera': 'Kamera',
  'devices.speaker': 'Lautsprecher',
  'devices.speaker.default': 'Wie das System',
  'devices.speaker.fixed': 'Dieser Browser verwendet immer den Lautsprecher des Systems.',
  'devices.flip': 'Kamera wechseln',
  'devices.more': 'Mehr zeigen',
  'devices.share.more': 'Weiteres präsentieren',
  'devices.share.another': 'Weiteren Bildschirm teilen',
  'devices.share.screen': 'Bildschirm teilen',
  'devices.share.file': 'Allen eine Datei vorspielen…',
  'devices.share.camera': '„{{device}}“ hinzufügen',
  'devices.share.camera.stop': '„{{device}}“ beenden',
  'devices.share.stop': 'Bildschirme nicht mehr teilen',

  'devices.hint.talking': 'Sie sind stummgeschaltet. Niemand hört Sie.',
  'devices.hint.talking.key': 'Sie sind stummgeschaltet. Halten Sie zum Sprechen die Leertaste gedrückt.',
  'devices.hint.silent':
    'Von Ihrem Mikrofon kommt nichts. Prüfen Sie, ob es das richtige ist und ob es eingeschaltet ist.',
  'devices.hint.system': 'Ihr System oder Headset hat das Mikrofon stummgeschaltet.',
  'devices.hint.noisy': 'Ihr Mikrofon nimmt viele Geräusche auf. Schalten Sie es stumm, während Sie zuhören.',
  'devices.hint.settings': 'Einstellungen',

  'settings.title': 'Einstellungen',
  'settings.open': 'Einstellungen…',
  'settings.sections': 'Bereiche',
  'settings.audio': 'Audio',
  'settings.video': 'Video',
  'settings.traffic': 'Senden und Empfangen',
  'settings.notifications': 'Mitteilungen',
  'settings.talking': 'Sprechen',
  'settings.sending': 'Senden',
  'settings.receiving': 'Empfangen',
  'settings.relay.title': 'Relay',
  'settings.loading': 'Wird geladen…',

  'settings.device': 'Gerät',
  'settings.level': 'Mikrofonpegel',
  'settings.microphone.test': 'Mikrofon testen',
  'settings.microphone.test.stop': 'Test beenden',
  'settings.microphone.muted': 'Sie sind stummgeschaltet: Hier hört Sie nur diese Seite.',
  'settings.echo': 'Sich selbst hören',
  'settings.echo.stop': 'Sich nicht mehr hören',
  'settings.echo.hint':
    'Ihre Stimme kommt nach einer halben Sekunde zurück. Niemand sonst hört sie. Am besten geht es mit Kopfhörern.',
  'settings.tone': 'Testton abspielen',
  'settings.tone.playing': 'Wird abgespielt…',
  'settings.echo-cancellation': 'Echounterdrückung',
  'settings.echo-cancellation.hint':
    'Hält die Stimmen der anderen aus Ihrem Mikrofon heraus. Bei Kopfhörern und Musik ausschalten.',
  'settings.gain': 'Lautstärke ausgleichen',
  'settings.gain.hint': 'Hebt eine leise Stimme an und senkt eine laute ab.',
  'settings.high-quality': 'Hohe Tonqualität',
  'settings.high-quality.hint': 'Für Musik: 128 kbit/s, in Stereo, wenn das Mikrofon es kann.',
  'settings.talk': 'Leertaste',
  'settings.talk.open': 'Ohne Wirkung',
  'settings.talk.open.hint': 'Das Mikrofon ist an, bis Sie es stummschalten.',
  'settings.talk.push-to-talk': 'Drücken zum Sprechen',
  'settings.talk.push-to-talk.hint': 'Man hört Sie, solange Sie die Leertaste gedrückt halten.',
  'settings.talk.push-to-mute': 'Drücken für Stumm',
  'settings.talk.push-to-mute.hint': 'Man hört Sie nicht, solange Sie die Leertaste gedrückt halten.',
  'settings.hints': 'Hinweise zum Mikrofon',
  'settings.hints.hint':
    'Melden, wenn Sie stummgeschaltet sprechen und wenn Ihr Mikrofon nichts oder viele Geräusche aufnimmt. Gemessen wird auf diesem Gerät; nichts wird gesendet.',

  'settings.preview': 'Ihre Kamera',
  'settings.preview.off': 'Ihre Kamera ist aus',
  'settings.preview.start': 'Kamera testen',
  'settings.preview.stop': 'Test beenden',
  'settings.mirror': 'Eigenes Bild spiegeln',
  'settings.mirror.hint': 'Sie sehen sich wie in einem Spiegel. Andere sehen Sie, wie Sie sind.',
  'settings.blackboard': 'Tafelmodus',
  'settings.blackboard.hint':
    'Ein größeres und schärferes Bild von allem, was sich kaum bewegt, etwa einer Tafel oder einem Buch.',

  'settings.send': 'Video senden',
  'settings.send.lowest': 'Sehr niedrig, 150 kbit/s',
  'settings.send.low': 'Niedrig, 300 kbit/s',
  'settings.send.normal': 'Normal, 700 kbit/s',
  'settings.send.unlimited': 'So gut es die Verbindung erlaubt',
  'settings.send.hint': 'Für jede Kamera. Gilt sofort.',
  'settings.simulcast': 'Mehrere Qualitäten zugleich',
  'settings.simulcast.hint':
    'Alle empfangen die Qualität, die zu ihrer Verbindung passt. Das kostet Sie etwas mehr.',
  'settings.simulcast.auto': 'Bei mehr als zwei Personen',
  'settings.simulcast.on': 'Immer',
  'settings.simulcast.off': 'Nie',
  'settings.receive': 'Empfangen',
  'settings.receive.everything': 'Alles',
  'settings.receive.low': 'Alles in niedriger Qualität',
  'settings.receive.screens': 'Geteilte Bildschirme und alle Stimmen',
  'settings.receive.audio': 'Nur Stimmen',
  'settings.receive.nothing': 'Nichts',
  'settings.receive.hint': 'Entlastet Ihre Verbindung. Andere merken nichts davon.',
  'settings.relay':
    'Ton und Bild laufen über ein Relay; so wurde es mit einem Befehl eingestellt. Das gilt ab dem nächsten Beitritt.',
  'settings.relay.undo': 'Darauf verzichten',
  'settings.unknown': 'Es gibt keine Einstellung „{{name}}“. Der Befehl /set zeigt alle.',
  'settings.bad-value': '„{{value}}“ passt nicht zur Einstellung „{{name}}“.',

  'shortcuts.settings': 'Einstellungen öffnen',
  'shortcuts.talk': 'Gedrückt halten: sprechen oder stumm sein, je nach Einstellung',
};
