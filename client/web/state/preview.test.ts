import { DeviceError } from '@evagore/client';
import { describe, expect, it } from 'vitest';
import { FakeDevices, FakeSettings, FakeTrack, fakeStream } from './fakes.ts';
import { Preview } from './preview.ts';

describe('the preview', () => {
  it('opens a device when it is turned on, and releases it when it is turned off', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {}, new FakeSettings());
    await preview.turnOn('video');
    expect(preview.getSnapshot().camera.phase).toBe('on');
    preview.turnOff('video');
    expect(devices.opened[0]?.readyState).toBe('ended');
    expect(preview.getSnapshot().picture).toBeNull();
  });

  it('releases a device that opens too late', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {}, new FakeSettings());
    const opening = preview.turnOn('video');
    preview.turnOff('video');
    await opening;
    expect(devices.opened[0]?.readyState).toBe('ended');
    expect(preview.getSnapshot().camera.phase).toBe('off');
  });

  it('keeps the reason for a failure until the next attempt', async () => {
    const devices = new FakeDevices();
    devices.refuse = new Error('in use');
    const preview = new Preview(devices, {}, new FakeSettings());
    await preview.turnOn('audio');
    expect(preview.getSnapshot()).toMatchObject({ microphone: { phase: 'off' }, error: devices.refuse });
    devices.refuse = undefined;
    await preview.turnOn('audio');
    expect(preview.getSnapshot().error).toBeUndefined();
  });

  it('follows the choice of another device', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {}, new FakeSettings());
    await preview.turnOn('audio');
    await preview.choose('audio', 'headset');
    expect(devices.opened.map((track) => [track.deviceId, track.readyState])).toEqual([
      ['audio-1', 'ended'],
      ['headset', 'live'],
    ]);
  });

  it('hands its tracks over alive', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {}, new FakeSettings());
    await preview.turnOn('audio');
    const tracks = preview.tracks();
    preview.release();
    preview.close();
    expect(tracks.map((track) => track.readyState)).toEqual(['live']);
  });

  describe('turning both on', () => {
    /** Devices that are asked for together or alone, and of which some are not there. */
    class Some extends FakeDevices {
      readonly asked: string[] = [];
      readonly errors = new Map<string, Error>();

      override openDevices(constraints: MediaStreamConstraints): Promise<MediaStream> {
        const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind] !== undefined);
        this.asked.push(kinds.join('+'));
        const error = kinds.map((kind) => this.errors.get(kind)).find(Boolean);
        if (error !== undefined) return Promise.reject(error);
        return Promise.resolve(fakeStream(...kinds.map((kind) => new FakeTrack(kind))));
      }
    }
    const noCamera = new DeviceError('no-device', 'no camera');
    const denied = new DeviceError('permission-denied', 'no');

    it('asks once', async () => {
      const devices = new Some();
      const preview = new Preview(devices, {}, new FakeSettings());
      await preview.turnOnBoth();
      expect(devices.asked).toEqual(['audio+video']);
      expect(preview.tracks().map(({ kind }) => kind)).toEqual(['audio', 'video']);
    });

    it('turns one on where the other one is missing, and says which', async () => {
      const devices = new Some();
      devices.errors.set('video', noCamera);
      const preview = new Preview(devices, {}, new FakeSettings());
      await preview.turnOnBoth();
      expect(devices.asked).toEqual(['audio+video', 'audio', 'video']);
      expect(preview.tracks().map(({ kind }) => kind)).toEqual(['audio']);
      expect(preview.getSnapshot()).toMatchObject({ error: noCamera, failed: ['video'] });
    });

    it('does not ask again somebody who said no', async () => {
      const devices = new Some();
      devices.errors.set('audio', denied);
      const preview = new Preview(devices, {}, new FakeSettings());
      await preview.turnOnBoth();
      expect(devices.asked).toEqual(['audio+video']);
      expect(preview.getSnapshot().failed).toEqual(['audio', 'video']);
      devices.errors.clear();
      await preview.turnOnBoth();
      expect(preview.getSnapshot()).toMatchObject({ error: undefined, failed: [] });
    });
  });
});
