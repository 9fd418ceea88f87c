import type { NoiseSuppression, VideoEffect } from '../effects/effect-choice.ts';
import { foremost, UNTREATED, type Treatment } from '../effects/treatment.ts';
import { Extras } from '../local/extras.ts';
import type { FilePlayer } from '../local/file-player.ts';
import { LayerChoice } from '../local/layer-choice.ts';
import { MainStream } from '../local/main-stream.ts';
import { changeBetween } from '../local/media-settings.ts';
import type {
  DeviceChoice,
  DevicePort,
  EffectPort,
  Kind,
  LocalTask,
  SettingsSource,
  UpLine,
} from '../local/ports.ts';
import { Turns } from '../local/turns.ts';
import { browserClock, type Clock } from '../time/clock.ts';
import { CAMERA_LABEL } from './participants.ts';
import type { StreamView } from './remote-streams.ts';
import { SnapshotStore } from './snapshot-store.ts';

export type { DeviceChoice } from '../local/ports.ts';

export interface LocalOptions {
  readonly selfId: string;
  readonly newUpStream: (localId?: string) => UpLine;
  readonly devices: DevicePort;
  readonly effects: EffectPort;
  readonly settings: SettingsSource;
  readonly choice: DeviceChoice;
  /** Something failed; the state says already what is left. */
  readonly failed: (error: unknown, what: LocalTask) => void;
  /** A device went away; `instead` is the name of the one that is used now, if there is another. */
  readonly lost: (what: 'microphone' | 'camera', instead?: string) => void;
  /** The microphone was muted for the sound of a file, and is so still when that has ended. */
  readonly fileSound?: (phase: 'begun' | 'ended') => void;
  /** Calls `task` once; returns what prevents it. */
  readonly after?: Clock['after'];
}

export interface LocalSnapshot {
  readonly microphone: 'off' | 'starting' | 'on' | 'muted';
  readonly camera: 'off' | 'starting' | 'on';
  readonly microphoneId: string | undefined;
  readonly cameraId: string | undefined;
  /** The side of a phone that the camera looks to, where it is known. */
  readonly facing: 'user' | 'environment' | undefined;
  readonly sharing: boolean;
  /** The microphone's track as it is sent, for a meter. Silent while muted. */
  readonly microphoneTrack: MediaStreamTrack | null;
  /** The microphone's track as the device gives it. */
  readonly microphoneSource: MediaStreamTrack | null;
  /** The camera's picture as it is sent. */
  readonly cameraView: MediaStream | null;
  /** What has become of the chosen effect, on all cameras that are on. */
  readonly effect: Treatment<VideoEffect>;
  /** What has become of our own suppression of noise, where it was chosen. */
  readonly noise: Treatment<NoiseSuppression>;
  /** The camera that went away while it was on; undefined again once the camera is on or was turned off by somebody. */
  readonly lostCameraId: string | undefined;
  /** Own streams, as the stage shows them. */
  readonly streams: readonly StreamView[];
  /** Further cameras that are on. */
  readonly cameras: readonly { readonly streamId: string; readonly deviceId: string | undefined }[];
  readonly files: readonly { readonly streamId: string; readonly player: FilePlayer }[];
}

/**
 * One's own microphone, cameras, screens and files: opens devices and publishes them.
 *
 * Microphone and camera are tracks of one stream, everything else has a stream of its own. Muting keeps the
 * microphone open, so that unmuting is instant; turning the camera off releases it, so that its light goes out.
 * Changes run one after another, but for silence, which is at once.
 */
export class LocalMedia extends SnapshotStore<LocalSnapshot> {
  readonly #options: LocalOptions;
  readonly #turns = new Turns();
  readonly #layers: LayerChoice;
  readonly #main: MainStream;
  readonly #extras: Extras;
  readonly #undo: () => void;
  #starting: Kind | null = null;
  #choice: DeviceChoice;
  #facing: 'user' | 'environment' | undefined;
  #lostCameraId: string | undefined;
  #applied: SettingsSource['chosen'];
  #closed = false;

