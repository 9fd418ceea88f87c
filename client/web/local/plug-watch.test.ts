import { describe, expect, it } from 'vitest';
import { DeviceList } from '../state/device-list.ts';
import type { LocalSnapshot } from '../state/local-media.ts';
import { Notices } from '../state/notices.ts';
import { PreferenceStore, type Preferences } from '../state/preferences.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { PlugWatch } from './plug-watch.ts';

class FakeMediaDevices extends EventTarget {
  plugged: { kind: MediaDeviceKind; deviceId: string; label: string }[] = [];

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return Promise.resolve(this.plugged as MediaDeviceInfo[]);
  }
  async plug(...all: [kind: MediaDeviceKind, id: string][]): Promise<void> {
    this.plugged = all.map(([kind, deviceId]) => ({ kind, deviceId, label: `the ${deviceId}` }));
    this.dispatchEvent(new Event('devicechange'));
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** As much of one's own media as plugs are about. */
class FakeLocal extends SnapshotStore<LocalSnapshot> {
  readonly used: string[] = [];
  readonly #state: Partial<LocalSnapshot>;

  constructor(state: Partial<LocalSnapshot>) {
    super();
    this.#state = state;
  }
  choose(kind: string, id: string): Promise<void> {
    return Promise.resolve(void this.used.push(`${kind} ${id}`));
  }
  useCamera(id: string): Promise<void> {
    this.used.push(`camera ${id}`);
    return this.become({ camera: 'on', cameraId: id, lostCameraId: undefined });
  }
  async become(state: Partial<LocalSnapshot>): Promise<void> {
    Object.assign(this.#state, state);
    this.changed();
    await new Promise((resolve) => setTimeout(resolve));
  }
  protected build(): LocalSnapshot {
    return { ...this.#state } as LocalSnapshot;
  }
}

async function aTable(chosen: Partial<Preferences> = {}, open = true) {
  const browser = new FakeMediaDevices();
  const devices = new DeviceList(browser);
  const preferences = new PreferenceStore(undefined);
  preferences.set(chosen);
  const notices = new Notices({ now: () => 0, after: () => () => undefined });
  const local = new FakeLocal({
    microphone: open ? 'on' : 'off',
    microphoneId: 'built-in',
    camera: 'off',
    lostCameraId: undefined,
  });
  const { used } = local;
  const clock = { time: 0 };
  await browser.plug(['audioinput', 'built-in'], ['audiooutput', 'box']);
  const watch = new PlugWatch({
    devices,
    preferences,
    notices,
    local,
    now: () => clock.time,
  });
  return {
    ...{ local, clock },
    browser,
    preferences,
    notices,
    used,
    watch,
    said: () => notices.getSnapshot().map((each) => each.text),
  };
}

describe('what is plugged in', () => {
  it('is offered, and used and remembered when that is taken up', async () => {
    const { browser, notices, used, preferences, said } = await aTable();
    await browser.plug(['audioinput', 'built-in'], ['audioinput', 'headset']);
    expect(said()).toEqual(['“the headset” was plugged in.']);
    expect(used).toEqual([]);
    notices.getSnapshot()[0]?.action?.run();
    expect(used).toEqual(['audio headset']);
    expect(preferences.chosen).toMatchObject({ microphoneId: 'headset', microphoneLabel: 'the headset' });
  });

  it('is used at once if it is the chosen one, whatever its id is by now', async () => {
    const { browser, used, said } = await aTable({ microphoneId: 'old', microphoneLabel: 'the headset' });
    await browser.plug(['audioinput', 'built-in'], ['audioinput', 'headset']);
    expect(used).toEqual(['audio headset']);
    expect(said()).toEqual(['“the headset” is used again.']);
  });

  it('is nobody’s business while the microphone is off, or after the meeting', async () => {
    const off = await aTable({}, false);
    await off.browser.plug(['audioinput', 'built-in'], ['audioinput', 'headset']);
    const over = await aTable();
    over.watch.close();
    await over.browser.plug(['audioinput', 'built-in'], ['audioinput', 'headset']);
    expect([...off.said(), ...over.said()]).toEqual([]);
  });
});

describe('a camera', () => {
  const MICROPHONE = ['audioinput', 'built-in'] as const;
  const [LID, DESK] = [
    ['videoinput', 'lid'],
    ['videoinput', 'desk'],
  ] as const;
  const plug = (table: Awaited<ReturnType<typeof aTable>>, ...cameras: (typeof LID | typeof DESK)[]) =>
    table.browser.plug([...MICROPHONE], ...cameras.map((each): [MediaDeviceKind, string] => [...each]));
  /** The desk's camera is on, and the lid has one as well. */
  async function aDesk(chosen: Partial<Preferences> = {}) {
    const table = await aTable(chosen);
    await plug(table, LID, DESK);
    await table.local.become({ camera: 'on', cameraId: 'desk' });
    const lose = async () => {
      await plug(table, LID);
      await table.local.become({ camera: 'off', lostCameraId: 'desk' });
    };
    return { ...table, lose, plug: (...cameras: (typeof LID | typeof DESK)[]) => plug(table, ...cameras) };
  }
  const CHOSEN = { cameraId: 'desk', cameraLabel: 'the desk' };

  it('that goes away while it is on is missed, and another one is offered but not turned on', async () => {
    const { lose, said, used, notices, preferences } = await aDesk(CHOSEN);
    await lose();
    expect(said()).toEqual(['The camera was disconnected.']);
    expect(used).toEqual([]);
    const [notice] = notices.getSnapshot();
    expect(notice?.action?.label).toBe('Use “the lid”');
    notice?.action?.run();
    expect(used).toEqual(['camera lid']);
    // The chosen one is still the chosen one.
    expect(preferences.chosen).toMatchObject(CHOSEN);
  });

  it('is on again if it is back at once and was chosen', async () => {
    const { lose, plug, clock, said, used } = await aDesk(CHOSEN);
    await lose();
    clock.time = 59_000;
    await plug(LID, DESK);
    expect(used).toEqual(['camera desk']);
    expect(said()).toEqual(['Your camera is back: “the desk” is on again.']);
  });

  it.each([
    ['nobody chose it', {}, 1000],
    ['it comes back when nobody expects it', CHOSEN, 61_000],
  ])('is offered where %s', async (_, chosen, passed) => {
    const { lose, plug, clock, used, notices } = await aDesk(chosen);
    await lose();
    clock.time = passed;
    await plug(LID, DESK);
    expect(used).toEqual([]);
    const [notice] = notices.getSnapshot();
    expect(notice).toMatchObject({ text: '“the desk” was plugged in.', action: { label: 'Turn it on' } });
    notice?.action?.run();
    expect(used).toEqual(['camera desk']);
  });

  it('takes its place back from the one that was used meanwhile', async () => {
    const { lose, plug, local, used, clock, said } = await aDesk(CHOSEN);
    await lose();
    await local.useCamera('lid');
    clock.time = 600_000;
    await plug(LID, DESK);
    expect(used).toEqual(['camera lid', 'camera desk']);
    expect(said()).toEqual(['“the desk” is used again.']);
  });

  it('that is plugged in while another is on is offered; while all are off, it is nobody’s business', async () => {
    const { plug, local, said, used } = await aDesk();
    await plug(DESK);
    await plug(LID, DESK);
    expect(said()).toEqual(['“the lid” was plugged in.']);
    await local.become({ camera: 'off' });
    await plug(DESK);
    await plug(LID, DESK);
    expect(said()).toHaveLength(1);
    expect(used).toEqual([]);
  });
});

describe('a loudspeaker that is unplugged', () => {
  it('is missed if it was the chosen one', async () => {
    const { browser, said } = await aTable({ speakerId: 'box', speakerLabel: 'the box' });
    await browser.plug(['audioinput', 'built-in']);
    expect(said()).toHaveLength(1);
    await browser.plug(['audioinput', 'built-in'], ['audiooutput', 'box']);
    expect(said()).toHaveLength(1);
  });

  it('is not missed otherwise', async () => {
    const { browser, said } = await aTable();
    await browser.plug(['audioinput', 'built-in']);
    expect(said()).toEqual([]);
  });
});
