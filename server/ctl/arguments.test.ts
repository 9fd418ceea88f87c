import { ROLES } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { fits, readDuration, readPermissions, spelledOut, withDoubleDashes } from './arguments.ts';
import { UsageMistake } from './failures.ts';

describe('readDuration', () => {
  it.each([
    ['90s', 90_000],
    ['24h', 86_400_000],
    ['24h0m0s', 86_400_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['500ms', 500],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
  ])('%s is %i ms', (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  it.each(['', '5', 'h', '-5m', '5 m', '5m!', '1h-5m', '999999999d', '1e9h', '1s'.repeat(40)])(
    'refuses "%s"',
    (text) => {
      expect(() => readDuration(text)).toThrow(UsageMistake);
    },
  );
});

describe('readPermissions', () => {
  it.each(Object.keys(ROLES))('keeps the role %s as it is', (role) => {
    expect(readPermissions(role)).toBe(role);
  });

  it.each([
    ['present, message', ['present', 'message']],
    ['["op"]', ['op']],
    ['', []],
    ['[]', []],
    ['record', ['record']],
  ])('reads %s', (text, expected) => {
    expect(readPermissions(text)).toEqual(expected);
  });

  it.each(['opp', 'op,root', '[1]', '["op"', '{"op":true}'])('refuses %s', (text) => {
    expect(() => readPermissions(text)).toThrow(UsageMistake);
  });

  it('spells roles out where single permissions are wanted', () => {
    expect(spelledOut('present')).toEqual(['present', 'message']);
    expect(spelledOut('observe')).toEqual([]);
    expect(spelledOut(['record'])).toEqual(['record']);
  });
});

describe('fits', () => {
  it.each([
    ['school/art', ['school/*'], true],
    ['school/art', ['art'], false],
    ['a.b', ['a?b'], true],
    ['axb', ['a.b'], false],
    ['(x)', ['(*)'], true],
    ['anything', [], true],
  ])('%s with %j: %s', (name, patterns, expected) => {
    expect(fits(name, patterns)).toBe(expected);
  });

  it('takes no pattern without end', () => {
    expect(() => fits('x', ['*'.repeat(201)])).toThrow(UsageMistake);
  });
});

describe('withDoubleDashes', () => {
  const known = new Set(['--user', '--group', '--help', '--file']);

  it.each([
    [
      ['-user', 'x'],
      ['--user', 'x'],
    ],
    [['-user=a=b'], ['--user=a=b']],
    [['-json'], ['--file=-']],
    [['-help'], ['--help']],
    [
      ['-admin-username', 'x'],
      ['--username', 'x'],
    ],
    [
      ['-l', '-5m', '-', '-nonsense'],
      ['-l', '-5m', '-', '-nonsense'],
    ],
    [
      ['say', '--', '-user'],
      ['say', '--', '-user'],
    ],
  ])('%j becomes %j', (given, expected) => {
    expect(withDoubleDashes(given, known)).toEqual(expected);
  });
});
