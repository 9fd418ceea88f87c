import { describe, expect, it } from 'vitest';
import {
  FakeDevices,
  FakeEffects,
  FakeSettings,
  fakeStream,
  FakeTrack,
  FakeUpLines,
} from '../state/fakes.ts';
import { LocalMedia } from '../state/local-media.ts';
import { FilePlayer, type PlayedElement } from './file-player.ts';

class FakeElement extends EventTarget implements PlayedElement {
  paused = false;
  duration = 60;
  currentTime = 0;
  volume = 1;

  play(): Promise<void> {
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }
  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
}

function aFile(...kinds: ('audio' | 'video')[]) {
  const element = new FakeElement();
  const tracks = kinds.map((kind) => new FakeTrack(kind));
  const released: string[] = [];
  const player = new FilePlayer({
    name: 'film.webm',
    element,
    media: fakeStream(...tracks),
    release: () => released.push('released'),
  });
  return { element, tracks, released, player };
}

describe('a file that is played', () => {
  it('is paused, goes on, and is heard here as loud as one likes', async () => {
    const { player, element } = aFile('video');
    player.pause();
    expect(player.getSnapshot()).toMatchObject({ playing: false, duration: 60 });
    await player.play();
    player.setVolume(3);
    expect(player.getSnapshot()).toMatchObject({ playing: true, volume: 1 });
    expect(element.paused).toBe(false);
  });

  it('that is paused before it began to play is paused, and nothing else', async () => {
    const { player, element } = aFile('video');
    element.play = () => Promise.reject(new DOMException('interrupted by a call to pause', 'AbortError'));
    element.paused = true;
    await expect(player.play()).resolves.toBeUndefined();
    expect(player.getSnapshot().playing).toBe(false);
  });

  it.each([
    [30, 30],
    [-5, 0],
    [100, 60],
  ])('sought at %i goes on at %i', (wanted, position) => {
    const { player } = aFile('video');
    player.seek(wanted);
    expect(player.getSnapshot().position).toBe(position);
  });

  it.each(['ended', 'error'])('tells of its end by %s', (event) => {
    const { player, element } = aFile('video');
    const ends: string[] = [];
    player.events.on('ended', () => ends.push('ended'));
    element.dispatchEvent(new Event(event));
    expect(ends).toEqual(['ended']);
  });

  it('is forgotten once', () => {
    const { player, element, tracks, released } = aFile('audio', 'video');
    player.close();
    player.close();
    expect(element.paused).toBe(true);
    expect(tracks.every(({ readyState }) => readyState === 'ended')).toBe(true);
    expect(released).toEqual(['released']);
  });
});

describe('the loudspeaker of a file', () => {
  it('is another one where the browser lets it be chosen', async () => {
    const { player, element } = aFile('audio');
    player.setLoudspeaker('before there was a choice');
    const chosen: string[] = [];
    Object.assign(element, {
      setSinkId: (id: string) => {
        chosen.push(id);
        return id === 'gone' ? Promise.reject(new Error('no such device')) : Promise.resolve();
      },
    });
    for (const id of ['box', 'gone', '']) player.setLoudspeaker(id);
    await new Promise((resolve) => setTimeout(resolve));
    expect(chosen).toEqual(['box', 'gone', '']);
  });
});

describe('playing a file to everybody', () => {
  function aPerson(...kinds: ('audio' | 'video')[]) {
    const file = aFile(...kinds);
    const devices = new FakeDevices();
    devices.player = file.player;
    const upLines = new FakeUpLines();
    const told: string[] = [];
    const media = new LocalMedia({
      ...{ selfId: 'me', devices, choice: {}, effects: new FakeEffects(), settings: new FakeSettings() },
      newUpStream: upLines.open,
      failed: (error, what) => told.push(`${what}: ${String(error)}`),
      lost: () => undefined,
      fileSound: (phase) => told.push(phase),
    });
    const refuseNext = (error: Error) => {
      upLines.refuse = error;
    };
    return { ...file, devices, refuseNext, lines: upLines.all, told, media, now: () => media.getSnapshot() };
  }
  const film = new File([], 'film.webm');

  it('is a stream of its own, and mutes the microphone until somebody unmutes it', async () => {
    const { media, lines, element, told, now } = aPerson('audio', 'video');
    await media.toggleMicrophone();
    await media.presentFile(film);
    expect(lines[1]?.label).toBe('video');
    expect(lines[1]?.sending[0]).toEqual({ maxBitrate: 128_000 });
    expect(now().microphone).toBe('muted');
    element.dispatchEvent(new Event('ended'));
    expect(now()).toMatchObject({ microphone: 'muted', files: [] });
    expect(lines[1]?.closed).toBe(true);
    expect(told).toEqual(['begun', 'ended']);
  });

  it('leaves the microphone alone where it has no sound', async () => {
    const { media, told, now } = aPerson('video');
    await media.toggleMicrophone();
    await media.presentFile(film);
    expect(now().microphone).toBe('on');
    media.stopScreen(now().files[0]?.streamId);
    expect(told).toEqual([]);
  });

  it('is released where the microphone could not be muted for it', async () => {
    const { media, lines, released, told, now } = aPerson('audio', 'video');
    await media.toggleMicrophone();
    lines[0]!.refuse = new Error('no');
    await media.presentFile(film);
    expect(released).toEqual(['released']);
    expect(lines).toHaveLength(1);
    expect(now()).toMatchObject({ microphone: 'muted', files: [] });
    expect(told).toEqual(['begun', 'ended', 'file: Error: no']);
  });

  it('is released when the server refuses it', async () => {
    const { media, devices, refuseNext, released, told, now } = aPerson('video');
    const open = devices.openFile.bind(devices);
    devices.openFile = () => {
      refuseNext(new Error('not permitted'));
      return open();
    };
    await media.presentFile(film);
    expect(released).toEqual(['released']);
    expect(now().files).toEqual([]);
    expect(told).toEqual(['file: Error: not permitted']);
  });

  it('sends the track that takes the place of another', async () => {
    const { media, player, lines } = aPerson('video');
    await media.presentFile(film);
    player.events.emit('trackChanged', new FakeTrack('video', 'next').asTrack());
    await new Promise((resolve) => setTimeout(resolve));
    expect(lines[0]?.told).toEqual(['add video', 'replace video next']);
  });

  it('ends with the meeting', async () => {
    const { media, released, told } = aPerson('audio');
    await media.presentFile(film);
    media.close();
    expect(released).toEqual(['released']);
    expect(told).toEqual([]);
  });
});
