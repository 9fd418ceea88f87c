import { describe, expect, it } from 'vitest';
import { FakeDevices, FakeTrack, FakeUpLine } from './fakes.ts';
import { LocalMedia } from './local-media.ts';

function aPerson() {
  const devices = new FakeDevices();
  const lines: FakeUpLine[] = [];
  const failures: string[] = [];
  const media = new LocalMedia({
    selfId: 'me',
    devices,
    choice: {},
    newUpStream: () => {
      const line = new FakeUpLine(`up-${(lines.length + 1).toString()}`);
      lines.push(line);
      return line;
    },
    failed: (error, what) => failures.push(`${what}: ${(error as Error).message}`),
    lost: (what) => failures.push(`${what} lost`),
  });
  return { devices, lines, failures, media, now: () => media.getSnapshot() };
}

describe('the microphone', () => {
  it('is opened and published on first use', async () => {
    const { media, lines, now } = aPerson();
    await media.toggleMicrophone();
    expect(now().microphone).toBe('on');
    expect(lines[0]?.label).toBe('camera');
    expect(lines[0]?.told).toEqual(['add audio']);
  });

  it('stays open while muted', async () => {
    const { media, lines, devices, now } = aPerson();
    await media.toggleMicrophone();
    await media.toggleMicrophone();
    expect(now().microphone).toBe('muted');
    expect(devices.opened[0]).toMatchObject({ enabled: false, readyState: 'live' });
    await media.toggleMicrophone();
    expect(now().microphone).toBe('on');
    expect(lines[0]?.told).toEqual(['add audio', 'mute audio', 'unmute audio']);
  });

  it('stays muted if the server does not let it be heard', async () => {
    const { media, lines, devices, failures } = aPerson();
    await media.toggleMicrophone();
    await media.mute();
    if (lines[0]) lines[0].refuse = new Error('no');
    await media.toggleMicrophone();
    expect(devices.opened[0]?.enabled).toBe(false);
    expect(failures).toEqual(['microphone: no']);
  });

  it('is not opened by being muted', async () => {
    const { media, devices } = aPerson();
    await media.mute();
    expect(devices.opened).toEqual([]);
  });

  it('goes silent at once', async () => {
    const { media, devices } = aPerson();
    await media.toggleMicrophone();
    void media.mute();
    expect(devices.opened[0]?.enabled).toBe(false);
  });
});

describe('the camera', () => {
  it('joins the stream of the microphone', async () => {
    const { media, lines } = aPerson();
    await media.toggleMicrophone();
    await media.toggleCamera();
    expect(lines).toHaveLength(1);
    expect(lines[0]?.told).toEqual(['add audio', 'add video']);
  });

  it('is released when turned off, and the microphone goes on', async () => {
    const { media, lines, devices, now } = aPerson();
    await media.toggleMicrophone();
    await media.toggleCamera();
    await media.toggleCamera();
    expect(devices.opened[1]?.readyState).toBe('ended');
    expect(lines[0]?.told.at(-1)).toBe('remove video');
    expect(now()).toMatchObject({ camera: 'off', microphone: 'on' });
  });

  it('alone ends its stream when turned off', async () => {
    const { media, lines, now } = aPerson();
    await media.toggleCamera();
    await media.toggleCamera();
    expect(lines[0]?.closed).toBe(true);
    expect(now().streams).toEqual([]);
  });

  it('that is unplugged is turned off and reported', async () => {
    const { media, devices, failures, now } = aPerson();
    await media.toggleCamera();
    devices.opened[0]?.unplug();
    await new Promise((resolve) => setTimeout(resolve));
    expect(now().camera).toBe('off');
    expect(failures).toEqual(['camera lost']);
  });

  it('that cannot be opened leaves everything as it was', async () => {
    const { media, devices, failures, lines, now } = aPerson();
    devices.refuse = new Error('in use');
    await media.toggleCamera();
    expect(now().camera).toBe('off');
    expect(lines).toEqual([]);
    expect(failures).toEqual(['camera: in use']);
  });

  it('can be changed for another', async () => {
    const { media, devices, lines, now } = aPerson();
    await media.toggleCamera();
    await media.choose('video', 'back');
    expect(devices.opened[0]?.readyState).toBe('ended');
    expect(lines[0]?.told.at(-1)).toBe('replace video back');
    expect(now()).toMatchObject({ camera: 'on', cameraId: 'back' });
  });

  it('toggled twice in haste ends up off', async () => {
    const { media, now } = aPerson();
    await Promise.all([media.toggleCamera(), media.toggleCamera()]);
    expect(now().camera).toBe('off');
  });
});

describe('a stream that the server refuses or ends', () => {
  it('releases its device when it is refused', async () => {
    const { media, lines, devices, now } = aPerson();
    await media.toggleMicrophone();
    if (lines[0]) lines[0].refuse = new Error('not permitted');
    await media.toggleCamera();
    expect(devices.opened[1]?.readyState).toBe('ended');
    expect(now()).toMatchObject({ camera: 'off', microphone: 'on' });
  });

  it('turns microphone and camera off when it is ended', async () => {
    const { media, lines, now } = aPerson();
    await media.toggleMicrophone();
    await media.toggleCamera();
    lines[0]?.events.emit('closed', false);
    expect(now()).toMatchObject({ camera: 'off', microphone: 'off', streams: [] });
  });
});

describe('a screen', () => {
  it('is a stream of its own', async () => {
    const { media, lines, now } = aPerson();
    await media.toggleMicrophone();
    await media.shareScreen();
    expect(lines.map((line) => line.label)).toEqual(['camera', 'screenshare']);
    expect(now().sharing).toBe(true);
  });

  it('ends with its window', async () => {
    const { media, devices, lines, now } = aPerson();
    await media.shareScreen();
    devices.opened[0]?.unplug();
    expect(lines[0]?.closed).toBe(true);
    expect(now().sharing).toBe(false);
  });
});

describe('what was opened before joining', () => {
  it('is published as it was, muted if it was disabled', async () => {
    const { media, lines, now } = aPerson();
    const microphone = new FakeTrack('audio');
    microphone.enabled = false;
    await media.adopt([microphone.asTrack(), new FakeTrack('video').asTrack()]);
    expect(lines[0]?.told).toEqual(['add audio muted', 'add video']);
    expect(now()).toMatchObject({ microphone: 'muted', camera: 'on' });
  });

  it('is released on leaving', async () => {
    const { media, devices } = aPerson();
    await media.toggleMicrophone();
    await media.shareScreen();
    media.close();
    expect(devices.opened.every((track) => track.readyState === 'ended')).toBe(true);
  });
});
