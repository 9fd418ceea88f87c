import { describe, expect, it, vi } from 'vitest';
import { actionOf, SHORTCUTS } from './shortcuts.ts';

describe('shortcuts', () => {
  const camera = vi.fn();

  it.each(['v', 'V'])('find the action of %s', (key) => {
    expect(actionOf({ camera }, key)).toBe(camera);
  });

  it.each(['m', 'q', 'Enter', 'Shift'])('have none for %s', (key) => {
    expect(actionOf({ camera }, key)).toBeUndefined();
  });

  it('have one key for one thing', () => {
    const keys = Object.values(SHORTCUTS).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
