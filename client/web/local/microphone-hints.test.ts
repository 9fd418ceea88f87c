import { describe, expect, it } from 'vitest';
import { MicrophoneHints, type MicrophoneHint, type MicrophoneSample } from './microphone-hints.ts';

const SILENCE = -100;
const ROOM = -65;
const VOICE = -25;
const STEP_MS = 100;

type Stretch = readonly [seconds: number, sample: Partial<Omit<MicrophoneSample, 'now'>>];

/** What is said during these stretches, with the second in which it is. */
function said(...stretches: readonly Stretch[]): readonly (readonly [number, MicrophoneHint])[] {
  const hints = new MicrophoneHints();
  const heard: [number, MicrophoneHint][] = [];
  let now = 0;
  for (const [seconds, sample] of stretches) {
    for (const end = now + seconds * 1000; now < end; now += STEP_MS) {
      const hint = hints.look({ decibels: ROOM, muted: false, systemMuted: false, ...sample, now });
      if (hint !== undefined) heard.push([Math.round(now / 1000), hint]);
    }
  }
  return heard;
}

describe('hints about the microphone', () => {
  it.each<[string, Stretch[], ReturnType<typeof said>]>([
    [
      'are not given while all is well',
      [
        [60, {}],
        [5, { decibels: VOICE }],
        [60, {}],
      ],
      [],
    ],
    ['are not given to who is muted and silent', [[60, { muted: true }]], []],
    ['tell who talks while muted', [[2, { muted: true, decibels: VOICE }]], [[1, 'talking']]],
    [
      'do not take a cough for talking',
      [
        [0.5, { muted: true, decibels: VOICE }],
        [2, { muted: true }],
        [0.5, { muted: true, decibels: VOICE }],
      ],
      [],
    ],
    [
      'take words with breaths between for talking',
      [
        [0.6, { muted: true, decibels: VOICE }],
        [0.3, { muted: true }],
        [0.6, { muted: true, decibels: VOICE }],
      ],
      [[1, 'talking']],
    ],
    [
      'tell it once, until the person has unmuted',
      [
        [10, { muted: true, decibels: VOICE }],
        [5, { decibels: VOICE }],
        [5, { muted: true, decibels: VOICE }],
      ],
      [
        [1, 'talking'],
        [16, 'talking'],
      ],
    ],
    ['tell of a microphone that gives nothing', [[6, { decibels: SILENCE }]], [[5, 'silent']]],
    [
      'do not tell so of one that has given something before',
      [
        [1, { decibels: VOICE }],
        [30, { decibels: SILENCE }],
      ],
      [],
    ],
    [
      'tell so again after the next unmuting',
      [
        [6, { decibels: SILENCE }],
        [1, { muted: true, decibels: SILENCE }],
        [6, { decibels: SILENCE }],
      ],
      [
        [5, 'silent'],
        [12, 'silent'],
      ],
    ],
    [
      'tell of a key on the headset rather than of silence',
      [[8, { systemMuted: true, decibels: SILENCE }]],
      [[2, 'system']],
    ],
    ['tell of noise that never stops', [[25, { decibels: -40 }]], [[20, 'noisy']]],
    [
      'do not take a long talk for noise',
      Array.from({ length: 20 }, (): Stretch[] => [
        [5, { decibels: VOICE }],
        [0.5, { decibels: ROOM }],
      ]).flat(),
      [],
    ],
  ])('%s', (_, stretches, expected) => {
    expect(said(...stretches)).toEqual(expected);
  });

  it('forget what was before a time in which nobody looked', () => {
    const hints = new MicrophoneHints();
    const look = (now: number, decibels: number, muted = false) =>
      hints.look({ now, decibels, muted, systemMuted: false });
    for (let now = 0; now < 2000; now += STEP_MS) look(now, SILENCE);
    expect(look(60_000, SILENCE)).toBeUndefined();
    expect(look(61_000, ROOM)).toBeUndefined();
    expect(look(62_000, VOICE)).toBeUndefined();
    expect(look(120_000, VOICE)).toBeUndefined();
  });
});
