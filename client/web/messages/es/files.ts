import type { files as english } from '../en/files.ts';
import type { Translated } from '../translated.ts';

/** Files that go from one member to another. */
export const files: Translated<typeof english> = {
  'files.attach': 'Enviar un archivo',
  'files.drop': 'Suelta aquí para enviar',
  'files.drop.to': 'Suelta aquí para enviar a {{name}}',
  'files.to.title': '¿A quién enviarlo?',
  'files.to.hint':
    'Va directamente de tu dispositivo al suyo, sin pasar por el servidor. Esa persona conocerá tu dirección IP, y tú la suya.',
  'files.to.search': 'Buscar a alguien',
  'files.to.people': 'Personas',
  'files.to.may-not': 'no puede escribir y, por tanto, tampoco recibir archivos',
  'files.to.nobody': 'No hay nadie más aquí.',
  'files.to.none': 'Aquí no hay nadie con ese nombre.',
  'files.list_one': '«{{name}}»',
  'files.list_other': '«{{name}}» y otros archivos, {{count}} en total',

  'files.from': '{{name}} quiere enviarte un archivo',
  'files.to': 'Para {{name}}',
  'files.got': 'De {{name}}',
  'files.warning': 'Si aceptas, {{name}} conocerá tu dirección IP.',
  'files.warning.large': 'Se conserva en la memoria de esta página hasta que lo guardes.',
  'files.accept': 'Aceptar',
  'files.reject': 'Rechazar',
  'files.cancel': 'Cancelar',
  'files.again': 'Volver a ofrecer',
  'files.save': 'Guardar',
  'files.release': 'Quitar de la memoria',

  'files.waiting': 'Esperando a que {{name}} acepte…',
  'files.connecting': 'Conectando…',
  'files.moving': '{{done}} de {{size}}',
  'files.moving.pace': '{{done}} de {{size}}, {{rate}} por segundo, tiempo restante: {{left}}',
  'files.progress': 'Progreso de {{name}}',
  'files.done.up': 'Enviado.',
  'files.done.down': 'Recibido.',
  'files.released': 'Quitado de la memoria.',
  'files.ended.cancelled': 'Cancelado.',
  'files.ended.rejected': '{{name}} lo ha rechazado.',
  'files.ended.withdrawn': '{{name}} ha retirado la oferta.',
  'files.ended.left': '{{name}} ha salido.',
  'files.ended.unreachable':
    'Los dos dispositivos no consiguen conectarse. Puede que lo impida un cortafuegos.',
  'files.ended.hung-up': '{{name}} ha interrumpido el envío.',
  'files.ended.not-permitted':
    'Quien no puede escribir en este grupo tampoco puede enviar ni recibir archivos.',
  'files.ended.busy': '{{name}} ya tiene demasiados archivos en camino.',
  'files.ended.closed': 'La conexión se ha cerrado.',
  'files.ended.failed': 'Ha fallado.',
  'files.ended.failed.said': 'Ha fallado: «{{said}}»',

  'files.obstacle.gone': 'Esa persona ha salido.',
  'files.obstacle.may-not-write':
    'Esa persona no puede escribir en este grupo y, por tanto, tampoco recibir archivos. La moderación puede permitirlo.',
  'files.obstacle.memory-full':
    'Los archivos recibidos llenan la memoria de esta página. Guárdalos primero y quítalos de la memoria.',
  'files.obstacle.too-many': 'Hay demasiados archivos en camino a la vez. Espera a que termine alguno.',
};
