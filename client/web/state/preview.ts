import { audioConstraints, videoConstraints, type DeviceChoice, type DevicePort } from './local-media.ts';
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
}

const OFF: Device = { phase: 'off' };

/** Microphone and camera before the meeting. What is on here is on when the meeting begins. */
export class Preview extends SnapshotStore<PreviewSnapshot> {
  readonly #devices: Pick<DevicePort, 'openDevices' | 'newStream'>;
  readonly #device: Record<Kind, Device> = { audio: OFF, video: OFF };
  /** Counts attempts, so that a device which opens after it was turned off again is released. */
  readonly #attempt: Record<Kind, number> = { audio: 0, video: 0 };
  #picture: MediaStream | null = null;
  #choice: DeviceChoice;
  #error: unknown;

  constructor(devices: Pick<DevicePort, 'openDevices' | 'newStream'>, choice: DeviceChoice) {
    super();
    this.#devices = devices;
    this.#choice = choice;
  }

  async turnOn(kind: Kind): Promise<void> {
    const attempt = (this.#attempt[kind] += 1);
    this.#error = undefined;
    this.#set(kind, { phase: 'starting' });
    const { microphoneId, cameraId } = this.#choice;
    try {
      const media = await this.#devices.openDevices(
        kind === 'audio' ? { audio: audioConstraints(microphoneId) } : { video: videoConstraints(cameraId) },
      );
      const track = media.getTracks().find((each) => each.kind === kind);
      if (attempt !== this.#attempt[kind] || track === undefined) {
        for (const each of media.getTracks()) each.stop();
        return;
      }
      track.addEventListener('ended', () => {
        const current = this.#device[kind];
        if (current.phase === 'on' && current.track === track) this.turnOff(kind);
      });
      this.#set(kind, { phase: 'on', track });
    } catch (error) {
      if (attempt !== this.#attempt[kind]) return;
      this.#error = error;
      this.#set(kind, OFF);
    }
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
    };
  }

  #set(kind: Kind, device: Device): void {
    this.#device[kind] = device;
    if (kind === 'video')
      this.#picture = device.phase === 'on' ? this.#devices.newStream([device.track]) : null;
    this.changed();
  }
}
