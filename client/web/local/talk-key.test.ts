import { describe, expect, it } from 'vitest';
import type { TalkChoice } from './media-settings.ts';
import { TalkKey } from './talk-key.ts';

function aKey(mode: TalkChoice, heard: boolean) {
  const state = { heard, told: [] as string[] };
  const set = (to: boolean) => () => {
    state.heard = to;
    state.told.push(to ? 'unmute' : 'mute');
  };
  const key = new TalkKey({
    mode: () => mode,
    isHeard: () => state.heard,
    unmute: set(true),
    mute: set(false),
  });
  return { key, state };
}

type Step = 'press' | 'release' | 'lose';

describe('the space bar', () => {
  it.each<[TalkChoice, boolean, Step[], string[]]>([
    ['open', false, ['press', 'release'], []],
    ['open', true, ['press', 'release'], []],
    ['push-to-talk', false, ['press', 'press', 'release'], ['unmute', 'mute']],
    ['push-to-talk', false, ['press', 'lose', 'release'], ['unmute', 'mute']],
    ['push-to-talk', true, ['press', 'release'], []],
    ['push-to-mute', true, ['press', 'press', 'release'], ['mute', 'unmute']],
    ['push-to-mute', true, ['press', 'lose', 'release'], ['mute']],
    ['push-to-mute', false, ['press', 'release'], []],
    ['push-to-talk', false, ['release', 'lose'], []],
  ])('with %s, heard %s, by %j does %j', (mode, heard, steps, told) => {
    const { key, state } = aKey(mode, heard);
    for (const step of steps) key[step]();
    expect(state.told).toEqual(told);
  });

  it('is left to the page where it means nothing', () => {
    expect(aKey('open', true).key.press()).toBe(false);
    expect(aKey('push-to-talk', false).key.press()).toBe(true);
  });
});
