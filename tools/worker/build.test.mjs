import { describe, expect, it } from 'vitest';
import { withoutPythonShims } from './build.mjs';

describe('withoutPythonShims', () => {
  it('keeps the system and takes out the Pythons that users install', () => {
    const path = '/home/ada/.pyenv/shims:/usr/bin:/opt/miniconda3/bin:/home/ada/bin';
    expect(withoutPythonShims(path)).toBe('/usr/bin:/home/ada/bin');
  });
});
