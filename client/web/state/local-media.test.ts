import { describe, expect, it } from 'vitest';
import { PLAIN } from '../effects/effect-choice.ts';
import { FakeDevices, FakeEffects, FakeSettings, FakeTrack, FakeUpLines } from './fakes.ts';
import { LocalMedia } from './local-media.ts';

function aPerson(settings = new FakeSettings()) {
  const devices = new FakeDevices();
  const effects = new FakeEffects();
  const upLines = new FakeUpLines();
  const failures: string[] = [];
  const timers: (() => void)[] = [];
  const media = new LocalMedia({
    ...{ selfId: 'me', devices, effects, settings },
    choice: {},
    newUpStream: upLines.open,
    failed: (error, what) => failures.push(`${what}: ${(error as Error).message}`),
    lost: (what, instead) => failures.push(`${what} lost${instead === undefined ? '' : `, ${instead}`}`),
    fileSound: (phase) => failures.push(`sound ${phase}`),
    after: (_, task) => {
      timers.push(task);
      return () => void timers.splice(timers.indexOf(task), 1);
    },
  });
  const now = () => media.getSnapshot();
  return { devices, effects, settings, timers, lines: upLines.all, failures, media, now };
}

/** Lets everything that is under way come to its end. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

const BLUR = {
  background: { kind: 'blur', strength: 'strong' },
  orientation: 'none',
} as const;

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
    await settled();
    expect(now()).toMatchObject({ camera: 'off', lostCameraId: 'video-1' });
    expect(failures).toEqual(['camera lost']);
    await media.useCamera('video-1');
    expect(now()).toMatchObject({ camera: 'on', cameraId: 'video-1', lostCameraId: undefined });
  });

  it('that was turned off before it was unplugged is missed by nobody', async () => {
    const { media, devices, failures, now } = aPerson();
    await media.toggleCamera();
    const off = media.toggleCamera();
    devices.opened[0]?.unplug();
    await off;
    await settled();
    expect(now().lostCameraId).toBeUndefined();
    expect(failures).toEqual([]);
  });

  it('takes the place of another one that is on', async () => {
    const { media, devices, lines, now } = aPerson();
    await media.toggleCamera();
    await media.useCamera('desk');
    expect(devices.opened.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
    expect(lines[0]?.told.at(-1)).toBe('replace video desk');
    expect(now().cameraId).toBe('desk');
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

  it('is released where one has been turned on by hand before', async () => {
    const { media, lines } = aPerson();
    const camera = new FakeTrack('video');
    void media.toggleCamera();
    await media.adopt([camera.asTrack()]);
    expect(camera.readyState).toBe('ended');
    expect(lines[0]?.told).toEqual(['add video']);
  });

  it('is released after the end of the meeting', async () => {
    const { media, lines } = aPerson();
    const camera = new FakeTrack('video');
    media.close();
    await media.adopt([camera.asTrack()]);
    expect(camera.readyState).toBe('ended');
    expect(lines).toEqual([]);
  });

  it('is published though another device cannot be', async () => {
    const { media, lines, failures } = aPerson();
    const [gone, camera] = [new FakeTrack('audio'), new FakeTrack('video')];
    gone.stop();
    await media.adopt([gone.asTrack(), camera.asTrack()]);
    expect(failures).toEqual(['sending: The device is gone.']);
    expect(lines[0]?.told).toEqual(['add video']);
  });

  it('is released on leaving', async () => {
    const { media, devices } = aPerson();
    await media.toggleMicrophone();
    await media.shareScreen();
    media.close();
    expect(devices.opened.every((track) => track.readyState === 'ended')).toBe(true);
  });
});

describe('a device that goes away', () => {
  it('gives its place to another microphone, which is heard as the first was', async () => {
    const { media, devices, failures, lines, now } = aPerson();
    await media.toggleMicrophone();
    devices.opened[0]?.unplug();
    await settled();
    expect(now().microphone).toBe('on');
    expect(lines[0]?.told).toEqual(['add audio', 'replace audio audio-1']);
    expect(failures).toEqual(['microphone lost, the audio-1']);
  });

  it('never lets somebody be heard who was muted', async () => {
    const { media, devices, now } = aPerson();
    await media.toggleMicrophone();
    await media.mute();
    devices.opened[0]?.unplug();
    await settled();
    expect(now().microphone).toBe('muted');
    expect(devices.opened[1]).toMatchObject({ enabled: false, readyState: 'live' });
  });

  it('leaves nothing where there is no other', async () => {
    const { media, devices, failures, now } = aPerson();
    await media.toggleMicrophone();
    devices.refuse = new Error('none left');
    devices.opened[0]?.unplug();
    await settled();
    expect(now()).toMatchObject({ microphone: 'off', streams: [] });
    expect(failures).toEqual(['microphone lost']);
  });

  it('while it is being opened is as one that cannot be opened', async () => {
    const { media, devices, failures, lines, now } = aPerson();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const openDevices = devices.openDevices.bind(devices);
    devices.openDevices = async (constraints) => {
      const opened = await openDevices(constraints);
      for (const track of opened.getTracks()) track.stop();
      return opened;
    };
    devices.wait = promise;
    const opening = media.toggleCamera();
    resolve(undefined);
    await opening;
    expect(now().camera).toBe('off');
    expect(failures).toEqual(['camera: The device is gone.']);
    expect(lines).toEqual([]);
  });
});

describe('silence', () => {
  it('that is asked for while the microphone opens is kept', async () => {
    const { media, devices, lines, now } = aPerson();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    devices.wait = promise;
    const opening = media.unmute();
    await settled();
    const muting = media.mute();
    resolve(undefined);
    await Promise.all([opening, muting]);
    expect(lines[0]?.told[0]).toBe('add audio muted');
    expect(now().microphone).toBe('muted');
  });

  it('is not ended by an unmuting that was asked for before', async () => {
    const { media, devices, lines, now } = aPerson();
    await media.toggleMicrophone();
    await media.mute();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    lines[0]!.wait = promise;
    const unmuting = media.unmute();
    await settled();
    void media.mute();
    const heard: boolean[] = [];
    void unmuting.then(() => heard.push(devices.opened[0]!.enabled));
    resolve(undefined);
    await unmuting;
    await settled();
    expect(heard).toEqual([false]);
    expect(now().microphone).toBe('muted');
  });
});

describe('what is closed while a device opens', () => {
  it.each(['toggleMicrophone', 'toggleCamera', 'shareScreen'] as const)(
    'releases what %s brings',
    async (open) => {
      const { media, devices, lines } = aPerson();
      const { promise, resolve } = Promise.withResolvers<undefined>();
      devices.wait = promise;
      const opening = media[open]();
      await settled();
      media.close();
      resolve(undefined);
      await opening;
      expect(devices.opened.map((track) => track.readyState)).toEqual(['ended']);
      expect(lines.every((line) => line.closed)).toBe(true);
    },
  );
});

describe('the settings', () => {
  it('decide how a camera is sent', async () => {
    const { media, lines } = aPerson(new FakeSettings({ send: 'low', simulcast: 'on' }));
    await media.toggleCamera();
    expect(lines[0]?.sending).toEqual([{ simulcast: true, maxBitrate: 300_000 }]);
  });

  it('limit the camera that is on, and take the limit away', async () => {
    const { media, settings, lines } = aPerson();
    await media.toggleCamera();
    settings.change({ send: 'lowest' });
    await settled();
    settings.change({ send: 'unlimited' });
    await settled();
    expect(lines).toHaveLength(1);
    expect(lines[0]?.told).toEqual(['add video', 'limit video 150000', 'limit video null']);
  });

  it('put a stream with layers in the place of one without', async () => {
    const { media, settings, lines, now } = aPerson();
    await media.toggleMicrophone();
    await media.mute();
    await media.toggleCamera();
    settings.change({ simulcast: 'on' });
    await settled();
    expect(lines).toHaveLength(2);
    expect(lines[0]?.told).not.toContain('close');
    expect(lines[1]?.told).toEqual(['add audio muted', 'add video']);
    expect(lines[1]?.sending[1]).toEqual({ simulcast: true });
    expect(now()).toMatchObject({ microphone: 'muted', camera: 'on' });
    expect(now().streams.map(({ id }) => id)).toEqual(['up-2']);
  });

  it('change a stream that is being published when that is done', async () => {
    const { media, settings, lines } = aPerson();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    await media.toggleMicrophone();
    lines[0]!.wait = promise;
    const opening = media.toggleCamera();
    await settled();
    settings.change({ send: 'normal' });
    resolve(undefined);
    await opening;
    await settled();
    expect(lines[0]?.told).toEqual(['add audio', 'add video', 'limit video 700000']);
  });

  it('open the microphone anew for what the browser does to it, muted if it was', async () => {
    const { media, settings, devices, lines, now } = aPerson();
    await media.toggleMicrophone();
    await media.mute();
    settings.change({ echoCancellation: false });
    await settled();
    expect(devices.opened.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
    expect(devices.opened[1]?.enabled).toBe(false);
    expect(lines[0]?.told.at(-1)).toBe('replace audio audio-1');
    expect(now().microphone).toBe('muted');
  });

  it('send music with more, in place of the voice', async () => {
    const { media, settings, lines } = aPerson();
    await media.toggleMicrophone();
    settings.change({ highQualityAudio: true });
    await settled();
    expect(lines[1]?.sending).toEqual([{ maxBitrate: 128_000 }]);
  });

  it('ask the camera for a larger picture of a blackboard', async () => {
    const { media, settings, devices } = aPerson();
    await media.toggleCamera();
    settings.change({ blackboard: true });
    await settled();
    expect(devices.opened[0]?.contentHint).toBe('detail');
    expect(devices.opened[0]?.constraints).toMatchObject([{ width: { ideal: 1920 } }]);
  });

  it('open nothing that is off', async () => {
    const { settings, devices, lines } = aPerson();
    settings.change({ send: 'low', highQualityAudio: true, blackboard: true, effect: BLUR, simulcast: 'on' });
    await settled();
    expect(devices.opened).toEqual([]);
    expect(lines).toEqual([]);
  });
});

describe('layers', () => {
  it('come with the third person, and go a while after the third went', async () => {
    const { media, lines, timers } = aPerson();
    await media.toggleCamera();
    media.setPeople(2);
    await settled();
    expect(lines).toHaveLength(1);
    media.setPeople(3);
    await settled();
    expect(lines[1]?.sending).toEqual([{ simulcast: true }]);
    media.setPeople(2);
    await settled();
    expect(lines).toHaveLength(2);
    timers[0]?.();
    await settled();
    expect(lines[2]?.sending).toEqual([{ simulcast: false }]);
  });

  it('stay for who comes back meanwhile', async () => {
    const { media, lines, timers } = aPerson();
    media.setPeople(3);
    await media.toggleCamera();
    media.setPeople(2);
    media.setPeople(3);
    expect(timers).toEqual([]);
    await settled();
    expect(lines).toHaveLength(1);
  });
});

describe('an effect', () => {
  it('is sent in place of the camera’s own picture', async () => {
    const { media, lines, effects } = aPerson(new FakeSettings({ effect: BLUR }));
    await media.toggleCamera();
    expect(effects.told).toEqual(['blur']);
    expect(lines[0]?.told).toEqual(['add video']);
    await media.toggleCamera();
    expect(effects.told).toEqual(['blur', 'closed']);
  });

  it('comes and goes while the camera is on', async () => {
    const { media, settings, lines, effects, devices } = aPerson();
    await media.toggleCamera();
    settings.change({ effect: BLUR });
    await settled();
    settings.change({ effect: { ...BLUR, orientation: 'mirror' } });
    await settled();
    settings.change({ effect: { background: { kind: 'none' }, orientation: 'none' } });
    await settled();
    expect(lines[0]?.told).toEqual(['add video', 'replace video blur-effect', 'replace video video-1']);
    expect(effects.told).toEqual(['blur', 'to blur', 'closed']);
    expect(devices.opened[0]?.readyState).toBe('live');
  });

  it('that cannot be had leaves the picture as it is, and says so', async () => {
    const { media, settings, lines, effects, failures, now } = aPerson();
    effects.refuse = new Error('too old');
    await media.toggleCamera();
    settings.change({ effect: BLUR });
    await settled();
    expect(now().camera).toBe('on');
    expect(lines[0]?.told).toEqual(['add video']);
    expect(now().effect).toMatchObject({ phase: 'failed', wanted: BLUR, instead: PLAIN });
    expect(failures).toEqual([]);
    effects.refuse = undefined;
    await media.retryEffect();
    expect(now().effect).toEqual({ phase: 'there' });
    expect(lines[0]?.told).toEqual(['add video', 'replace video blur-effect']);
    await media.toggleCamera();
    expect(now().effect).toEqual({ phase: 'none' });
  });

  it('that fails on the way gives way to the plain picture, and says so', async () => {
    const { media, effects, lines, now } = aPerson(new FakeSettings({ effect: BLUR }));
    await media.toggleCamera();
    expect(now().effect).toEqual({ phase: 'there' });
    const error = new Error('too slow');
    effects.trouble(error);
    effects.trouble(new Error('too slow'));
    await settled();
    expect(lines[0]?.told).toEqual(['add video', 'replace video video-1']);
    expect(effects.told).toEqual(['blur', 'closed']);
    expect(now().effect).toEqual({ phase: 'failed', error, wanted: BLUR, instead: PLAIN });
  });

  it('that cannot follow another leaves the first, rather than showing the room', async () => {
    const { media, settings, lines, effects, now } = aPerson(new FakeSettings({ effect: BLUR }));
    await media.toggleCamera();
    effects.refuse = new Error('no such picture');
    const beach = { ...BLUR, background: { kind: 'image', image: 'own:beach' } } as const;
    settings.change({ effect: beach });
    await settled();
    expect(lines[0]?.told).toEqual(['add video']);
    expect(effects.told).toEqual(['blur', 'to image']);
    expect(now().effect).toMatchObject({ phase: 'failed', wanted: beach, instead: BLUR });
  });

  it('is said to be on its way, also before the camera is seen for the first time', async () => {
    const { media, effects, now } = aPerson(new FakeSettings({ effect: BLUR }));
    const { promise, resolve } = Promise.withResolvers<undefined>();
    effects.wait = promise;
    const opening = media.toggleCamera();
    await settled();
    expect(now()).toMatchObject({ camera: 'starting', effect: { phase: 'busy' } });
    resolve(undefined);
    await opening;
    expect(now()).toMatchObject({ camera: 'on', effect: { phase: 'there' } });
  });

  it('that breaks while it begins is not used', async () => {
    const { media, effects, lines, now } = aPerson(new FakeSettings({ effect: BLUR }));
    const { promise, resolve } = Promise.withResolvers<undefined>();
    effects.wait = promise;
    const opening = media.toggleCamera();
    await settled();
    effects.trouble(new Error('too slow'));
    resolve(undefined);
    await opening;
    expect(effects.told).toEqual(['blur', 'closed']);
    expect(lines[0]?.told).toEqual(['add video']);
    expect(now().effect).toMatchObject({ phase: 'failed', instead: PLAIN });
  });

  it('that fails on one of several cameras is told of', async () => {
    const { media, effects, now } = aPerson(new FakeSettings({ effect: BLUR }));
    await media.toggleCamera();
    effects.refuse = new Error('no');
    await media.addCamera('desk');
    expect(now().effect.phase).toBe('failed');
    media.stopScreen(now().cameras[0]?.streamId);
    expect(now().effect.phase).toBe('there');
  });

  it('is looked at again when the camera was asked for something else, and the camera’s own is not forgotten', async () => {
    const { media, settings, effects, devices } = aPerson(new FakeSettings({ effect: BLUR }));
    await media.toggleCamera();
    const blurred = { backgroundBlur: true } as MediaTrackConstraints;
    await devices.opened[0]?.applyConstraints(blurred);
    settings.change({ resolution: [640, 480] });
    await settled();
    expect(devices.opened[0]?.constraints.at(-1)).toMatchObject({
      backgroundBlur: true,
      width: { ideal: 640 },
    });
    expect(effects.told).toEqual(['blur', 'recheck']);
  });

  it('against noise that cannot be had gives way to the browser’s own, and can be tried again', async () => {
    const { media, effects, devices, failures, now } = aPerson(
      new FakeSettings({ noiseSuppression: 'rnnoise' }),
    );
    effects.refuse = new Error('no');
    await media.toggleMicrophone();
    expect(devices.opened[0]?.constraints).toEqual([{ noiseSuppression: true }]);
    expect(now().noise).toMatchObject({ phase: 'failed', instead: 'browser' });
    effects.refuse = undefined;
    await media.retryNoise();
    expect(now().noise).toEqual({ phase: 'there' });
    expect(failures).toEqual([]);
  });

  it('against noise is known to be missing where the browser has none either', async () => {
    const { media, effects, devices, now } = aPerson(new FakeSettings({ noiseSuppression: 'rnnoise' }));
    effects.refuse = new Error('no');
    const openDevices = devices.openDevices.bind(devices);
    devices.openDevices = async (constraints) => {
      const media = await openDevices(constraints);
      for (const track of media.getTracks()) track.applyConstraints = () => Promise.reject(new Error('over'));
      return media;
    };
    await media.toggleMicrophone();
    expect(now()).toMatchObject({ microphone: 'on', noise: { phase: 'failed', instead: 'off' } });
  });

  it('against noise is sent in place of the microphone’s own sound, and is muted like it', async () => {
    const { media, devices, now } = aPerson(new FakeSettings({ noiseSuppression: 'rnnoise' }));
    await media.toggleMicrophone();
    await media.mute();
    expect(now().microphoneTrack?.getSettings().deviceId).toBe('quiet');
    expect(now().microphoneTrack?.enabled).toBe(false);
    expect(now().microphoneSource).toBe(devices.opened[0]?.asTrack());
  });
});

describe('further cameras', () => {
  it('are streams of their own, and can be stopped', async () => {
    const { media, lines, devices, now } = aPerson();
    await media.toggleCamera();
    await media.addCamera('desk');
    expect(lines.map(({ label }) => label)).toEqual(['camera', 'camera']);
    expect(now().cameras).toEqual([{ streamId: 'up-2', deviceId: 'desk' }]);
    media.stopScreen('up-2');
    expect(now()).toMatchObject({ cameras: [], camera: 'on' });
    expect(devices.opened.map(({ readyState }) => readyState)).toEqual(['live', 'ended']);
  });

  it('have the effect and the limit of the first', async () => {
    const { media, settings, lines } = aPerson();
    await media.addCamera('desk');
    settings.change({ effect: BLUR, send: 'low' });
    await settled();
    expect(lines[0]?.told).toEqual(['add video', 'replace video blur-effect', 'limit video 300000']);
  });

  it('that are unplugged end', async () => {
    const { media, devices, failures, now } = aPerson();
    await media.addCamera('desk');
    devices.opened[0]?.unplug();
    expect(now().cameras).toEqual([]);
    expect(failures).toEqual(['camera lost']);
  });

  it('are refused when too much is shown already, before anything is opened', async () => {
    const { media, lines, devices, failures } = aPerson();
    for (let count = 0; count < 8; count += 1) await media.addCamera(`c${count.toString()}`);
    await media.addCamera('c8');
    await media.shareScreen();
    await media.presentFile(new File([], 'film.webm'));
    expect(lines).toHaveLength(8);
    expect(devices.opened).toHaveLength(8);
    const reason = 'no more than 8 streams are shown at once';
    expect(failures).toEqual([`camera: ${reason}`, `screen: ${reason}`, `file: ${reason}`]);
  });
});

describe('replacing everything', () => {
  it('publishes every stream anew in its place', async () => {
    const { media, lines, now } = aPerson();
    await media.toggleMicrophone();
    await media.shareScreen();
    await media.replaceAll();
    expect(lines.map(({ label }) => label)).toEqual(['camera', 'screenshare', 'camera', 'screenshare']);
    expect(lines.flatMap(({ told }) => told)).not.toContain('close');
    expect(now()).toMatchObject({ microphone: 'on', sharing: true });
    expect(now().streams.map(({ id }) => id)).toEqual(['up-3', 'up-4']);
  });
});

describe('flipping the camera', () => {
  it('asks for the other side of the phone', async () => {
    const { media, devices, now } = aPerson();
    const asked: unknown[] = [];
    const openDevices = devices.openDevices.bind(devices);
    devices.openDevices = (constraints) => {
      asked.push((constraints.video as MediaTrackConstraints).facingMode);
      return openDevices(constraints);
    };
    await media.toggleCamera();
    await media.flipCamera();
    await media.flipCamera();
    expect(asked).toEqual([undefined, { ideal: 'environment' }, { ideal: 'user' }]);
    expect(now().camera).toBe('on');
  });
});
