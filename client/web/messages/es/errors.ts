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
  'error.page-outdated':
    'No se ha podido cargar una parte de esta página. Puede que el servidor se haya actualizado: vuelve a cargar la página.',
  'error.unknown': 'No ha funcionado: {{reason}}',
};