  constructor(options: LocalOptions) {
    super();
    this.#options = options;
    this.#choice = options.choice;
    this.#applied = options.settings.chosen;
    const { newUpStream, devices, effects } = options;
    const settings = () => options.settings.chosen;
    this.#layers = new LayerChoice({
      settings,
      after: options.after ?? browserClock.after,
      changed: () => void this.#next('sending', () => this.#main.adjust()),
    });
    const common = {
      ...{ newUpStream, devices, effects, settings },
      layers: () => this.#layers.wanted,
      changed: () => {
        this.changed();
      },
      failed: (error: unknown, what: LocalTask) => {
        this.#fail(error, what);
      },
    };
    this.#main = new MainStream({
      ...common,
      ended: (kind) => void this.#deviceEnded(kind),
      cameraChanged: () => void this.#next('effect', () => this.#main.publishCamera()),
    });
    this.#extras = new Extras({
      ...common,
      cameraLost: () => {
        options.lost('camera');
      },
      cameraChanged: () => void this.#next('effect', () => this.#extras.sendOutputs()),
      soundBegins: () => this.#muteForSound(),
      soundEnded: () => {
        if (!this.#closed && this.#main.microphone !== null && this.#main.muted) options.fileSound?.('ended');
      },
      inTurn: (task) => void this.#next('file', task),
    });
    this.#undo = options.settings.subscribe(() => {
      this.#settingsChanged();
    });
  }

  /**
   * Publishes what was opened before joining. A disabled audio track is published muted. What is not published, because
   * the meeting is over or another one of its kind is on by now, is released.
   */
  async adopt(tracks: readonly MediaStreamTrack[]): Promise<void> {
    const left = new Set(tracks);
    const adopting = tracks.map((track) =>
      this.#next('sending', () => {
        left.delete(track);
        return this.#main.adopt(track);
      }),
    );
    await Promise.all(adopting);
    for (const track of left) track.stop();
  }

  toggleMicrophone(): Promise<void> {
    return this.#next('microphone', () =>
      this.#main.microphone === null ? this.#open('audio') : this.#main.mute(!this.#main.muted),
    );
  }

  /** Lets the microphone be heard; opens it where it is off. */
  unmute(): Promise<void> {
    return this.#next('microphone', () =>
      this.#main.microphone === null ? this.#open('audio') : this.#main.mute(false),
    );
  }

  /** Mutes at once; never opens anything. */
  mute(): Promise<void> {
    // Before the queue: a device that is slow to open must not delay silence.
    this.#main.silence();
    this.changed();
    return this.#next('microphone', () => this.#main.mute(true));
  }

  toggleCamera(): Promise<void> {
    return this.#next('camera', () => {
      this.#lostCameraId = undefined;
      return this.#main.camera === null ? this.#open('video') : this.#main.drop('video');
    });
  }

  /** Turns a certain camera on, in place of the one that may be on. */
  useCamera(deviceId: string): Promise<void> {
    this.#choose('video', deviceId);
    return this.#next('camera', () => {
      this.#lostCameraId = undefined;
      return this.#main.camera === null
        ? this.#open('video')
        : this.#main.reopen('video', this.#wanted('video'));
    });
  }

  /** Tries again to have the chosen effect. */
  retryEffect(): Promise<void> {
    return this.#next('effect', () => this.#applyEffect());
  }

  /** Tries again to have the chosen suppression of noise. */
  retryNoise(): Promise<void> {
    return this.#reopen('audio');
  }

  /** Uses another microphone or camera, from now on or from the next start on. */
  choose(kind: Kind, deviceId: string): Promise<void> {
    this.#choose(kind, deviceId);
    return this.#reopen(kind);
  }

  /** On a phone, uses the camera of the other side. */
  flipCamera(): Promise<void> {
    this.#facing = this.getSnapshot().facing === 'environment' ? 'user' : 'environment';
    this.changed();
    return this.#reopen('video');
  }

  /** Sends one more camera, beside the others. */
  addCamera(deviceId: string): Promise<void> {
    return this.#next('camera', () => this.#extras.addCamera(deviceId));
  }

  shareScreen(): Promise<void> {
    return this.#next('screen', () => this.#extras.shareScreen());
  }

  /** Plays a file to everybody. The microphone is muted while it has sound. */
  presentFile(file: File): Promise<void> {
    return this.#next('file', () => this.#extras.presentFile(file));
  }

  /** Ends one stream beside the main one, or without an id all screens. */
  stopScreen(streamId?: string): void {
    this.#extras.stop(streamId);
  }

  /** How many are in the group, oneself included: it decides about layers. */
  setPeople(people: number): void {
    if (!this.#closed) this.#layers.setPeople(people);
  }

  /** Publishes all own streams anew, in place of the present ones. */
  replaceAll(): Promise<void> {
    return this.#next('sending', async () => {
      await this.#main.republish();
      await this.#extras.republish();
    });
  }

  /** Turns everything off and releases the devices. */
  stopAll(): void {
    this.#extras.stopAll();
    this.#main.close();
    this.changed();
  }

  close(): void {
    this.#closed = true;
    this.#undo();
    this.#layers.close();
    this.#extras.close();
    this.stopAll();
  }

  protected build(): LocalSnapshot {
    const { microphone, camera, muted, view } = this.#main;
    const { sharing, cameras, files } = this.#extras;
    const facing = camera?.source.getSettings().facingMode;
    return {
      microphone: microphone === null ? this.#idle('audio') : muted ? 'muted' : 'on',
      camera: camera === null ? this.#idle('video') : 'on',
      microphoneId: microphone?.source.getSettings().deviceId ?? this.#choice.microphoneId,
      cameraId: camera?.source.getSettings().deviceId ?? this.#choice.cameraId,
      facing: facing === 'user' || facing === 'environment' ? facing : this.#facing,
      sharing,
      microphoneTrack: microphone?.output ?? null,
      microphoneSource: microphone?.source ?? null,
      cameraView: view,
      effect: foremost([this.#main.effect, ...this.#extras.effects]),
      noise: microphone?.noise ?? UNTREATED,
      lostCameraId: this.#lostCameraId,
      streams: [...this.#mainView(), ...this.#extras.views(this.#options.selfId)],
      cameras,
      files,
    };
  }

  #idle(kind: Kind): 'off' | 'starting' {
    return this.#starting === kind ? 'starting' : 'off';
  }

  #mainView(): readonly StreamView[] {
    const { id, microphone, camera, view } = this.#main;
    if (microphone === null && camera === null) return [];
    return [
      {
        ...{ owner: this.#options.selfId, ownerName: '', own: true, troubled: false },
        id: id ?? CAMERA_LABEL,
        label: CAMERA_LABEL,
        media: view,
        hasAudio: microphone !== null,
        hasVideo: camera !== null,
      },
    ];
  }

  #choose(kind: Kind, deviceId: string): void {
    this.#choice = { ...this.#choice, [kind === 'audio' ? 'microphoneId' : 'cameraId']: deviceId };
    if (kind === 'video') this.#facing = undefined;
    this.changed();
  }

  #wanted(kind: Kind) {
    return kind === 'audio'
      ? { deviceId: this.#choice.microphoneId }
      : { deviceId: this.#choice.cameraId, facing: this.#facing };
  }

  async #open(kind: Kind): Promise<void> {
    this.#starting = kind;
    this.changed();
    try {
      await this.#main.open(kind, this.#wanted(kind));
    } finally {
      this.#starting = null;
    }
  }

  #reopen(kind: Kind): Promise<void> {
    return this.#next(kind === 'audio' ? 'microphone' : 'camera', () =>
      this.#main.reopen(kind, this.#wanted(kind)),
    );
  }

  /** Another microphone takes the place of one that went away, muted if that was; a camera is turned off. */
  #deviceEnded(kind: Kind): Promise<void> {
    if (kind === 'video') {
      const lost = this.#main.camera?.source.getSettings().deviceId ?? this.#choice.cameraId ?? '';
      return this.#next('camera', async () => {
        // Turned off meanwhile, or another one is on.
        if (this.#main.camera?.source.readyState !== 'ended') return;
        await this.#main.drop('video');
        this.#lostCameraId = lost;
        this.#options.lost('camera');
      });
    }
    return this.#next('microphone', async () => {
      await this.#main.reopen('audio', { deviceId: undefined }).catch(() => undefined);
      const label = this.#main.microphone?.source.label;
      this.#options.lost('microphone', label);
    });
  }

  /** What comes out of a loudspeaker would be sent twice. */
  async #muteForSound(): Promise<void> {
    if (this.#main.microphone === null || this.#main.muted) return;
    this.#main.silence();
    this.#options.fileSound?.('begun');
    await this.#main.mute(true);
  }

  #settingsChanged(): void {
    const before = this.#applied;
    const now = this.#options.settings.chosen;
    this.#applied = now;
    const change = changeBetween(before, now);
    if (change.reopenMicrophone) void this.#reopen('audio');
    if (change.resizeCamera) void this.#next('camera', () => this.#main.resizeCamera());
    if (before.effect !== now.effect) void this.retryEffect();
    if (change.rate) {
      void this.#next('sending', async () => {
        await this.#main.adjust();
        await this.#extras.adjust();
      });
    }
    if (change.republish) void this.#next('sending', () => this.#main.republish());
    this.#layers.settingsChanged();
  }

  async #applyEffect(): Promise<void> {
    await this.#main.applyEffect();
    await this.#extras.applyEffect();
  }

  #fail(error: unknown, what: LocalTask): void {
    // After the end there is nobody to tell.
    if (!this.#closed) this.#options.failed(error, what);
  }

  /** Runs after what was asked before. Failures are reported, and leave the queue going. */
  #next(what: LocalTask, task: () => Promise<void>): Promise<void> {
    return this.#turns.next(async () => {
      if (this.#closed) return;
      try {
        await task();
      } catch (error) {
        this.#fail(error, what);
      }
      this.changed();
    });
  }
}
