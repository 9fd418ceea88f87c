import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modules } from '../places.mjs';
import { patched, PATCHES } from './recipe.mjs';

const source = join(modules, 'mediasoup', 'worker');

describe('patched', () => {
  const patch = { file: 'a.cpp', pattern: /one/g, replacement: 'two', reason: 'It has to be two.' };

  it('replaces the one match', () => {
    expect(patched('zero one three', patch)).toBe('zero two three');
  });

  it('refuses a source without a match, naming file, pattern and purpose', () => {
    expect(() => patched('zero', patch)).toThrow(
      /worker\/a\.cpp has 0 matches of \/one\/g.*It has to be two/s,
    );
  });

  it('refuses a source with two matches', () => {
    expect(() => patched('one one', patch)).toThrow(/has 2 matches/);
  });

  it.each(PATCHES)('still fits the installed mediasoup: $file', (real) => {
    expect(patched(readFileSync(join(source, real.file), 'utf8'), real)).toContain(real.replacement);
  });
});

describe("mediasoup's list of SRTP suites", () => {
  it('begins with the AES-GCM ones, so that they are negotiated first', () => {
    const text = readFileSync(join(source, 'src', 'RTC', 'DtlsTransport.cpp'), 'utf8');
    const suites = [...text.matchAll(/"SRTP_(\w+)"/g)].map(([, name = '']) => name);
    expect(suites.slice(0, 2)).toEqual(['AEAD_AES_256_GCM', 'AEAD_AES_128_GCM']);
  });
});
