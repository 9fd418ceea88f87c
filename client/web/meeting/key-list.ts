import type { PlainKey } from '../messages/translate.ts';
import { capOf, PALETTE_KEYS } from '../ui/keys.ts';
import { SHORTCUTS, type ShortcutName } from './shortcuts.ts';

/** What a row of the list of keys says. */
interface ListedKey {
  /** Caps that are pressed together. */
  readonly caps: readonly string[];
  readonly meaning: PlainKey;
}

export interface KeyGroup {
  readonly title: PlainKey;
  readonly keys: readonly ListedKey[];
}

/** Which single keys do something for this person, in this browser. */
export type UsableKeys = ReadonlySet<ShortcutName>;

/** Every key that the meeting's page listens for, by where it works. */
export function keyGroups(usable: UsableKeys): readonly KeyGroup[] {
  const names = Object.keys(SHORTCUTS) as ShortcutName[];
  return [
    {
      title: 'shortcuts.group.single',
      keys: [
        ...names
          .filter((name) => usable.has(name))
          .map((name) => pressed(SHORTCUTS[name].meaning, SHORTCUTS[name].key)),
        pressed('shortcuts.pages.back', 'PageUp'),
        pressed('shortcuts.pages.on', 'PageDown'),
      ],
    },
    {
      title: 'shortcuts.group.anywhere',
      keys: [
        pressed('shortcuts.palette', ...PALETTE_KEYS),
        pressed('shortcuts.regions', 'F6'),
        pressed('shortcuts.regions.back', 'Shift', 'F6'),
      ],
    },
    {
      title: 'shortcuts.group.people',
      keys: [
        { caps: ['↑', '↓'], meaning: 'shortcuts.people.move' },
        { caps: ['A … Z'], meaning: 'shortcuts.people.letters' },
      ],
    },
    {
      title: 'shortcuts.group.log',
      keys: [
        { caps: ['↑', '↓'], meaning: 'shortcuts.log.move' },
        { caps: [capOf('Home'), capOf('End')], meaning: 'shortcuts.log.ends' },
      ],
    },
    {
      title: 'shortcuts.group.message',
      keys: [
        pressed('shortcuts.message.send', 'Enter'),
        pressed('shortcuts.message.line', 'Shift', 'Enter'),
        pressed('shortcuts.message.command', '/'),
        pressed('shortcuts.message.complete', 'Tab'),
      ],
    },
  ];
}

function pressed(meaning: PlainKey, ...keys: readonly string[]): ListedKey {
  return { caps: keys.map((key) => capOf(key)), meaning };
}
