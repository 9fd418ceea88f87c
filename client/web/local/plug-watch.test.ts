import { describe, expect, it } from 'vitest';
import { DeviceList } from '../state/device-list.ts';
import type { LocalSnapshot } from '../state/local-media.ts';
import { Notices } from '../state/notices.ts';
import { PreferenceStore, type Preferences } from '../state/preferences.ts';
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

async function aTable(chosen: Partial<Preferences> = {}, open = true) {
  const browser = new FakeMediaDevices();
  const devices = new DeviceList(browser);
  const preferences = new PreferenceStore(undefined);
  preferences.set(chosen);
  const notices = new Notices({ now: () => 0, after: () => () => undefined });
  const used: string[] = [];
  await browser.plug(['audioinput', 'built-in'], ['audiooutput', 'box']);
  const watch = new PlugWatch({
    devices,
    preferences,
    notices,
    local: {
      getSnapshot: () =>
        ({ microphone: open ? 'on' : 'off', microphoneId: 'built-in' }) as unknown as LocalSnapshot,
      choose: (kind, id) => Promise.resolve(void used.push(`${kind} ${id}`)),
    },
  });
  return {
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
