import { describe, expect, it } from 'vitest';
import { backgroundOf, keyOf } from './background-key.ts';
import { isPlain, PLAIN, VideoEffect, type Background } from './effect-choice.ts';

const BACKGROUNDS: readonly Background[] = [
  { kind: 'none' },
  { kind: 'blur', strength: 'light' },
  { kind: 'blur', strength: 'strong' },
  { kind: 'image', image: 'study' },
  { kind: 'image', image: 'own:7f3a' },
];

describe('an effect', () => {
  it.each([
    [PLAIN, true],
    [{ ...PLAIN, orientation: 'mirror' }, false],
    [{ ...PLAIN, background: { kind: 'blur', strength: 'light' } }, false],
  ] as const)('%j is plain: %s', (effect, plain) => {
    expect(isPlain(effect)).toBe(plain);
  });

  it.each([
    { background: { kind: 'blur', strength: 'huge' }, orientation: 'none' },
    { background: { kind: 'image', image: '../../secret' }, orientation: 'none' },
    { background: { kind: 'image', image: 'x'.repeat(65) }, orientation: 'none' },
    { orientation: 'none' },
    'blur',
  ])('%j is none', (value) => {
    expect(VideoEffect.safeParse(value).success).toBe(false);
  });

  it.each(BACKGROUNDS)('%j has a key of its own that leads back to it', (background) => {
    expect(backgroundOf(keyOf(background))).toEqual(background);
    expect(BACKGROUNDS.filter((other) => keyOf(other) === keyOf(background))).toHaveLength(1);
  });

  it('is none where a key means nothing', () => {
    expect(backgroundOf('nothing')).toEqual({ kind: 'none' });
  });
});
