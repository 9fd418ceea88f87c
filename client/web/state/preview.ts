import { audioConstraints, videoConstraints } from '../local/media-settings.ts';
import type { DeviceChoice, DevicePort, SettingsSource } from '../local/ports.ts';
import { codeOf } from './error-sentence.ts';
import { SnapshotStore } from './snapshot-store.ts';

type Kind = 'audio' | 'video';
type Device =
  { readonly phase: 'off' | 'starting' } | { readonly phase: 'on'; readonly track: MediaStreamTrack };

export interface PreviewSnapshot {
  readonly microphone: Device;
  readonly camera: Device;
  /** The camera's picture. */
  readonly picture: MediaStream | null;
  readonly choice: DeviceChoice;
  /** Why the last attempt failed. */
  readonly error: unknown;
  /** What failed then. */
  readonly failed: readonly Kind[];
}

const OFF: Device = { phase: 'off' };

/** Microphone and camera before the meeting. What is on here is on when the meeting begins. */
export class Preview extends SnapshotStore<PreviewSnapshot> {
  readonly #devices: Pick<DevicePort, 'openDevices' | 'newStream'>;
  readonly #settings: Pick<SettingsSource, 'chosen'>;
  readonly #device: Record<Kind, Device> = { audio: OFF, video: OFF };
  /** Counts attempts, so that a device which opens after it was turned off again is released. */
  readonly #attempt: Record<Kind, number> = { audio: 0, video: 0 };
  #picture: MediaStream | null = null;
  #choice: DeviceChoice;
  #error: unknown;
  #failed: readonly Kind[] = [];

  constructor(
    devices: Pick<DevicePort, 'openDevices' | 'newStream'>,
    choice: DeviceChoice,
    settings: Pick<SettingsSource, 'chosen'>,
  ) {
    super();
    this.#devices = devices;
    this.#settings = settings;
    this.#choice = choice;
  }

  turnOn(kind: Kind): Promise<void> {
    return this.#open([kind]);
  }

  /** Turns both on, for which the browser asks but once. */
  async turnOnBoth(): Promise<void> {
    await this.#open(['audio', 'video']);
    if (this.#failed.length === 0 || codeOf(this.#error) === 'permission-denied') return;
    // One of the two may be missing; the other is better than nothing.
    await Promise.all([this.#open(['audio']), this.#open(['video'])]);
  }

  turnOff(kind: Kind): void {
    this.#attempt[kind] += 1;
    const device = this.#device[kind];
    if (device.phase === 'on') device.track.stop();
    this.#set(kind, OFF);
  }

  /** Uses another device; opens it if one of its kind is on. */
  async choose(kind: Kind, deviceId: string): Promise<void> {
    this.#choice = { ...this.#choice, [kind === 'audio' ? 'microphoneId' : 'cameraId']: deviceId };
    const on = this.#device[kind].phase !== 'off';
    if (on) this.turnOff(kind);
    this.changed();
    if (on) await this.turnOn(kind);
  }

  /** The tracks that are on. */
  tracks(): readonly MediaStreamTrack[] {
    return (['audio', 'video'] as const).flatMap((kind) => {
      const device = this.#device[kind];
      return device.phase === 'on' ? [device.track] : [];
    });
  }

  /** Hands the tracks over: they go on, and are no longer this preview's. */
  release(): void {
    for (const kind of ['audio', 'video'] as const) {
      this.#attempt[kind] += 1;
      this.#set(kind, OFF);
    }
  }

  close(): void {
    this.turnOff('audio');
    this.turnOff('video');
  }

  protected build(): PreviewSnapshot {
    return {
      microphone: this.#device.audio,
      camera: this.#device.video,
      picture: this.#picture,
      choice: this.#choice,
      error: this.#error,
      failed: this.#failed,
    };
  }

  async #open(kinds: readonly Kind[]): Promise<void> {
    const attempts = kinds.map((kind) => ({ kind, number: (this.#attempt[kind] += 1) }));
    const current = () => attempts.filter(({ kind, number }) => number === this.#attempt[kind]);
    this.#failed = this.#failed.filter((kind) => !kinds.includes(kind));
    if (this.#failed.length === 0) this.#error = undefined;
    for (const kind of kinds) this.#set(kind, { phase: 'starting' });
    try {
      const media = await this.#devices.openDevices(this.#constraints(kinds));
      for (const track of media.getTracks()) {
        const wanted = current().find(({ kind }) => kind === track.kind);
        if (wanted === undefined) track.stop();
        else this.#hold(wanted.kind, track);
      }
    } catch (error) {
      const failed = current().map(({ kind }) => kind);
      if (failed.length === 0) return;
      this.#error = error;
      this.#failed = [...this.#failed, ...failed];
      for (const kind of failed) this.#set(kind, OFF);
    }
  }

  #constraints(kinds: readonly Kind[]): MediaStreamConstraints {
    const { microphoneId, cameraId } = this.#choice;
    const { chosen } = this.#settings;
    return {
      ...(kinds.includes('audio') && { audio: audioConstraints(chosen, microphoneId) }),
      ...(kinds.includes('video') && { video: videoConstraints(chosen, cameraId) }),
    };
  }

  #hold(kind: Kind, track: MediaStreamTrack): void {
    track.addEventListener('ended', () => {
      const device = this.#device[kind];
      if (device.phase === 'on' && device.track === track) this.turnOff(kind);
    });
    this.#set(kind, { phase: 'on', track });
  }

  #set(kind: Kind, device: Device): void {
    this.#device[kind] = device;
    if (kind === 'video')
      this.#picture = device.phase === 'on' ? this.#devices.newStream([device.track]) : null;
    this.changed();
  }
}
