import { DeviceError, type SendOptions } from '@evagore/client';
import { withCameraBlur } from '../effects/camera-blur.ts';
import type { VideoEffect } from '../effects/effect-choice.ts';
import { UNTREATED, type Treatment } from '../effects/treatment.ts';
import { CAMERA_LABEL } from '../state/participants.ts';
import { audioConstraints, HIGH_QUALITY_AUDIO, sendRate, videoConstraints } from './media-settings.ts';
import { openChosen } from './open-chosen.ts';
import { OwnCamera, ownMicrophone, type OwnMicrophone } from './own-tracks.ts';
import type { DevicePort, EffectPort, Kind, LocalTask, SettingsSource, UpLine } from './ports.ts';

export interface MainStreamOptions {
  readonly newUpStream: (localId?: string) => UpLine;
  readonly devices: Pick<DevicePort, 'openDevices' | 'newStream'>;
  readonly effects: EffectPort;
  readonly settings: () => SettingsSource['chosen'];
  /** Whether the camera is to be sent in several layers. */
  readonly layers: () => boolean;
  readonly changed: () => void;
  readonly failed: (error: unknown, what: LocalTask) => void;
  /** A device went away by itself. */
  readonly ended: (kind: Kind) => void;
  /** The camera's effect ended by itself: `publishCamera` is to be called in its turn. */
  readonly cameraChanged: () => void;
}

/** Which device to open. */
export interface Wanted {
  readonly deviceId: string | undefined;
  readonly facing?: 'user' | 'environment' | undefined;
}

/**
 * Microphone and camera, as the two tracks of one up stream.
 *
 * All that returns a promise is to be called in turn; `silence` and `close` at any time.
 */
export class MainStream {
  readonly #options: MainStreamOptions;
  #line: UpLine | null = null;
  #microphone: OwnMicrophone | null = null;
  #camera: OwnCamera | null = null;
  /** One that gets its effect before it is published. */
  #dressing: OwnCamera | null = null;
  #view: MediaStream | null = null;
  #muted = false;
  /** Counts calls for silence, so that what was under way does not end it. */
  #silences = 0;
  /** Counts closings, so that a device which opens afterwards is released. */
  #closings = 0;
  #layered = false;
  /** What the line sends by now; a republished one begins with nothing. */
  readonly #sent = new Map<Kind, MediaStreamTrack>();

  constructor(options: MainStreamOptions) {
    this.#options = options;
  }

  get id(): string | undefined {
    return this.#line?.id;
  }

  get microphone(): OwnMicrophone | null {
    return this.#microphone;
  }

  get camera(): OwnCamera | null {
    return this.#camera;
  }

  get muted(): boolean {
    return this.#muted;
  }

