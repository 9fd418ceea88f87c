import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isStamped, stamp } from './fingerprint.mjs';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'evagore-fingerprint-'));
  mkdirSync(join(base, 'src'));
  writeFileSync(join(base, 'src', 'a.ts'), 'a');
  writeFileSync(join(base, 'src', 'a.test.ts'), 'test');
});
afterEach(() => rmSync(base, { recursive: true }));

const take = (facts = ['linux']) =>
  fingerprint({ base, paths: [join(base, 'src')], skip: (path) => path.endsWith('.test.ts'), facts });

describe('fingerprint', () => {
  it('stays while nothing changes', () => {
    expect(take()).toBe(take());
  });

  it('changes with a file', () => {
    const before = take();
    writeFileSync(join(base, 'src', 'a.ts'), 'b');
    expect(take()).not.toBe(before);
  });

  it('changes with a name', () => {
    const before = take();
    renameSync(join(base, 'src', 'a.ts'), join(base, 'src', 'b.ts'));
    expect(take()).not.toBe(before);
  });

  it('changes with a fact', () => {
    expect(take(['darwin'])).not.toBe(take());
  });

  it('does not see what is skipped', () => {
    const before = take();
    writeFileSync(join(base, 'src', 'a.test.ts'), 'changed');
    expect(take()).toBe(before);
  });
});

describe('isStamped', () => {
  it('knows the key that was stamped last', () => {
    const file = join(base, 'stamp');
    expect(isStamped(file, 'k')).toBe(false);
    stamp(file, 'k');
    expect(isStamped(file, 'k')).toBe(true);
    expect(isStamped(file, 'other')).toBe(false);
  });
});
