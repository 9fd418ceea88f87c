import { describe, expect, it } from 'vitest';
import { ConferenceError, ERROR_CODES, ErrorCode } from './errors.ts';

const codes = Object.keys(ERROR_CODES);

describe('ERROR_CODES', () => {
  it.each(codes)('writes %s in kebab-case', (code) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('explains each code by a sentence of its own', () => {
    const meanings = Object.values(ERROR_CODES);
    for (const meaning of meanings) expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it('is what the schema accepts, and nothing else', () => {
    expect(ErrorCode.options).toEqual(codes);
    expect(ErrorCode.safeParse('toString').success).toBe(false);
  });
});

describe('ConferenceError', () => {
  class Refused extends ConferenceError {
    readonly code = 'not-permitted';
  }

  it('is named after its class and keeps its cause', () => {
    const cause = new Error('below');
    const error = new Refused('no', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('Refused');
    expect(error.message).toBe('no');
    expect(error.cause).toBe(cause);
  });
});
