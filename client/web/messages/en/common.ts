/** What is said all over the page. */
export const common = {
  'app.name': 'Evagore',

  'menu.more': 'More',
  'menu.theme': 'Appearance',
  'menu.theme.system': 'As the system',
  'menu.theme.light': 'Light',
  'menu.theme.dark': 'Dark',
  'menu.shortcuts': 'Keyboard shortcuts',
  'menu.fullscreen': 'Full screen',
  'menu.fullscreen.leave': 'Leave full screen',
  'theme.to.dark': 'Switch to dark',
  'theme.to.light': 'Switch to light',

  'common.panel.width': 'Width of the panel',
  'common.close': 'Close',
  'common.cancel': 'Cancel',

  'part.lost': 'This part of the page could not be loaded. Check your connection, or reload the page.',
  'part.again': 'Try again',
  'crash.title': 'Something went wrong in this page',
  'crash.text': 'It cannot go on as it is. Reload it to come back.',
  'crash.reload': 'Reload',
  'crash.details': 'What happened, for your administrator',

  'language.choose': 'Choose a language',
  'language.title': 'Language',
  'language.system': 'As the browser',
  'language.failed': 'The texts of that language could not be loaded. Check your connection and try again.',
} as const;
