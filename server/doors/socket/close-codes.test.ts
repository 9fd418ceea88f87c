import { ErrorCode } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { closeCodeOf } from './close-codes.ts';

describe('closeCodeOf', () => {
  it.each(ErrorCode.options)('gives a code that a server may send for %s', (code) => {
    // RFC 6455: 1004 to 1006 and 1015 must not be sent.
    expect([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013]).toContain(closeCodeOf(code));
  });

  it('blames nobody for a kick', () => {
    expect(closeCodeOf('kicked')).toBe(1000);
  });
});
