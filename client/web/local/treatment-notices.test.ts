import { expect, it } from 'vitest';
import { PLAIN, type VideoEffect } from '../effects/effect-choice.ts';
import { EffectError, type EffectErrorCode } from '../effects/effect-error.ts';
import { UNTREATED } from '../effects/treatment.ts';
import type { LocalSnapshot } from '../state/local-media.ts';
import { Notices } from '../state/notices.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { tellOfTreatments } from './treatment-notices.ts';

const BLUR: VideoEffect = { background: { kind: 'blur', strength: 'strong' }, orientation: 'none' };
const TURNED: VideoEffect = { ...PLAIN, orientation: 'rotate' };

class FakeLocal extends SnapshotStore<LocalSnapshot> {
  readonly told: string[] = [];
  #state = { effect: UNTREATED, noise: UNTREATED } as LocalSnapshot;

  async put(state: Partial<LocalSnapshot>): Promise<void> {
    this.#state = { ...this.#state, ...state };
    this.changed();
    await Promise.resolve();
  }
  retryEffect(): Promise<void> {
    return Promise.resolve(void this.told.push('effect'));
  }
  retryNoise(): Promise<void> {
    return Promise.resolve(void this.told.push('noise'));
  }
  protected build(): LocalSnapshot {
    return this.#state;
  }
}

function aMeeting() {
  const local = new FakeLocal();
  const stays: (() => void)[] = [];
  const notices = new Notices({ now: () => 0, after: (_, task) => (stays.push(task), () => undefined) });
  const stop = tellOfTreatments(local, notices);
  const said = () => notices.getSnapshot().map(({ text }) => text);
  return { local, notices, stays, stop, said };
}

const failed = (code: EffectErrorCode, wanted: VideoEffect, instead = PLAIN) =>
  ({ effect: { phase: 'failed', error: new EffectError(code), wanted, instead } }) as const;

it.each([
  [
    failed('too-slow', BLUR),
    'too slow for the effect, so that it was switched off. Others can see your room.',
  ],
  [failed('load-failed', BLUR), 'could not be loaded. Check your connection. Others can see your room.'],
  [failed('load-failed', BLUR, BLUR), 'Others still see the background from before.'],
  [failed('failed', TURNED), 'The effect broke off. Others see your picture as it is.'],
])('%j is told at once, and stays until it is over', async (state, sentence) => {
  const { local, notices, stays, said } = aMeeting();
  await local.put(state);
  expect(said()).toHaveLength(1);
  expect(said()[0]).toContain(sentence);
  expect(notices.getSnapshot()[0]?.kind).toBe('error');
  // Nothing will take it away by itself.
  expect(stays).toEqual([]);
  notices.getSnapshot()[0]?.action?.run();
  expect(local.told).toEqual(['effect']);
  await local.put({ effect: { phase: 'busy' } });
  expect(said()).toEqual([]);
});

it('the same failure is told once, and another one anew', async () => {
  const { local, notices, said, stop } = aMeeting();
  await local.put(failed('too-slow', BLUR));
  notices.dismiss(notices.getSnapshot()[0]!.id);
  await local.put({ camera: 'on' });
  expect(said()).toEqual([]);
  await local.put(failed('too-slow', BLUR));
  expect(said()).toHaveLength(1);
  await local.put({ effect: UNTREATED });
  stop();
  await local.put(failed('too-slow', BLUR));
  expect(said()).toEqual([]);
});

it('who has ended an effect is told nothing', async () => {
  const { local, said } = aMeeting();
  await local.put(failed('closed', BLUR));
  expect(said()).toEqual([]);
});

it('missing suppression of noise is told with what takes its place', async () => {
  const { local, notices, said } = aMeeting();
  const noise = (instead: 'browser' | 'off') =>
    ({ noise: { phase: 'failed', error: new EffectError('failed'), wanted: 'rnnoise', instead } }) as const;
  await local.put(noise('browser'));
  expect(said()[0]).toContain('The browser’s own is used instead.');
  await local.put(noise('off'));
  expect(said()[0]).toContain('Your voice is sent as it is.');
  notices.getSnapshot()[0]?.action?.run();
  expect(local.told).toEqual(['noise']);
  await local.put({ noise: { phase: 'there' } });
  expect(said()).toEqual([]);
});
