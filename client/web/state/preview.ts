import { audioConstraints, videoConstraints } from '../local/media-settings.ts';
import { exactly, openChosen } from '../local/open-chosen.ts';
import type { DeviceChoice, DevicePort, Kind, SettingsSource } from '../local/ports.ts';
import { codeOf } from './error-sentence.ts';
import { SnapshotStore } from './snapshot-store.ts';

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

/** Who takes the devices over: the meeting. */
export interface Heir {
  /** One that was still opening is open. Who takes it stops it. */
  take(track: MediaStreamTrack): void;
  /** One that was still opening cannot be had. */
  failed(kind: Kind, error: unknown): void;
}

/** A device on its way. Whoever turns it off meanwhile makes that another one, or none, is the current one of its kind. */
interface Opening {
  readonly kind: Kind;
  heir: Heir | undefined;
}

const KINDS = ['audio', 'video'] as const;
const OFF: Device = { phase: 'off' };

/** Microphone and camera before the meeting. What is on here is on when the meeting begins. */
export class Preview extends SnapshotStore<PreviewSnapshot> {
  readonly #devices: Pick<DevicePort, 'openDevices' | 'newStream'>;
  readonly #settings: Pick<SettingsSource, 'chosen'>;
  readonly #device: Record<Kind, Device> = { audio: OFF, video: OFF };
  readonly #current: Record<Kind, Opening | undefined> = { audio: undefined, video: undefined };
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
    return this.#open([this.#begin(kind)]);
  }

  /** Turns one on as soon as it is known that it may be, unless it has been turned off by then. */
  async turnOnIf(kind: Kind, allowed: Promise<boolean>): Promise<void> {
    const opening = this.#begin(kind);
    if (await allowed) await this.#open([opening]);
    else if (this.#isCurrent(opening)) this.#current[kind] = undefined;
  }

  /** Turns both on, for which the browser asks but once. */
  turnOnBoth(): Promise<void> {
    return this.#open(KINDS.map((kind) => this.#begin(kind)));
  }

  turnOff(kind: Kind): void {
    this.#current[kind] = undefined;
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
    return KINDS.flatMap((kind) => {
      const device = this.#device[kind];
      return device.phase === 'on' ? [device.track] : [];
    });
  }

  /**
   * Hands everything over: the tracks that are on go on, and are no longer this preview's. Those that are still opening
   * go to the heir as well.
   */
  handOver(heir: Heir): readonly MediaStreamTrack[] {
    const tracks = this.tracks();
    for (const kind of KINDS) {
      const opening = this.#current[kind];
      if (opening !== undefined) opening.heir = heir;
      this.#current[kind] = undefined;
      this.#set(kind, OFF);
    }
    return tracks;
  }

  close(): void {
    for (const kind of KINDS) this.turnOff(kind);
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

  #begin(kind: Kind): Opening {
    return (this.#current[kind] = { kind, heir: undefined });
  }

  #isCurrent(opening: Opening): boolean {
    return this.#current[opening.kind] === opening;
  }

  async #open(openings: readonly Opening[]): Promise<void> {
    const wanted = openings.filter((opening) => this.#isCurrent(opening) || opening.heir !== undefined);
    const kinds = wanted.map(({ kind }) => kind);
    this.#failed = this.#failed.filter((kind) => !kinds.includes(kind));
    if (this.#failed.length === 0) this.#error = undefined;
    for (const opening of wanted) {
      if (this.#isCurrent(opening)) this.#set(opening.kind, { phase: 'starting' });
    }
    if (wanted.length > 1 && (await this.#openTogether(wanted))) return;
    await Promise.all(wanted.map((opening) => this.#openAlone(opening)));
  }

  /** @returns false where one of the devices may be missing: the other one is better than nothing. */
  async #openTogether(openings: readonly Opening[]): Promise<boolean> {
    const { audio, video } = this.#constraints();
    try {
      const media = await this.#devices.openDevices({ audio: exactly(audio), video: exactly(video) });
      for (const opening of openings) this.#opened(opening, media);
    } catch (error) {
      if (codeOf(error) !== 'permission-denied') return false;
      for (const opening of openings) this.#failedToOpen(opening, error);
    }
    return true;
  }

  async #openAlone(opening: Opening): Promise<void> {
    const { kind } = opening;
    try {
      this.#opened(opening, await openChosen(this.#devices, kind, this.#constraints()[kind]));
    } catch (error) {
      this.#failedToOpen(opening, error);
    }
  }

  #opened(opening: Opening, media: MediaStream): void {
    const { kind, heir } = opening;
    for (const track of media.getTracks()) {
      if (track.kind !== kind) continue;
      if (this.#isCurrent(opening)) this.#hold(kind, track);
      else if (heir !== undefined) heir.take(track);
      else track.stop();
    }
  }

  #failedToOpen(opening: Opening, error: unknown): void {
    const { kind, heir } = opening;
    if (!this.#isCurrent(opening)) {
      heir?.failed(kind, error);
      return;
    }
    this.#current[kind] = undefined;
    this.#error = error;
    this.#failed = [...this.#failed, kind];
    this.#set(kind, OFF);
  }

  #constraints(): Record<Kind, MediaTrackConstraints> {
    const { microphoneId, cameraId } = this.#choice;
    const { chosen } = this.#settings;
    return { audio: audioConstraints(chosen, microphoneId), video: videoConstraints(chosen, cameraId) };
  }

  #hold(kind: Kind, track: MediaStreamTrack): void {
    this.#current[kind] = undefined;
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
