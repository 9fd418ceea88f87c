import type { MessageKey } from '../messages/translate.ts';

interface Shortcut {
  /** As `KeyboardEvent.key` says it, letters small. */
  readonly key: string;
  /** As it stands on the keyboard. */
  readonly cap: string;
  readonly meaning: MessageKey;
}

/** What single keys do, in the order in which the list shows them. */
export const SHORTCUTS = {
  microphone: { key: 'm', cap: 'M', meaning: 'shortcuts.microphone' },
  camera: { key: 'v', cap: 'V', meaning: 'shortcuts.camera' },
  hand: { key: 'h', cap: 'H', meaning: 'shortcuts.hand' },
  share: { key: 's', cap: 'S', meaning: 'shortcuts.share' },
  chat: { key: 'c', cap: 'C', meaning: 'shortcuts.chat' },
  people: { key: 'p', cap: 'P', meaning: 'shortcuts.people' },
  view: { key: 'w', cap: 'W', meaning: 'shortcuts.view' },
  fullScreen: { key: 'f', cap: 'F', meaning: 'shortcuts.full-screen' },
  close: { key: 'Escape', cap: 'Esc', meaning: 'shortcuts.close' },
  talk: { key: ' ', cap: 'Space', meaning: 'shortcuts.talk' },
  settings: { key: ',', cap: ',', meaning: 'shortcuts.settings' },
  keys: { key: '?', cap: '?', meaning: 'shortcuts.help' },
} as const satisfies Record<string, Shortcut>;

type ShortcutName = keyof typeof SHORTCUTS;

/** What is to be done where a key is pressed; a key without an action is left to the browser. */
export type ShortcutActions = Readonly<Partial<Record<ShortcutName, () => void>>>;

/** The action of a key that was pressed. */
export function actionOf(actions: ShortcutActions, key: string): (() => void) | undefined {
  const wanted = key.length === 1 ? key.toLowerCase() : key;
  const names = Object.keys(SHORTCUTS) as ShortcutName[];
  const name = names.find((each) => SHORTCUTS[each].key === wanted);
  return name === undefined ? undefined : actions[name];
}