  /** What has become of the camera's effect. */
  get effect(): Treatment<VideoEffect> {
    return (this.#dressing ?? this.#camera)?.effect ?? UNTREATED;
  }

  /** The camera's picture as it is sent. */
  get view(): MediaStream | null {
    return this.#view;
  }

  /** Opens a device and publishes it. @throws DeviceError, ServerError */
  async open(kind: Kind, wanted: Wanted): Promise<void> {
    const { closings, silences } = this.#moment();
    const source = await this.#openSource(kind, wanted);
    if (closings !== this.#closings) source.stop();
    else await this.#add(kind, source, kind === 'audio' && silences !== this.#silences);
  }

  /** Publishes a device's track that is open already; a disabled one is muted. One that is on by now goes before. */
  async adopt(source: MediaStreamTrack): Promise<void> {
    const kind = source.kind === 'audio' ? 'audio' : 'video';
    if (this.#own(kind) === null) await this.#add(kind, source, !source.enabled);
    else source.stop();
  }

  /** Takes another device of a kind that is published, or the same one anew. */
  async reopen(kind: Kind, wanted: Wanted): Promise<void> {
    const before = this.#own(kind);
    if (before === null) return;
    const { closings } = this.#moment();
    // Some cameras open once only, and some browsers have one microphone at a time.
    before.close();
    try {
      const own = await this.#treated(kind, await this.#openSource(kind, wanted));
      if (closings !== this.#closings || this.#own(kind) !== before) own.close();
      else await this.#publish(kind, own);
    } catch (error) {
      await this.drop(kind);
      throw error;
    }
  }

  /** Silences at once; the server is told by `mute`. */
  silence(): void {
    this.#silences += 1;
    if (this.#microphone === null) return;
    this.#muted = true;
    this.#microphone.output.enabled = false;
  }

  async mute(muted: boolean): Promise<void> {
    if (this.#microphone === null) return;
    const { silences } = this.#moment();
    // Silence first when muting, the server's leave first when unmuting.
    if (muted) this.#setMuted(true);
    await this.#line?.setMuted('audio', muted);
    if (!muted && silences === this.#silences) this.#setMuted(false);
  }

  /** Ends one of the two, and the stream with the last. */
  async drop(kind: Kind): Promise<void> {
    this.#release(kind);
    const wasSent = this.#sent.delete(kind);
    if (this.#microphone === null && this.#camera === null) this.#closeLine();
    else if (wasSent) await this.#line?.removeTrack(kind);
  }

  /** Uses the chosen effect, on a camera that is on. */
  async applyEffect(): Promise<void> {
    await this.#camera?.apply(this.#options.settings().effect);
    await this.publishCamera();
  }

  /** Sends the camera's output, if that is another one by now. */
  async publishCamera(): Promise<void> {
    const camera = this.#camera;
    if (camera === null || this.#sent.get('video') === camera.output) return;
    await this.#publish('video', camera);
  }

  /** Asks the camera for the size that is wanted now. */
  async resizeCamera(): Promise<void> {
    const source = this.#camera?.source;
    if (source === undefined) return;
    const settings = this.#options.settings();
    this.#hint();
    const wanted = videoConstraints(settings, source.getSettings().deviceId);
    try {
      await source.applyConstraints(withCameraBlur(wanted, source));
    } finally {
      await this.#camera?.recheck();
    }
    this.#options.changed();
  }

  /** Sends with the bit rate and the layers that are wanted now. */
  async adjust(): Promise<void> {
    if (!this.#sent.has('video')) return;
    if (this.#layered !== this.#options.layers()) await this.republish();
    else await this.#line?.setMaxBitrate('video', sendRate(this.#options.settings()) ?? null);
  }

  /** Publishes the stream anew, in place of itself: those who receive it see no gap. */
  async republish(): Promise<void> {
    if (this.#line === null) return;
    this.#sent.clear();
    this.#line = this.#newLine();
    for (const kind of ['audio', 'video'] as const) {
      const own = this.#own(kind);
      if (own !== null) await this.#publish(kind, own);
    }
  }

  /** Releases everything, at once. */
  close(): void {
    this.#closings += 1;
    this.#closeLine();
    this.#release('audio');
    this.#release('video');
  }

  #moment() {
    return { closings: this.#closings, silences: this.#silences };
  }

  #own(kind: Kind): OwnMicrophone | OwnCamera | null {
    return kind === 'audio' ? this.#microphone : this.#camera;
  }

  async #openSource(kind: Kind, { deviceId, facing }: Wanted): Promise<MediaStreamTrack> {
    const settings = this.#options.settings();
    const constraints =
      kind === 'audio' ? audioConstraints(settings, deviceId) : videoConstraints(settings, deviceId, facing);
    const media = await openChosen(this.#options.devices, kind, constraints);
    const source = media.getTracks().find((each) => each.kind === kind);
    if (source === undefined) throw new Error(`the device gave no ${kind}`);
    return source;
  }

  async #add(kind: Kind, source: MediaStreamTrack, muted: boolean): Promise<void> {
    const { closings, silences } = this.#moment();
    if (kind === 'audio') this.#muted = muted;
    const own = await this.#treated(kind, source);
    if (kind === 'audio' && silences !== this.#silences) this.#muted = true;
    if (closings === this.#closings) await this.#publish(kind, own);
    else own.close();
  }

  /** What is to be published of a device's track, by the settings. */
  async #treated(kind: Kind, source: MediaStreamTrack): Promise<OwnMicrophone | OwnCamera> {
    const { effects, settings, changed, cameraChanged } = this.#options;
    if (kind === 'audio') return ownMicrophone(source, effects, settings().noiseSuppression === 'rnnoise');
    const camera = new OwnCamera(source, { effects, changed, outputChanged: cameraChanged });
    this.#dressing = camera;
    try {
      await camera.apply(settings().effect);
    } finally {
      this.#dressing = null;
    }
    return camera;
  }

  /** Keeps a track and sends it, in place of the one of its kind that was sent before. */
  async #publish(kind: Kind, own: OwnMicrophone | OwnCamera): Promise<void> {
    this.#hold(kind, own);
    try {
      // Unplugged while it was being opened: nobody would ever say so.
      if (own.source.readyState === 'ended') throw new DeviceError('device-lost', 'The device is gone.');
      const line = (this.#line ??= this.#newLine());
      const { output } = own;
      if (kind === 'audio') output.enabled = !this.#muted;
      const muted = this.#muted;
      if (this.#sent.has(kind)) await line.replaceTrack(kind, output);
      else await line.addTrack(output, this.#sending(kind));
      if (line !== this.#line) return;
      this.#sent.set(kind, output);
      if (own instanceof OwnCamera) own.settle();
      // Muting while the track was being published changed the track only.
      if (kind === 'audio' && !muted && this.#muted) await line.setMuted('audio', true);
    } catch (error) {
      if (this.#own(kind) === own) await this.drop(kind);
      throw error;
    }
  }

  #sending(kind: Kind): SendOptions {
    const settings = this.#options.settings();
    if (kind === 'audio') return settings.highQualityAudio ? { maxBitrate: HIGH_QUALITY_AUDIO } : {};
    const rate = sendRate(settings);
    this.#layered = this.#options.layers();
    return { simulcast: this.#layered, ...(rate !== undefined && { maxBitrate: rate }) };
  }

  #newLine(): UpLine {
    const line = this.#options.newUpStream(CAMERA_LABEL);
    line.label = CAMERA_LABEL;
    line.setStream(this.#options.devices.newStream([]));
    line.events.on('failed', (error) => {
      this.#options.failed(error, 'sending');
    });
    line.events.on('closed', (replaced) => {
      if (this.#line !== line || replaced) return;
      this.#line = null;
      this.#sent.clear();
      this.#release('audio');
      this.#release('video');
    });
    return line;
  }

  #closeLine(): void {
    const line = this.#line;
    this.#line = null;
    this.#sent.clear();
    line?.close();
  }

  #setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#microphone !== null) this.#microphone.output.enabled = !muted;
    this.#options.changed();
  }

  /** Keeps a track, and notices when its device goes away. */
  #hold(kind: Kind, own: OwnMicrophone | OwnCamera): void {
    const isNew = this.#own(kind) !== own;
    if (own instanceof OwnCamera) {
      this.#camera = own;
      this.#view = this.#options.devices.newStream([own.output]);
      this.#hint();
    } else {
      this.#microphone = own;
    }
    if (isNew) {
      own.source.addEventListener('ended', () => {
        if (this.#own(kind) === own) this.#options.ended(kind);
      });
    }
    this.#options.changed();
  }

  /** Tells the encoder what matters more: that what is written can be read, or that movements are smooth. */
  #hint(): void {
    const hint = this.#options.settings().blackboard ? 'detail' : '';
    for (const track of [this.#camera?.source, this.#camera?.output]) {
      if (track !== undefined) track.contentHint = hint;
    }
  }

  #release(kind: Kind): void {
    this.#own(kind)?.close();
    if (kind === 'audio') this.#microphone = null;
    else this.#camera = this.#view = null;
    this.#options.changed();
  }
}
