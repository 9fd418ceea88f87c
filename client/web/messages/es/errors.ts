import type { errors as english } from '../en/errors.ts';
import type { Translated } from '../translated.ts';

/** Why something did not work, by the code of the refusal. */
export const errors: Translated<typeof english> = {
  'error.not-authorised': 'El nombre y la contraseña no coinciden. Comprueba ambos e inténtalo de nuevo.',
  'error.not-authorised.open': 'Este grupo necesita una contraseña o un nombre que conozca.',
  'error.auth-server':
    '{{server}}, que comprueba los nombres y contraseñas de este grupo, no responde. Inténtalo de nuevo en un momento.',
  'error.token': 'Esta invitación no es válida o ya ha dejado de serlo. Pide una nueva.',
  'error.token-expired': 'Esta invitación ha caducado. Pide una nueva.',
  'error.token-not-yet-valid':
    'Esta invitación aún no es válida. Inténtalo de nuevo cuando empiece la reunión.',
  'error.token-for-another-group': 'Esta invitación es para otro grupo. Comprueba el enlace.',
  'error.need-username': 'Escribe tu nombre.',
  'error.username-taken':
    'Ese nombre pertenece a alguien con contraseña. Elige otro o escribe la contraseña.',
  'error.group-full': 'El grupo está lleno. Inténtalo de nuevo cuando salga alguien.',
  'error.group-locked': 'El grupo está bloqueado.',
  'error.group-locked.note': 'El grupo está bloqueado: {{note}}',
  'error.group-not-open': 'El grupo aún no está abierto.',
  'error.group-expired': 'El grupo está cerrado: su tiempo ha terminado.',
  'error.no-operator': 'El grupo se abre cuando hay alguien que modere.',
  'error.no-such-group': 'En este servidor no existe ese grupo.',
  'error.duplicate-id': 'Este navegador ya está en el grupo.',
  'error.busy': 'El servidor está ocupado. Inténtalo de nuevo en un momento.',
  'error.server-gone': 'El servidor no responde. Comprueba tu conexión e inténtalo de nuevo.',
  'error.not-permitted': 'No tienes permiso para hacer eso en este grupo.',
  'error.no-such-member': 'Esa persona ha salido.',
  'error.no-such-message': 'Ese mensaje ya no existe.',
  'error.no-such-token': 'No existe esa invitación a este grupo.',
  'error.recording-unavailable': 'Este servidor no puede grabar.',
  'error.misunderstood': 'La página y el servidor no se entienden. Vuelve a cargar la página.',
  'error.too-long': 'Es más largo de lo que acepta el servidor.',
  'error.too-fast': 'Ha sido demasiado de una vez. Espera un momento e inténtalo de nuevo.',
  'error.slow-reader': 'Tu conexión era demasiado lenta para lo que envía la reunión.',
  'error.not-joined': 'Ya no estás en la reunión. Vuelve a entrar.',
  'error.group-moved': 'El grupo se reúne ahora en otra dirección.',
  'error.group-moved.to': 'El grupo se reúne ahora en otra dirección: {{address}}',
  'error.no-such-action': 'Este servidor no puede hacer eso.',
  'error.bad-value': 'El servidor no lo acepta tal como está. Puede que sea demasiado largo.',
  'error.not-possible': 'Aquí no es posible.',
  'error.media': 'No se ha podido conectar el sonido o la imagen. Inténtalo de nuevo.',
  'error.media-unavailable':
    'El servidor está reiniciando el sonido y la imagen. Inténtalo de nuevo en un momento.',
  'error.too-many-streams': 'Ya envías todo lo que el servidor acepta de una persona. Detén antes otra cosa.',
  'error.seat-lost': 'Has estado fuera demasiado tiempo. Vuelve a entrar.',
  'error.kicked': 'Te han expulsado de la reunión.',
  'error.taken-over': 'Otra ventana u otro dispositivo ha ocupado tu lugar en la reunión.',
  'error.draining':
    'El servidor está a punto de detenerse y ya no deja entrar a nadie. Inténtalo de nuevo en unos minutos.',
  'error.internal':
    'Algo ha fallado en el servidor. Inténtalo de nuevo y, si no funciona, avisa a quien lo administra.',
  'error.no-such-user': 'El grupo no conoce a nadie con ese nombre.',
  'error.token-elsewhere': 'Esa invitación es de otro grupo.',
  'error.too-many-tokens':
    'Ya hay tantas invitaciones como guarda el servidor. Antes tienen que caducar algunas.',
  'error.not-writable': 'Este servidor no permite cambiar eso desde aquí.',
  'error.changed-meanwhile': 'Otra persona lo ha cambiado mientras tanto. Vuelve a cargar la página.',
  'error.device.none': 'No se ha encontrado ningún dispositivo de ese tipo.',
  'error.device.denied':
    'El navegador no permite que esta página haga eso. Permítelo en sus ajustes e inténtalo de nuevo.',
  'error.device.cancelled': 'No se ha elegido nada.',
  'error.device.busy':
    'Otro programa usa el dispositivo, o este no responde. Cierra ese programa e inténtalo de nuevo.',
  'error.device.lost': 'El dispositivo ya no está.',
  'error.device.insecure':
    'El navegador solo lo permite en páginas con https. Pregunta a quien administra el servidor.',
  'error.device.unsupported': 'Este navegador no puede hacer eso.',
  'error.device.failed': 'No se ha podido abrir el dispositivo. Inténtalo de nuevo o elige otro.',
  'error.page-outdated':
    'No se ha podido cargar una parte de esta página. Puede que el servidor se haya actualizado: vuelve a cargar la página.',
  'error.unknown': 'No ha funcionado: {{reason}}',
};
