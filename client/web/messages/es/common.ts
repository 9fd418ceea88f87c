import type { common as english } from '../en/common.ts';
import type { Translated } from '../translated.ts';

/** What is said all over the page. */
export const common: Translated<typeof english> = {
  'app.name': 'Evagore',

  'menu.more': 'Más',
  'menu.theme': 'Apariencia',
  'menu.theme.system': 'Como el sistema',
  'menu.theme.light': 'Claro',
  'menu.theme.dark': 'Oscuro',
  'menu.shortcuts': 'Atajos de teclado',
  'menu.fullscreen': 'Pantalla completa',
  'menu.fullscreen.leave': 'Salir de pantalla completa',
  'theme.to.dark': 'Cambiar al tema oscuro',
  'theme.to.light': 'Cambiar al tema claro',

  'common.panel.width': 'Anchura del panel',
  'common.close': 'Cerrar',
  'common.cancel': 'Cancelar',

  'part.lost':
    'No se ha podido cargar esta parte de la página. Comprueba tu conexión o vuelve a cargar la página.',
  'part.again': 'Intentar de nuevo',
  'crash.title': 'Algo ha fallado en esta página',
  'crash.text': 'Así no puede continuar. Vuelve a cargarla para regresar.',
  'crash.reload': 'Volver a cargar',
  'crash.details': 'Qué ha pasado, para tu administrador',

  'language.choose': 'Elegir idioma',
  'language.title': 'Idioma',
  'language.system': 'Como el navegador',
  'language.failed':
    'No se han podido cargar los textos de ese idioma. Comprueba tu conexión e inténtalo de nuevo.',
};
