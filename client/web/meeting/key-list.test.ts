import { describe, expect, it } from 'vitest';
import { keyGroups } from './key-list.ts';
import { SHORTCUTS, type ShortcutName } from './shortcuts.ts';

const ALL = new Set(Object.keys(SHORTCUTS) as ShortcutName[]);

const meanings = (usable: ReadonlySet<ShortcutName>) =>
  keyGroups(usable).flatMap(({ keys }) => keys.map(({ meaning }) => meaning));

describe('keyGroups', () => {
  it('lists every key that acts', () => {
    expect(meanings(ALL)).toEqual(
      expect.arrayContaining(Object.values(SHORTCUTS).map(({ meaning }) => meaning)),
    );
    expect(meanings(ALL)).toEqual(expect.arrayContaining(['shortcuts.palette', 'shortcuts.regions']));
  });

  it('says nothing twice', () => {
    expect(new Set(meanings(ALL)).size).toBe(meanings(ALL).length);
  });

  it('leaves out what does nothing here', () => {
    const audience = new Set([...ALL].filter((name) => name !== 'microphone'));
    expect(meanings(audience)).not.toContain('shortcuts.microphone');
    expect(meanings(audience)).toContain('shortcuts.camera');
  });
});
