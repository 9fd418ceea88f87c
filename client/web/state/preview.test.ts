import { describe, expect, it } from 'vitest';
import { FakeDevices } from './fakes.ts';
import { Preview } from './preview.ts';

describe('the preview', () => {
  it('opens a device when it is turned on, and releases it when it is turned off', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {});
    await preview.turnOn('video');
    expect(preview.getSnapshot().camera.phase).toBe('on');
    preview.turnOff('video');
    expect(devices.opened[0]?.readyState).toBe('ended');
    expect(preview.getSnapshot().picture).toBeNull();
  });

  it('releases a device that opens too late', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {});
    const opening = preview.turnOn('video');
    preview.turnOff('video');
    await opening;
    expect(devices.opened[0]?.readyState).toBe('ended');
    expect(preview.getSnapshot().camera.phase).toBe('off');
  });

  it('keeps the reason for a failure until the next attempt', async () => {
    const devices = new FakeDevices();
    devices.refuse = new Error('in use');
    const preview = new Preview(devices, {});
    await preview.turnOn('audio');
    expect(preview.getSnapshot()).toMatchObject({ microphone: { phase: 'off' }, error: devices.refuse });
    devices.refuse = undefined;
    await preview.turnOn('audio');
    expect(preview.getSnapshot().error).toBeUndefined();
  });

  it('follows the choice of another device', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {});
    await preview.turnOn('audio');
    await preview.choose('audio', 'headset');
    expect(devices.opened.map((track) => [track.deviceId, track.readyState])).toEqual([
      ['audio-1', 'ended'],
      ['headset', 'live'],
    ]);
  });

  it('hands its tracks over alive', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {});
    await preview.turnOn('audio');
    const tracks = preview.tracks();
    preview.release();
    preview.close();
    expect(tracks.map((track) => track.readyState)).toEqual(['live']);
  });
});
