import { DeviceError } from '@evagore/client';
import { describe, expect, it } from 'vitest';
import { FakeDevices, FakeSettings, FakeTrack, fakeStream } from './fakes.ts';
import { Preview, type Heir } from './preview.ts';

/** Writes down what it is given. */
function anHeir() {
  const taken: string[] = [];
  const heir: Heir = {
    take: (track) => void taken.push(`${track.kind} ${track.readyState}`),
    failed: (kind, error) => void taken.push(`no ${kind}: ${(error as Error).message}`),
  };
  return { heir, taken };
}

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
    const tracks = preview.handOver(anHeir().heir);
    preview.close();
    expect(tracks.map((track) => track.readyState)).toEqual(['live']);
    expect(preview.tracks()).toEqual([]);
  });

  it('hands over what opens later, to whom it was handed over', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {}, new FakeSettings());
    const { heir, taken } = anHeir();
    const opening = preview.turnOn('video');
    expect(preview.handOver(heir)).toEqual([]);
    preview.close();
    await opening;
    expect(taken).toEqual(['video live']);
    expect(preview.getSnapshot().camera.phase).toBe('off');
  });

  it('tells the heir what cannot be had', async () => {
    const devices = new FakeDevices();
    devices.refuse = new Error('in use');
    const preview = new Preview(devices, {}, new FakeSettings());
    const { heir, taken } = anHeir();
    const opening = preview.turnOn('video');
    preview.handOver(heir);
    await opening;
    expect(taken).toEqual(['no video: in use']);
    expect(preview.getSnapshot()).toMatchObject({ error: undefined, failed: [] });
  });

  it('turns one on that may be on, and leaves it off where it may not', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {}, new FakeSettings());
    await preview.turnOnIf('audio', Promise.resolve(false));
    expect(devices.opened).toEqual([]);
    await preview.turnOnIf('audio', Promise.resolve(true));
    expect(preview.getSnapshot().microphone.phase).toBe('on');
  });

  it('opens nothing that was turned off before it was known whether it may be on', async () => {
    const devices = new FakeDevices();
    const preview = new Preview(devices, {}, new FakeSettings());
    const turning = preview.turnOnIf('video', Promise.resolve(true));
    preview.close();
    await turning;
    expect(devices.opened).toEqual([]);
  });

  it('hands over what may be on', async () => {
    const preview = new Preview(new FakeDevices(), {}, new FakeSettings());
    const turning = preview.turnOnIf('video', Promise.resolve(true));
    const { heir, taken } = anHeir();
    preview.handOver(heir);
    await turning;
    expect(taken).toEqual(['video live']);
  });

  it('asks for the chosen devices themselves, whatever else is wanted of them', async () => {
    const asked: MediaStreamConstraints[] = [];
    const devices = new FakeDevices();
    devices.openDevices = (constraints) => {
      asked.push(constraints);
      return Promise.resolve(fakeStream(new FakeTrack('audio'), new FakeTrack('video')));
    };
    const preview = new Preview(devices, { microphoneId: 'desk', cameraId: 'door' }, new FakeSettings());
    await preview.turnOnBoth();
    await preview.turnOn('video');
    expect(asked).toMatchObject([
      { audio: { deviceId: { exact: 'desk' } }, video: { deviceId: { exact: 'door' } } },
      { video: { deviceId: { exact: 'door' } } },
    ]);
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
