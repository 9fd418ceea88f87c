import type { doctor as english } from '../en/doctor.ts';
import type { Translated } from '../translated.ts';

/** The connection test: what it looks at, what it finds, and what to do about it. */
export const doctor: Translated<typeof english> = {
  'doctor.open': 'Probar la conexión',
  'doctor.title': 'Prueba de conexión',
  'doctor.intro': 'Comprueba paso a paso si el sonido y la imagen llegan de aquí al servidor y de vuelta.',
  'doctor.steps': 'Pasos de la prueba',
  'doctor.loading': 'Cargando la prueba…',
  'doctor.stop': 'Detener',
  'doctor.again': 'Repetir la prueba',
  'doctor.copy': 'Copiar informe',
  'doctor.copied': 'El informe está en el portapapeles. No contiene contraseñas.',
  'doctor.copy.failed': 'No se ha podido copiar el informe. Selecciona el texto de esta ventana.',
  'doctor.progress': 'Probando…',
  'doctor.menu': 'Prueba de conexión…',

  'doctor.server': 'Servidor',
  'doctor.udp': 'UDP',
  'doctor.tcp': 'TCP',
  'doctor.relay': 'Servidor intermedio (TURN)',
  'doctor.uplink': 'Envío',

  'doctor.state.waiting': 'pendiente',
  'doctor.state.running': 'en curso',
  'doctor.state.passed': 'funciona',
  'doctor.state.failed': 'no funciona',
  'doctor.state.skipped': 'omitido',

  'doctor.place': 'puerto {{port}} de {{host}}',
  'doctor.waiting': 'Viene después.',
  'doctor.running': 'Probando…',

  'doctor.server.passed': '{{target}} responde en {{ms}} ms.',
  'doctor.server.failed':
    'No se puede abrir una conexión permanente (WebSocket) con {{host}}. Algo la bloquea por el camino: prueba con otra red o pide a quien administra esta que permita WebSockets hacia {{host}}.',

  'doctor.udp.passed':
    'El sonido y la imagen van por la vía rápida, por UDP a {{target}}; la conexión se establece en {{ms}} ms.',
  'doctor.udp.blocked.tcp':
    'Un cortafuegos bloquea UDP a {{target}}. La reunión usa TCP en su lugar: puede haber retrasos. Pide a la administración de tu red que abra este puerto UDP.',
  'doctor.udp.blocked.relay':
    'Un cortafuegos bloquea UDP a {{target}}. La reunión pasa por un servidor intermedio. Pide a la administración de tu red que abra este puerto UDP.',
  'doctor.udp.blocked':
    'Un cortafuegos bloquea UDP a {{target}}. Pide a la administración de tu red que abra este puerto UDP o prueba con otra red.',
  'doctor.udp.relay-only':
    'UDP a {{target}} está bloqueado. No hace falta: este servidor solo admite audio y vídeo a través de servidores intermedios.',

  'doctor.tcp.passed': 'Si falla UDP, lo sustituye TCP a {{target}}; la conexión se establece en {{ms}} ms.',
  'doctor.tcp.blocked.udp': 'Un cortafuegos bloquea TCP a {{target}}. Como UDP funciona, no se pierde nada.',
  'doctor.tcp.blocked':
    'Un cortafuegos bloquea TCP a {{target}}. Pide a la administración de tu red que abra este puerto o prueba con otra red.',
  'doctor.tcp.relay-only':
    'TCP a {{target}} está bloqueado. No hace falta: este servidor solo admite audio y vídeo a través de servidores intermedios.',

  'doctor.relay.passed':
    'El servidor intermedio {{target}} transmite sonido e imagen; la conexión se establece en {{ms}} ms.',
  'doctor.relay.silent':
    'No se puede alcanzar el servidor intermedio {{target}}. Lo bloquea un cortafuegos o está fuera de servicio: avisa a quien administra este servidor.',
  'doctor.relay.refused':
    'El servidor intermedio {{target}} no acepta a quienes usan este servidor. Avisa a quien administra este servidor de que su contraseña para el servidor intermedio no es correcta.',
  'doctor.relay.blocked':
    'El servidor intermedio {{target}} responde, pero no llega hasta el servidor. Avisa a quien administra este servidor de que el intermedio no puede enviarle datos.',

  'doctor.rate.k': '{{rate}} kbit/s',
  'doctor.rate.m': '{{rate}} Mbit/s',
  'doctor.uplink.plenty': 'Se pueden enviar más de {{rate}}, que es de sobra. No se ha probado más.',
  'doctor.uplink.sharp': 'Se pueden enviar {{rate}}: suficiente para una imagen nítida.',
  'doctor.uplink.small':
    'Se pueden enviar {{rate}}: suficiente para tu voz y una imagen pequeña. Cierra lo que también envíe datos, acércate al wifi o usa un cable.',
  'doctor.uplink.voice':
    'Solo se pueden enviar {{rate}}: suficiente para tu voz. Deja la cámara apagada, acércate al wifi o usa un cable.',
  'doctor.uplink.broken':
    'La conexión se ha cortado al enviar datos. Acércate al wifi, usa un cable o prueba con otra red.',

  'doctor.skipped.not-offered': 'El servidor no ofrece esta opción.',
  'doctor.skipped.no-relay': 'Este servidor no usa ningún servidor intermedio.',
  'doctor.skipped.members-only':
    'Los servidores intermedios solo se indican a quienes están dentro: repite la prueba en la reunión.',
  'doctor.skipped.not-supported': 'Este servidor no permite probarlo antes de una reunión.',
  'doctor.skipped.not-allowed': 'Este servidor no permite esta prueba.',
  'doctor.skipped.busy':
    'Ahora mismo hay demasiadas pruebas en curso. Inténtalo de nuevo dentro de un minuto.',
  'doctor.skipped.no-webrtc':
    'Este navegador no sirve para reuniones. Usa una versión actual de Firefox, Chrome, Edge o Safari.',
  'doctor.skipped.no-way': 'No ha llegado nada con lo que poder medirlo.',
  'doctor.skipped.stopped': 'La prueba se detuvo antes.',

  'doctor.verdict.good': 'Tu conexión es apta para una reunión.',
  'doctor.verdict.relay-only':
    'Tu conexión es apta para una reunión, a través del servidor intermedio que exige este servidor.',
  'doctor.verdict.tcp': 'La reunión funciona, pero con retrasos, porque UDP está bloqueado.',
  'doctor.verdict.relay':
    'La reunión funciona a través de un servidor intermedio, porque las vías directas están bloqueadas.',
  'doctor.verdict.slow': 'La reunión funciona, pero tu imagen será pequeña: desde aquí se puede enviar poco.',
  'doctor.verdict.voice': 'Tu voz llega, pero no hay capacidad para tu imagen.',
  'doctor.verdict.broken': 'Tu conexión se corta al enviar muchos datos.',
  'doctor.verdict.no-media':
    'El servidor responde, pero no llegan ni el sonido ni la imagen. Verías nombres, pero a nadie.',
  'doctor.verdict.no-server': 'Este dispositivo no consigue conectar con {{host}}.',
  'doctor.verdict.untested':
    'El servidor responde. Aquí no se ha podido probar si llegan el audio y el vídeo.',
  'doctor.verdict.stopped': 'La prueba se ha detenido.',

  'doctor.report.title': 'Prueba de conexión de {{host}}',
  'doctor.report.when': 'Fecha: {{when}}',
};
