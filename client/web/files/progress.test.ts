import { describe, expect, it } from 'vitest';
import { durationText, PaceMeter, safeName, sizeText } from './progress.ts';

describe('the pace of a transfer', () => {
  it('is not told before half a second', () => {
    const meter = new PaceMeter(1000);
    meter.note(0, 0);
    meter.note(100, 400);
    expect(meter.pace()).toBeUndefined();
  });

  it('is that of the last seconds', () => {
    const meter = new PaceMeter(100_000);
    meter.note(0, 0);
    for (let second = 1; second <= 10; second += 1) meter.note(second * 1000, second * 1000);
    expect(meter.pace()).toEqual({ bytesPerSecond: 1000, leftMs: 90_000 });
    for (let second = 11; second <= 20; second += 1) meter.note(second * 1000 + 40_000, second * 1000);
    expect(meter.pace()).toEqual({ bytesPerSecond: 1000, leftMs: 40_000 });
  });

  it('is not told where nothing moves', () => {
    const meter = new PaceMeter(1000);
    meter.note(500, 0);
    meter.note(500, 3000);
    expect(meter.pace()).toBeUndefined();
  });
});

describe('a size', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [3_440_000, '3.4 MB'],
    [12_600_000, '13 MB'],
    [2_000_000_000, '2 GB'],
    [5e15, '5,000 TB'],
  ])('of %d reads %s', (bytes, text) => {
    expect(sizeText(bytes, 'en')).toBe(text);
  });
});

describe('a time', () => {
  it.each([
    [10, '1 sec'],
    [29_600, '30 sec'],
    [90_000, '2 min'],
    [7_200_000, '2 hr'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(durationText(ms, 'en')).toBe(text);
  });
});

describe('the name of a file', () => {
  it.each([
    ['notes.txt', 'notes.txt'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ada\\notes.txt', 'notes.txt'],
    ['invoice\u202Etxt.exe', 'invoicetxt.exe'],
    ['a\nb\u0000c.txt', 'abc.txt'],
    ['Überblick – 2.pdf', 'Überblick – 2.pdf'],
    ['', 'file'],
    ['\u200B', 'file'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeName(name)).toBe(expected);
  });

  it('keeps its end, which says what it is', () => {
    expect(safeName(`${'x'.repeat(500)}.pdf`)).toMatch(/^x{196}\.pdf$/);
  });
});
