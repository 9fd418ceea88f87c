import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { duration, progressLine } from './say.mjs';

describe('duration', () => {
  it('tells seconds, and minutes where there are some', () => {
    expect([640, 99_900, 100_000, 605_400].map(duration)).toEqual([
      '0.6 s',
      '99.9 s',
      '1 min 40 s',
      '10 min 5 s',
    ]);
  });
});

describe('progressLine', () => {
  it('writes a line for each tenth where there is no terminal', () => {
    const out = new PassThrough();
    const line = progressLine(out);
    for (let percent = 1; percent <= 100; percent++) line.update(percent / 100, `${percent} %`);
    line.end();
    expect(String(out.read()).trim().split('\n')).toEqual([
      '1 %',
      ...['10 %', '20 %', '30 %', '40 %', '50 %', '60 %', '70 %', '80 %', '90 %', '100 %'],
    ]);
  });

  it('redraws one line on a terminal', () => {
    const out = Object.assign(new PassThrough(), { isTTY: true });
    const line = progressLine(out);
    line.update(0.1, 'ten');
    line.update(0.11, 'eleven');
    line.end();
    expect(String(out.read())).toBe('\r\x1b[2Kten\r\x1b[2Keleven\r\x1b[2K');
  });
});
