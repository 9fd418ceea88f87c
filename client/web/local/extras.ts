import type { VideoEffect } from '../effects/effect-choice.ts';
import type { Treatment } from '../effects/treatment.ts';
import type { FilePlayer } from './file-player.ts';
import { HIGH_QUALITY_AUDIO, sendRate, videoConstraints } from './media-settings.ts';
import { OwnCamera } from './own-tracks.ts';
import type { DevicePort, EffectPort, LocalTask, SettingsSource, UpLine } from './ports.ts';
import { SideStreams, TooMuchShown, type Side } from './side-streams.ts';
import type { StreamView } from '../state/remote-streams.ts';

export interface ExtrasOptions {
  readonly newUpStream: (localId?: string) => UpLine;
  readonly devices: DevicePort;
  readonly effects: EffectPort;
  readonly settings: () => SettingsSource['chosen'];
  readonly layers: () => boolean;
  readonly changed: () => void;
  readonly failed: (error: unknown, what: LocalTask) => void;
  readonly cameraLost: () => void;
  /** The effect of a camera ended by itself: `sendOutputs` is to be called in its turn. */
  readonly cameraChanged: () => void;
  /** A file's sound is about to be heard, or has ended. */
  readonly soundBegins: () => Promise<void>;
  readonly soundEnded: () => void;
  /** Something is to be done after what is under way. */
  readonly inTurn: (task: () => Promise<void>) => void;
}

/** What is shown beside oneself: screens, further cameras, files. All that returns a promise is to be called in turn. */
export class Extras {
  readonly #options: ExtrasOptions;
  readonly #streams: SideStreams;
  readonly #cameras = new Map<Side, OwnCamera>();
  readonly #players = new Map<Side, FilePlayer>();
  #closed = false;

  constructor(options: ExtrasOptions) {
    this.#options = options;
    const { newUpStream, changed } = options;
    this.#streams = new SideStreams({
      ...{ newUpStream, changed },
      failed: (error) => {
        options.failed(error, 'sending');
      },
    });
  }

  get sharing(): boolean {
    return this.#streams.all.some(({ side }) => side.kind === 'screen');
  }

  get cameras(): readonly { readonly streamId: string; readonly deviceId: string | undefined }[] {
    return this.#streams.all.flatMap(({ id, side }) => {
      const camera = this.#cameras.get(side);
      return camera === undefined ? [] : [{ streamId: id, deviceId: camera.source.getSettings().deviceId }];
    });
  }

  get files(): readonly { readonly streamId: string; readonly player: FilePlayer }[] {
    return this.#streams.all.flatMap(({ id, side }) => {
      const player = this.#players.get(side);
      return player === undefined ? [] : [{ streamId: id, player }];
    });
  }

  /** What has become of the effect of the cameras. */
  get effects(): readonly Treatment<VideoEffect>[] {
    return [...this.#cameras.values()].map(({ effect }) => effect);
  }

  views(selfId: string): readonly StreamView[] {
    return this.#streams.views(selfId);
  }

  /** @throws TooMuchShown, DeviceError, ServerError */
  async shareScreen(): Promise<void> {
    this.#mustHaveRoom();
    const media = await this.#options.devices.openScreen();
    const [picture] = media.getVideoTracks();
    if (picture !== undefined) picture.contentHint = 'detail';
    const side: Side = {
      kind: 'screen',
      media,
      sending: { video: { priority: 'screen' } },
      release: () => {
        for (const track of media.getTracks()) track.stop();
      },
    };
    picture?.addEventListener('ended', () => {
      this.#streams.end(side);
    });
    await this.#publish(side);
  }

  /** @throws TooMuchShown, DeviceError, ServerError */
  async addCamera(deviceId: string): Promise<void> {
    this.#mustHaveRoom();
    const { devices, settings } = this.#options;
    const { effect, ...chosen } = settings();
    // This one or none: another would be the one that is shown already.
    const wanted = { ...videoConstraints(chosen, undefined), deviceId: { exact: deviceId } };
    const media = await devices.openDevices({ video: wanted });
    const [source] = media.getVideoTracks();
    if (source === undefined) throw new Error('the device gave no video');
    const { effects, changed, cameraChanged } = this.#options;
    const camera = new OwnCamera(source, { effects, changed, outputChanged: cameraChanged });
    await camera.apply(effect);
    if (chosen.blackboard) camera.output.contentHint = 'detail';
    const rate = sendRate(chosen);
    const side: Side = {
      kind: 'camera',
      media: devices.newStream([camera.output]),
      sending: {
        video: { simulcast: this.#options.layers(), ...(rate !== undefined && { maxBitrate: rate }) },
      },
      release: () => {
        this.#cameras.delete(side);
        camera.close();
      },
    };
    this.#cameras.set(side, camera);
    source.addEventListener('ended', () => {
      if (!this.#cameras.has(side)) return;
      this.#streams.end(side);
      this.#options.cameraLost();
    });
    await this.#publish(side);
  }

  /** @throws TooMuchShown, DeviceError, ServerError */
  async presentFile(file: File): Promise<void> {
    this.#mustHaveRoom();
    const { devices, soundBegins, soundEnded, inTurn } = this.#options;
    const player = await devices.openFile(file);
    const side: Side = {
      kind: 'file',
      media: player.media,
      sending: { audio: { maxBitrate: HIGH_QUALITY_AUDIO } },
      release: () => {
        this.#players.delete(side);
        player.close();
        if (player.hasSound) soundEnded();
      },
    };
    this.#players.set(side, player);
    player.events.on('ended', () => {
      this.#streams.end(side);
    });
    player.events.on('trackChanged', (track) => {
      inTurn(() => this.#streams.replaceTrack(side, track));
    });
    try {
      if (player.hasSound) await soundBegins();
    } catch (error) {
      // Heard by nobody but oneself, and with no button to stop it.
      side.release();
      throw error;
    }
    await this.#publish(side);
  }

  /** Uses the chosen effect on all cameras. */
  async applyEffect(): Promise<void> {
    for (const camera of [...this.#cameras.values()]) await camera.apply(this.#options.settings().effect);
    await this.sendOutputs();
  }

  /** Sends what the cameras give now, where that is another track. */
  async sendOutputs(): Promise<void> {
    for (const [side, camera] of [...this.#cameras]) {
      const [shown] = side.media.getVideoTracks();
      if (shown === camera.output) continue;
      await this.#streams.replaceTrack(side, camera.output);
      if (shown !== undefined) side.media.removeTrack(shown);
      side.media.addTrack(camera.output);
      camera.settle();
    }
    this.#options.changed();
  }

  /** Sends cameras with the bit rate that is wanted now. */
  async adjust(): Promise<void> {
    const rate = sendRate(this.#options.settings()) ?? null;
    for (const side of [...this.#cameras.keys()]) await this.#streams.setMaxBitrate(side, rate);
  }

  republish(): Promise<void> {
    return this.#streams.republish();
  }

  /** Ends one of them, or without an id all screens. */
  stop(streamId?: string): void {
    for (const { id, side } of this.#streams.all) {
      if (streamId === undefined ? side.kind === 'screen' : id === streamId) this.#streams.end(side);
    }
  }

  stopAll(): void {
    this.#streams.endAll();
  }

  /** What is still being opened is released when it comes. */
  close(): void {
    this.#closed = true;
    this.stopAll();
  }

  /** Before anything is opened for nothing. @throws TooMuchShown */
  #mustHaveRoom(): void {
    if (this.#streams.full) throw new TooMuchShown();
  }

  async #publish(side: Side): Promise<void> {
    if (this.#closed) side.release();
    else await this.#streams.publish(side);
  }
}
