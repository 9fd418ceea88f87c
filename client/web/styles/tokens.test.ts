import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** What those get who ask for more contrast. */
const strong = /@media \(prefers-contrast: more\) \{([^@]+)/.exec(css)?.[1] ?? '';

type Scheme = 'light' | 'dark';

function colour(token: string, scheme: Scheme, from = css): string {
  const declared = new RegExp(`--${token}: ([^;]+);`);
  const value = (declared.exec(from) ?? declared.exec(css))?.[1] ?? '';
  const pair = /light-dark\((#\w{6}), (#\w{6})\)/.exec(value);
  const hex = pair ? pair[scheme === 'light' ? 1 : 2] : /#\w{6}/.exec(value)?.[0];
  if (hex === undefined) throw new Error(`no colour --${token}`);
  return hex;
}

/** @see WCAG 2.2, "relative luminance" */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = [
  ['ink', 'ground'],
  ['ink', 'stage'],
  ['ink', 'surface'],
  ['ink', 'raised'],
  ['ink', 'well'],
  ['ink', 'well-active'],
  ['ink-soft', 'ground'],
  ['ink-soft', 'stage'],
  ['ink-soft', 'surface'],
  ['ink-soft', 'raised'],
  ['ink-soft', 'well'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'accent-active'],
  ['accent-text', 'surface'],
  ['accent-text', 'ground'],
  ['accent-text', 'accent-soft'],
  ['accent-text', 'private-soft'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['on-danger', 'danger-active'],
  ['danger-text', 'surface'],
  ['danger-text', 'raised'],
  ['danger-text', 'danger-soft'],
  ['danger-text', 'danger-soft-hover'],
  ['on-amber', 'amber'],
  ['amber-text', 'amber-soft'],
  ['private-text', 'private-soft'],
  ['ink', 'private-soft'],
] as const;

const MARKS = [
  ['line-control', 'surface'],
  ['line-control', 'ground'],
  ['focus', 'surface'],
  ['focus', 'stage'],
  ['focus', 'well'],
  ['accent', 'surface'],
  ['accent', 'stage'],
] as const;

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  it.each(TEXT)('%s is readable on %s', (text, ground) => {
    expect(contrast(colour(text, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(TEXT.filter(([text]) => new RegExp(`--${text}:`).test(strong)))(
    '%s is easy to read on %s where more contrast is asked for',
    (text, ground) => {
      expect(contrast(colour(text, scheme, strong), colour(ground, scheme, strong))).toBeGreaterThanOrEqual(
        7,
      );
    },
  );

  it.each(MARKS)('%s stands out from %s', (mark, ground) => {
    expect(contrast(colour(mark, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(3);
  });
});
