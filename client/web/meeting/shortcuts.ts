import type { MessageKey } from '../messages/translate.ts';

interface Shortcut {
  /** As `KeyboardEvent.key` says it, letters small. */
  readonly key: string;
  readonly meaning: MessageKey;
}

/** What single keys do while nobody types, in the order in which the list shows them. */
export const SHORTCUTS = {
  microphone: { key: 'm', meaning: 'shortcuts.microphone' },
  camera: { key: 'v', meaning: 'shortcuts.camera' },
  hand: { key: 'h', meaning: 'shortcuts.hand' },
  share: { key: 's', meaning: 'shortcuts.share' },
  chat: { key: 'c', meaning: 'shortcuts.chat' },
  people: { key: 'p', meaning: 'shortcuts.people' },
  log: { key: 'l', meaning: 'shortcuts.log' },
  view: { key: 'w', meaning: 'shortcuts.view' },
  fullScreen: { key: 'f', meaning: 'shortcuts.full-screen' },
  close: { key: 'Escape', meaning: 'shortcuts.close' },
  talk: { key: ' ', meaning: 'shortcuts.talk' },
  settings: { key: ',', meaning: 'shortcuts.settings' },
  keys: { key: '?', meaning: 'shortcuts.help' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutName = keyof typeof SHORTCUTS;

/** What is to be done where a key is pressed; a key without an action is left to the browser. */
export type ShortcutActions = Readonly<Partial<Record<ShortcutName, () => void>>>;

/** The action of a key that was pressed. */
export function actionOf(actions: ShortcutActions, key: string): (() => void) | undefined {
  const wanted = key.length === 1 ? key.toLowerCase() : key;
  const names = Object.keys(SHORTCUTS) as ShortcutName[];
  const name = names.find((each) => SHORTCUTS[each].key === wanted);
  return name === undefined ? undefined : actions[name];
}
