import { describe, expect, it } from 'vitest';
import { aReading } from './fakes.ts';
import { bytesText, lossText, rateText } from './numbers.ts';
import { reportOf } from './report.ts';

const nameOf = (id: string) => id.toUpperCase();

describe('The report', () => {
  it('tells in lines what flows', () => {
    const report = reportOf({
      snapshot: {
        own: 'fair',
        troubled: ['ada'],
        readings: [
          aReading({
            codec: 'vp8',
            width: 640,
            height: 360,
            rate: 512_000,
            loss: 0.015,
            rttMs: 42.4,
            bytes: 2_500_000,
            layers: { sent: 2, of: 3 },
            limitedBy: 'cpu',
          }),
          aReading({
            key: 'x',
            direction: 'down',
            owner: 'bob',
            kind: 'audio',
            codec: 'opus',
            bytes: 900,
            freezes: 0,
          }),
          aReading({ key: 'y', direction: 'down', owner: 'bob', label: 'screenshare', freezes: 2 }),
          aReading({ key: 'z', direction: 'down', owner: 'bob', label: 'slides', kind: 'audio' }),
        ],
      },
      nameOf,
      time: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
      browser: 'Browser/1.0',
    });
    expect(report).toBe(
      [
        'Evagore connection report',
        '2026-01-02T03:04:05.000Z',
        'Browser/1.0',
        '',
        'Own connection: fair',
        'Bad connections: ADA',
        '',
        'Your camera: VP8, 640 × 360, 2 of 3 layers; 512 kb/s; Loss 1.5%; Delay 42 ms; limited by cpu; In total 2.5 MB',
        'Microphone of BOB: Opus; In total 1 kB',
        'Screen of BOB: 2 freezes; In total 0 kB',
        'Sound of the video of BOB: In total 0 kB',
        '',
      ].join('\n'),
    );
  });

  it('says nothing of people whom nothing ails', () => {
    const report = reportOf({
      snapshot: { own: 'good', troubled: [], readings: [] },
      nameOf,
      time: new Date(0),
      browser: 'Browser/1.0',
    });
    expect(report.split('\n').at(-2)).toBe('Own connection: good');
  });
});

describe('Numbers', () => {
  it.each([
    [rateText(0), '0 kb/s'],
    [rateText(999_400), '999 kb/s'],
    [rateText(999_500), '1.0 Mb/s'],
    [rateText(12_340_000), '12.3 Mb/s'],
    [lossText(0), '0%'],
    [lossText(0.004), '0.4%'],
    [lossText(0.25), '25%'],
    [bytesText(12_000), '12 kB'],
    [bytesText(3_000_000_000), '3 GB'],
  ])('are written as %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
