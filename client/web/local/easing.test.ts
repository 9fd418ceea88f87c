import { describe, expect, it } from 'vitest';
import { PLAIN } from '../effects/effect-choice.ts';
import { EffectError } from '../effects/effect-error.ts';
import { UNTREATED } from '../effects/treatment.ts';
import { aReading } from '../quality/fakes.ts';
import type { QualitySnapshot } from '../quality/monitor.ts';
import type { LocalSnapshot } from '../state/local-media.ts';
import { Notices } from '../state/notices.ts';
import { DEFAULT_PREFERENCES, PreferenceStore, type Preferences } from '../state/preferences.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { eased } from './eased-settings.ts';
import { followLoad, openEasing } from './easing.ts';
import { requestFor } from './media-settings.ts';

const BLUR = { background: { kind: 'blur', strength: 'strong' }, orientation: 'mirror' } as const;

class Held<Snapshot> extends SnapshotStore<Snapshot> {
  #state: Snapshot;

  constructor(state: Snapshot) {
    super();
    this.#state = state;
  }
  async put(state: Partial<Snapshot>): Promise<void> {
    this.#state = { ...this.#state, ...state };
    this.changed();
    await Promise.resolve();
  }
  protected build(): Snapshot {
    return this.#state;
  }
}

function aMeeting(chosen: Partial<Preferences> = {}) {
  const preferences = new PreferenceStore(undefined);
  preferences.set(chosen);
  const notices = new Notices({ now: () => 0, after: () => () => undefined });
  let now = 0;
  const quality = new Held({ at: 0, readings: [] } as unknown as QualitySnapshot);
  const local = new Held({ effect: UNTREATED } as LocalSnapshot);
  const effectIsOn = () => local.getSnapshot().effect.phase === 'there';
  const settings = openEasing({ preferences, notices, effectIsOn, now: () => now });
  followLoad(settings, quality, local);
  const look = async (limitedBy: 'cpu' | 'bandwidth', seconds: number, direction: 'up' | 'down' = 'up') => {
    for (let passed = 0; passed < seconds; passed += 5) {
      now += 5000;
      await quality.put({ at: now, readings: [aReading({ limitedBy, direction })] });
    }
  };
  const notice = () => notices.getSnapshot()[0];
  return { preferences, settings, quality, local, look, notice };
}

describe('a device that has too much to do', () => {
  it('sends and receives less, says so, and goes back by itself', async () => {
    const { settings, look, notice } = aMeeting();
    const heard: string[] = [];
    await look('bandwidth', 5);
    settings.subscribe(() => heard.push(settings.chosen.send));
    await look('cpu', 15);
    expect(settings.chosen).toMatchObject({ send: 'normal', resolution: [640, 360], frameRate: 20 });
    expect(settings.chosen.easesReceiving).toBe(true);
    expect(notice()).toMatchObject({ kind: 'warning', action: { label: 'Undo' } });
    expect(notice()?.second).toBeUndefined();
    await look('bandwidth', 65);
    expect(settings.chosen).toMatchObject({ send: 'unlimited', resolution: null, easesReceiving: false });
    expect(notice()).toBeUndefined();
    expect(heard).toEqual(['normal', 'unlimited']);
  });

  it('is not one whose connection is slow, nor one that receives from such', async () => {
    const { settings, look } = aMeeting();
    await look('bandwidth', 60);
    await look('cpu', 60, 'down');
    expect(settings.chosen.easesReceiving).toBe(false);
  });

  it('does without effects for who wants that, but shows nobody upside down', async () => {
    const { preferences, look, notice, settings, local } = aMeeting({ effect: BLUR });
    await local.put({ effect: { phase: 'there' } });
    await look('cpu', 15);
    expect([notice()?.action?.label, notice()?.second?.label]).toEqual(['Turn effects off', 'Undo']);
    notice()?.action?.run();
    expect(preferences.chosen.effect).toEqual({ ...PLAIN, orientation: 'mirror' });
    expect(settings.chosen.effect).toEqual(preferences.chosen.effect);
  });

  it('does all that was chosen for who wants that', async () => {
    const { look, notice, settings } = aMeeting();
    await look('cpu', 15);
    notice()?.action?.run();
    expect(settings.chosen).toEqual({ ...DEFAULT_PREFERENCES, easesReceiving: false });
    expect(notice()).toBeUndefined();
    await look('cpu', 60);
    expect(settings.chosen.easesReceiving).toBe(false);
  });

  it('is one where an effect was too slow; what could not be loaded is another matter', async () => {
    const { local, settings, notice } = aMeeting({ effect: BLUR });
    const failed = (code: 'too-slow' | 'load-failed') =>
      local.put({
        effect: { phase: 'failed', error: new EffectError(code), wanted: BLUR, instead: PLAIN },
      });
    await failed('load-failed');
    expect(settings.chosen.easesReceiving).toBe(false);
    await failed('too-slow');
    await local.put({ camera: 'on' });
    expect(settings.chosen).toMatchObject({ send: 'normal', easesReceiving: true });
    // It is off already.
    expect([notice()?.action?.label, notice()?.second]).toEqual(['Undo', undefined]);
  });

  it('follows what is chosen meanwhile', async () => {
    const { preferences, settings, look } = aMeeting();
    await look('cpu', 15);
    preferences.set({ send: 'lowest', mirrorSelf: false });
    expect(settings.chosen).toMatchObject({ send: 'lowest', mirrorSelf: false });
    expect(settings.chosen).toBe(settings.chosen);
  });
});

describe('less of what is chosen', () => {
  it.each([
    [1, {}, { send: 'normal', resolution: [640, 360], frameRate: 20 }],
    [2, {}, { send: 'low', resolution: [480, 270], frameRate: 15 }],
    [2, { send: 'lowest' }, { send: 'lowest' }],
    [1, { resolution: [320, 240] }, { resolution: [320, 240] }],
    [1, { resolution: [1920, 1080] }, { resolution: [640, 360] }],
    [2, { blackboard: true }, { resolution: null, frameRate: 15 }],
  ] as const)('at step %i of %j is %j', (step, chosen, expected) => {
    const preferences = { ...DEFAULT_PREFERENCES, ...chosen } as Preferences;
    expect(eased(preferences, step)).toMatchObject(expected);
  });

  it.each([
    ['everything', { screenshare: ['audio', 'video'], '': ['audio', 'video-low'] }],
    ['low', { '': ['audio', 'video-low'] }],
    ['audio', { '': ['audio'] }],
    ['nothing', {}],
  ] as const)('receives, of %s, %j', (receive, expected) => {
    expect(requestFor(receive, true)).toEqual(expected);
  });
});
