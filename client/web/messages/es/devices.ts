import type { devices as english } from '../en/devices.ts';
import type { Translated } from '../translated.ts';

/** One's own devices, what is sent and received, and the dialog where all of it is set. */
export const devices: Translated<typeof english> = {
  'devices.denied.microphone': 'Esta página no tiene permiso para usar el micrófono.',
  'devices.denied.camera': 'Esta página no tiene permiso para usar la cámara.',
  'devices.denied.chrome':
    'Haz clic en el icono a la izquierda de la dirección, da el permiso y vuelve a activar el dispositivo.',
  'devices.denied.firefox':
    'Haz clic en el icono tachado a la izquierda de la dirección, quita el bloqueo y vuelve a activar el dispositivo.',
  'devices.denied.safari':
    'Elige «Ajustes para este sitio web» en el menú Safari, da el permiso y vuelve a activar el dispositivo.',
  'devices.denied.ios':
    'Toca el icono junto a la dirección, elige «Ajustes del sitio web», da el permiso y vuelve a activar el dispositivo.',
  'devices.denied.android':
    'Toca el icono a la izquierda de la dirección, elige «Permisos», da el permiso y vuelve a activar el dispositivo.',
  'devices.denied.other': 'Da el permiso en los ajustes de tu navegador y vuelve a activar el dispositivo.',
  'devices.none.microphone': 'No se ha encontrado ningún micrófono. Conecta uno o continúa sin él.',
  'devices.none.camera': 'No se ha encontrado ninguna cámara. Conecta una o continúa sin ella.',
  'devices.busy.microphone':
    'Otro programa está usando el micrófono, o este no responde. Cierra ese programa e inténtalo de nuevo.',
  'devices.busy.camera':
    'Otro programa está usando la cámara, o esta no responde. Cierra ese programa e inténtalo de nuevo.',
  'devices.lost.instead': 'El micrófono se ha desconectado. Ahora se usa «{{device}}».',

  'devices.plugged.use': 'Usar',
  'devices.plugged.microphone': 'Se ha conectado «{{device}}».',
  'devices.plugged.used': 'Se vuelve a usar «{{device}}».',
  'devices.speaker.lost': 'El altavoz se ha desconectado. Ahora se usa el del sistema.',

  'devices.file.unsupported':
    'Este navegador no puede reproducir archivos para otras personas. Prueba con Chrome, Edge o Firefox.',
  'devices.file.unplayable': 'Este navegador no puede reproducir «{{name}}».',
  'devices.file.muted': 'Tu micrófono está silenciado mientras se reproduce el archivo.',
  'devices.file.over': 'El archivo ha terminado. Tu micrófono sigue silenciado.',
  'devices.file.play': 'Reproducir',
  'devices.file.pause': 'Pausar',
  'devices.file.position': 'Posición en «{{name}}»',
  'devices.file.volume': 'Volumen para ti',
  'devices.file.stop': 'Detener la reproducción',
  'devices.file.now': 'Estás reproduciendo «{{name}}» para el grupo',

  'devices.microphone': 'Micrófono',
  'devices.camera': 'Cámara',
  'devices.speaker': 'Altavoz',
  'devices.speaker.default': 'El del sistema',
  'devices.speaker.fixed': 'Este navegador usa siempre el altavoz del sistema.',
  'devices.flip': 'Cambiar de cámara',
  'devices.more': 'Más para mostrar',
  'devices.share.more': 'Presentar más',
  'devices.share.another': 'Compartir otra pantalla',
  'devices.share.screen': 'Compartir pantalla',
  'devices.share.file': 'Reproducir un archivo para el grupo…',
  'devices.share.camera': 'Añadir «{{device}}»',
  'devices.share.camera.stop': 'Detener «{{device}}»',
  'devices.share.stop': 'Dejar de compartir pantallas',

  'devices.hint.talking': 'Tu micrófono está silenciado. Nadie te oye.',
  'devices.hint.talking.key':
    'Tu micrófono está silenciado. Mantén pulsada la barra espaciadora para hablar.',
  'devices.hint.silent': 'No llega nada de tu micrófono. Comprueba que sea el correcto y que esté encendido.',
  'devices.hint.system': 'Tu sistema o tus auriculares han silenciado el micrófono.',
  'devices.hint.noisy': 'Tu micrófono capta mucho ruido. Siléncialo mientras escuchas.',
  'devices.hint.settings': 'Ajustes',

  'settings.title': 'Ajustes',
  'settings.open': 'Ajustes…',
  'settings.sections': 'Secciones',
  'settings.audio': 'Audio',
  'settings.video': 'Vídeo',
  'settings.traffic': 'Envío y recepción',
  'settings.notifications': 'Notificaciones',
  'settings.talking': 'Hablar',
  'settings.sending': 'Envío',
  'settings.receiving': 'Recepción',
  'settings.relay.title': 'Servidor intermedio',
  'settings.loading': 'Cargando…',

  'settings.device': 'Dispositivo',
  'settings.level': 'Nivel del micrófono',
  'settings.microphone.test': 'Probar el micrófono',
  'settings.microphone.test.stop': 'Detener la prueba',
  'settings.microphone.muted': 'Tu micrófono está silenciado: solo esta página te oye.',
  'settings.echo': 'Oír mi voz',
  'settings.echo.stop': 'Dejar de oír mi voz',
  'settings.echo.hint': 'Tu voz vuelve medio segundo después. Nadie más la oye. Mejor con auriculares.',
  'settings.tone': 'Reproducir un tono de prueba',
  'settings.tone.playing': 'Reproduciendo…',
  'settings.echo-cancellation': 'Cancelación de eco',
  'settings.echo-cancellation.hint':
    'Evita que tu micrófono capte las voces del resto. Desactívala con auriculares y para música.',
  'settings.gain': 'Volumen uniforme',
  'settings.gain.hint': 'Sube una voz baja y baja una voz fuerte.',
  'settings.high-quality': 'Audio de alta calidad',
  'settings.high-quality.hint': 'Para música: 128 kbit/s, en estéreo si el micrófono lo permite.',
  'settings.talk': 'Barra espaciadora',
  'settings.talk.open': 'No hace nada',
  'settings.talk.open.hint': 'El micrófono está activo hasta que lo silencies.',
  'settings.talk.push-to-talk': 'Pulsar para hablar',
  'settings.talk.push-to-talk.hint': 'Se te oye mientras mantienes pulsada la barra espaciadora.',
  'settings.talk.push-to-mute': 'Pulsar para silenciar',
  'settings.talk.push-to-mute.hint': 'No se te oye mientras mantienes pulsada la barra espaciadora.',
  'settings.hints': 'Avisos del micrófono',
  'settings.hints.hint':
    'Te avisa si hablas con el micrófono silenciado y si no capta nada o capta ruido. Se mide en este dispositivo; no se envía nada.',

  'settings.preview': 'Tu cámara',
  'settings.preview.off': 'Tu cámara está apagada',
  'settings.preview.start': 'Probar la cámara',
  'settings.preview.stop': 'Detener la prueba',
  'settings.mirror': 'Reflejar mi imagen',
  'settings.mirror.hint': 'Te ves como en un espejo. El resto te ve tal como eres.',
  'settings.blackboard': 'Modo pizarra',
  'settings.blackboard.hint':
    'Una imagen más grande y nítida de lo que apenas se mueve, como una pizarra o un libro.',

  'settings.send': 'Enviar vídeo',
  'settings.send.lowest': 'Mínima, 150 kbit/s',
  'settings.send.low': 'Baja, 300 kbit/s',
  'settings.send.normal': 'Normal, 700 kbit/s',
  'settings.send.unlimited': 'La mejor que permita la conexión',
  'settings.send.hint': 'Por cada cámara. Se aplica al momento.',
  'settings.simulcast': 'Varias calidades a la vez',
  'settings.simulcast.hint':
    'Cada persona recibe la calidad adecuada a su conexión. A ti te cuesta un poco más.',
  'settings.simulcast.auto': 'Con más de dos personas',
  'settings.simulcast.on': 'Siempre',
  'settings.simulcast.off': 'Nunca',
  'settings.receive': 'Recibir',
  'settings.receive.everything': 'Todo',
  'settings.receive.low': 'Todo en baja calidad',
  'settings.receive.screens': 'Pantallas compartidas y todas las voces',
  'settings.receive.audio': 'Solo voces',
  'settings.receive.nothing': 'Nada',
  'settings.receive.hint': 'Alivia tu conexión. El resto no lo nota.',
  'settings.relay':
    'Todo el audio y el vídeo pasa por un servidor intermedio, según indicó un comando. Se aplicará la próxima vez que te unas.',
  'settings.relay.undo': 'Prescindir de él',
  'settings.unknown': 'No existe el ajuste «{{name}}». Usa /set para verlos todos.',
  'settings.bad-value': '«{{value}}» no es válido para el ajuste «{{name}}».',

  'shortcuts.settings': 'Abrir los ajustes',
  'shortcuts.talk': 'Hablar o silenciar mientras se mantiene pulsada, según los ajustes',
};
