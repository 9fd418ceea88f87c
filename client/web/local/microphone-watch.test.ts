import { describe, expect, it } from 'vitest';
import { FakeDevices, FakeEffects, FakeSettings, FakeUpLines, type FakeTrack } from '../state/fakes.ts';
import { LocalMedia } from '../state/local-media.ts';
import { MicrophoneWatch } from './microphone-watch.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

function aListener() {
  const local = new LocalMedia({
    ...{ selfId: 'me', devices: new FakeDevices(), choice: {}, effects: new FakeEffects() },
    settings: new FakeSettings(),
    newUpStream: new FakeUpLines().open,
    failed: () => undefined,
    lost: () => undefined,
  });
  const state = { decibels: -65, now: 0, wanted: true };
  const said: string[] = [];
  const copies: FakeTrack[] = [];
  const ticks = new Set<() => void>();
  const watch = new MicrophoneWatch({
    local,
    measure: (track) => {
      copies.push(track as unknown as FakeTrack);
      return { decibels: () => state.decibels, close: () => said.push('closed') };
    },
    wanted: () => state.wanted,
    say: (hint) => said.push(hint),
    now: () => state.now,
    every: (_, task) => {
      ticks.add(task);
      return () => ticks.delete(task);
    },
  });
  const pass = (seconds: number) => {
    for (const end = state.now + seconds * 1000; state.now < end; state.now += 100) {
      for (const tick of ticks) tick();
    }
  };
  return { local, state, said, copies, ticks, watch, pass };
}

describe('the watch over the microphone', () => {
  it('hears who talks while muted, by a copy that is never muted', async () => {
    const { local, state, said, copies, pass } = aListener();
    await local.toggleMicrophone();
    await local.mute();
    await settled();
    state.decibels = -20;
    pass(3);
    expect(said).toEqual(['talking']);
    expect(copies[0]).toMatchObject({ enabled: true, readyState: 'live' });
  });

  it('says nothing to whom that was too much', async () => {
    const { local, state, said, pass } = aListener();
    state.wanted = false;
    await local.toggleMicrophone();
    await local.mute();
    await settled();
    state.decibels = -20;
    pass(3);
    expect(said).toEqual([]);
  });

  it.each(['close', 'leave'] as const)('keeps no microphone open by %s', async (how) => {
    const { local, copies, ticks, watch } = aListener();
    await local.toggleMicrophone();
    await settled();
    if (how === 'close') watch.close();
    else local.close();
    await settled();
    expect(copies.map(({ readyState }) => readyState)).toEqual(['ended']);
    expect(ticks.size).toBe(0);
  });

  it('follows to another microphone', async () => {
    const { local, copies } = aListener();
    await local.toggleMicrophone();
    await settled();
    await local.choose('audio', 'headset');
    await settled();
    expect(copies.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
  });
});
