import type { password as english } from '../en/password.ts';
import type { Translated } from '../translated.ts';

/** Changing one's password. */
export const password: Translated<typeof english> = {
  'password.title': 'Cambiar tu contraseña',
  'password.hint': 'Es la contraseña de {{name}} en este grupo. La necesitarás la próxima vez que te unas.',
  'password.hint.group': 'Es la contraseña de {{name}} en el grupo {{group}}.',
  'password.nobody':
    'Esta dirección no indica de quién es la contraseña que se quiere cambiar. Ábrela desde el menú de la reunión.',
  'password.old': 'Contraseña actual',
  'password.next': 'Contraseña nueva',
  'password.repeated': 'Repetir la contraseña nueva',
  'password.do': 'Cambiar contraseña',
  'password.changed': 'Tu contraseña se ha cambiado.',
  'password.back': 'Ir a {{group}}',
  'password.strength.none':
    'Al menos {{least}} caracteres. Varias palabras son fáciles de recordar y difíciles de adivinar.',
  'password.strength.short': 'Demasiado corta: al menos {{least}} caracteres.',
  'password.strength.fair': 'Aceptable. Cuanto más larga, mejor.',
  'password.strength.strong': 'Lo bastante larga para ser segura.',
  'password.problem.no-old': 'Escribe tu contraseña actual.',
  'password.problem.short': 'La contraseña nueva necesita al menos {{least}} caracteres.',
  'password.problem.long': 'La contraseña nueva es demasiado larga: 72 letras como máximo.',
  'password.problem.same': 'La contraseña nueva es igual a la actual. Elige otra.',
  'password.problem.different': 'Las dos contraseñas nuevas no coinciden. Vuelve a escribir la segunda.',
  'password.problem.wrong':
    'La contraseña actual no es correcta o este servidor no permite cambiar contraseñas.',
  'password.problem.no-account':
    'No tienes contraseña propia en este grupo, así que no hay ninguna que cambiar.',
  'password.problem.refused': 'El servidor no acepta esta contraseña. Elige otra.',
  'password.problem.too-often': 'Demasiados intentos. Espera medio minuto e inténtalo de nuevo.',
  'password.problem.unreachable': 'El servidor no responde. Comprueba tu conexión e inténtalo de nuevo.',
};
