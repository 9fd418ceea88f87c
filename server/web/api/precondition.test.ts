import { describe, expect, it } from 'vitest';
import { etagOf, isUnchanged, preconditionOf, type Conditions } from './precondition.ts';

const THERE = 'v1';

function verdict(conditions: Conditions, version: string | undefined, required = false): string {
  try {
    preconditionOf(conditions, required)(version);
    return 'goes';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('preconditionOf', () => {
  it.each<[Conditions, there: string, absent: string]>([
    [{}, 'goes', 'goes'],
    [{ ifMatch: '"v1"' }, 'goes', 'precondition-failed'],
    [{ ifMatch: '"v0", "v1"' }, 'goes', 'precondition-failed'],
    [{ ifMatch: '*' }, 'goes', 'precondition-failed'],
    [{ ifMatch: '"v0"' }, 'precondition-failed', 'precondition-failed'],
    [{ ifMatch: 'W/"v1"' }, 'precondition-failed', 'precondition-failed'],
    [{ ifMatch: 'v1' }, 'precondition-failed', 'precondition-failed'],
    [{ ifNoneMatch: '*' }, 'precondition-failed', 'goes'],
    [{ ifNoneMatch: '"v1"' }, 'precondition-failed', 'goes'],
    [{ ifNoneMatch: 'W/"v1"' }, 'precondition-failed', 'goes'],
    [{ ifNoneMatch: '"v0"' }, 'goes', 'goes'],
    [{ ifMatch: '"v1"', ifNoneMatch: '"v0"' }, 'goes', 'precondition-failed'],
  ])('%j', (conditions, there, absent) => {
    expect(verdict(conditions, THERE)).toBe(there);
    expect(verdict(conditions, undefined)).toBe(absent);
  });

  it('asks who replaces what they saw, where that is required', () => {
    expect(verdict({}, THERE, true)).toBe('precondition-required');
    expect(verdict({ ifNoneMatch: '"v0"' }, THERE, true)).toBe('precondition-required');
    expect(verdict({ ifMatch: etagOf(THERE) }, THERE, true)).toBe('goes');
    expect(verdict({}, undefined, true)).toBe('goes');
  });
});

describe('isUnchanged', () => {
  it('knows what the reader has', () => {
    expect(isUnchanged({}, THERE)).toBe(false);
    expect(isUnchanged({ ifNoneMatch: '"v0", W/"v1"' }, THERE)).toBe(true);
    expect(isUnchanged({ ifNoneMatch: '*' }, THERE)).toBe(true);
    expect(isUnchanged({ ifNoneMatch: '"v0"' }, THERE)).toBe(false);
    expect(() => isUnchanged({ ifMatch: '"v0"' }, THERE)).toThrow();
  });
});
