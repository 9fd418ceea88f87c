import type { Stream } from '@evagore/client';
import { CAMERA_LABEL, SCREEN_LABEL } from './participants.ts';
import type { StreamView } from './remote-streams.ts';
import { SnapshotStore } from './snapshot-store.ts';

type Kind = 'audio' | 'video';

/** What the page needs of an up stream. */
export type UpLine = Pick<
  Stream,
  'id' | 'label' | 'events' | 'setStream' | 'addTrack' | 'replaceTrack' | 'removeTrack' | 'setMuted' | 'close'
>;

/** Where devices come from: the browser, or a test. */
export interface DevicePort {
  openDevices(constraints: MediaStreamConstraints): Promise<MediaStream>;
  openScreen(): Promise<MediaStream>;
  newStream(tracks: readonly MediaStreamTrack[]): MediaStream;
}

/** Which devices to open; absent for the browser's choice. */
export interface DeviceChoice {
  readonly microphoneId?: string | undefined;
  readonly cameraId?: string | undefined;
}

export interface LocalOptions {
  readonly selfId: string;
  readonly newUpStream: (localId?: string) => UpLine;
  readonly devices: DevicePort;
  readonly choice: DeviceChoice;
  /** Something failed, or a device went away; the state says already what is left. */
  readonly failed: (error: unknown, what: 'microphone' | 'camera' | 'screen' | 'sending') => void;
  readonly lost: (what: 'microphone' | 'camera') => void;
}

export interface LocalSnapshot {
  readonly microphone: 'off' | 'starting' | 'on' | 'muted';
  readonly camera: 'off' | 'starting' | 'on';
  readonly microphoneId: string | undefined;
  readonly cameraId: string | undefined;
  readonly sharing: boolean;
  /** The microphone's track, for a meter. */
  readonly microphoneTrack: MediaStreamTrack | null;
  /** Own streams, as the stage shows them. */
  readonly streams: readonly StreamView[];
}

/** A shared screen. */
interface Screen {
  readonly line: UpLine;
  readonly media: MediaStream;
}

export function audioConstraints(deviceId: string | undefined): MediaTrackConstraints {
  return {
    ...(deviceId === undefined ? {} : { deviceId: { ideal: deviceId } }),
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  };
}

export function videoConstraints(deviceId: string | undefined): MediaTrackConstraints {
  return {
    ...(deviceId === undefined ? {} : { deviceId: { ideal: deviceId } }),
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
  };
}

/**
 * One's own microphone, camera and screens: opens devices and publishes them.
 *
 * Microphone and camera are tracks of one stream. Muting keeps the microphone open, so that unmuting is
 * instant; turning the camera off releases it, so that its light goes out. Changes run one after another.
 */
export class LocalMedia extends SnapshotStore<LocalSnapshot> {
  readonly #options: LocalOptions;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;
  #line: UpLine | null = null;
  #audio: MediaStreamTrack | null = null;
  #video: MediaStreamTrack | null = null;
  #videoView: MediaStream | null = null;
  #starting: Kind | null = null;
  readonly #screens = new Set<Screen>();
  #choice: DeviceChoice;

  constructor(options: LocalOptions) {
    super();
    this.#options = options;
    this.#choice = options.choice;
  }

  /** Publishes what was opened before joining. A disabled audio track is published muted. */
  adopt(tracks: readonly MediaStreamTrack[]): Promise<void> {
    return this.#next('sending', async () => {
      for (const track of tracks) await this.#publish(track);
    });
  }

  toggleMicrophone(): Promise<void> {
    return this.#next('microphone', () =>
      this.#audio === null ? this.#open('audio') : this.#mute(this.#audio.enabled),
    );
  }

  /** Mutes at once; never opens anything. */
  mute(): Promise<void> {
    // Before the queue: a device that is slow to open must not delay silence.
    if (this.#audio !== null) this.#audio.enabled = false;
    this.changed();
    return this.#next('microphone', () => this.#mute(true));
  }

  toggleCamera(): Promise<void> {
    return this.#next('camera', () => (this.#video === null ? this.#open('video') : this.#drop('video')));
  }

  /** Uses another microphone or camera, from now on or from the next start on. */
  choose(kind: Kind, deviceId: string): Promise<void> {
    this.#choice = { ...this.#choice, [kind === 'audio' ? 'microphoneId' : 'cameraId']: deviceId };
    this.changed();
    return this.#next(kind === 'audio' ? 'microphone' : 'camera', async () => {
      const before = kind === 'audio' ? this.#audio : this.#video;
      if (before === null || this.#line === null) return;
      // Some cameras open once only, and some browsers have one microphone at a time.
      before.stop();
      try {
        const track = await this.#openTrack(kind);
        track.enabled = before.enabled;
        await this.#line.replaceTrack(kind, track);
        this.#hold(track);
      } catch (error) {
        await this.#drop(kind);
        throw error;
      }
    });
  }

  shareScreen(): Promise<void> {
    return this.#next('screen', async () => {
      const media = await this.#options.devices.openScreen();
      const line = this.#options.newUpStream();
      line.label = SCREEN_LABEL;
      line.setStream(media);
      const screen = { line, media };
      this.#screens.add(screen);
      line.events.on('closed', () => {
        this.#endScreen(screen);
      });
      media.getVideoTracks()[0]?.addEventListener('ended', () => {
        this.#endScreen(screen);
      });
      try {
        for (const track of media.getTracks()) {
          if (track.kind === 'video') track.contentHint = 'detail';
          await line.addTrack(track);
        }
      } catch (error) {
        this.#endScreen(screen);
        throw error;
      }
    });
  }

  /** Ends one screen, or all. */
  stopScreen(streamId?: string): void {
    for (const screen of [...this.#screens]) {
      if (streamId === undefined || screen.line.id === streamId) this.#endScreen(screen);
    }
  }

  /** Turns everything off and releases the devices. */
  stopAll(): void {
    this.stopScreen();
    this.#line?.close();
    this.#line = null;
    for (const track of [this.#audio, this.#video]) track?.stop();
    this.#audio = this.#video = this.#videoView = null;
    this.changed();
  }

  close(): void {
    this.#closed = true;
    this.stopAll();
  }

  protected build(): LocalSnapshot {
    return {
      microphone: this.#audio === null ? this.#idle('audio') : this.#audio.enabled ? 'on' : 'muted',
      camera: this.#video === null ? this.#idle('video') : 'on',
      microphoneId: this.#audio?.getSettings().deviceId ?? this.#choice.microphoneId,
      cameraId: this.#video?.getSettings().deviceId ?? this.#choice.cameraId,
      sharing: this.#screens.size > 0,
      microphoneTrack: this.#audio,
      streams: this.#views(),
    };
  }

  #idle(kind: Kind): 'off' | 'starting' {
    return this.#starting === kind ? 'starting' : 'off';
  }

  #views(): readonly StreamView[] {
    const common = { owner: this.#options.selfId, ownerName: '', own: true, troubled: false };
    const camera: StreamView[] =
      this.#audio === null && this.#video === null
        ? []
        : [
            {
              ...common,
              id: this.#line?.id ?? CAMERA_LABEL,
              label: CAMERA_LABEL,
              media: this.#videoView,
              hasAudio: this.#audio !== null,
              hasVideo: this.#video !== null,
            },
          ];
    const screens = [...this.#screens].map(({ line, media }) => ({
      ...common,
      id: line.id,
      label: SCREEN_LABEL,
      media,
      hasAudio: false,
      hasVideo: true,
    }));
    return [...camera, ...screens];
  }

  async #open(kind: Kind): Promise<void> {
    this.#starting = kind;
    this.changed();
    try {
      await this.#publish(await this.#openTrack(kind));
    } finally {
      this.#starting = null;
    }
  }

  async #openTrack(kind: Kind): Promise<MediaStreamTrack> {
    const { microphoneId, cameraId } = this.#choice;
    const media = await this.#options.devices.openDevices(
      kind === 'audio' ? { audio: audioConstraints(microphoneId) } : { video: videoConstraints(cameraId) },
    );
    const track = media.getTracks().find((each) => each.kind === kind);
    if (track === undefined) throw new Error(`the device gave no ${kind}`);
    return track;
  }

  async #publish(track: MediaStreamTrack): Promise<void> {
    if (this.#closed) {
      track.stop();
      return;
    }
    const kind = track.kind === 'audio' ? 'audio' : 'video';
    this.#hold(track);
    const line = (this.#line ??= this.#newLine());
    const published = track.enabled;
    try {
      await line.addTrack(track, kind === 'video' ? { simulcast: true } : {});
      // Muting while the track was being published changed the track only.
      if (kind === 'audio' && published && !track.enabled) await line.setMuted('audio', true);
    } catch (error) {
      this.#release(kind);
      if (this.#audio === null && this.#video === null) this.#closeLine();
      throw error;
    }
  }

  #newLine(): UpLine {
    const line = this.#options.newUpStream(CAMERA_LABEL);
    line.label = CAMERA_LABEL;
    line.setStream(this.#options.devices.newStream([]));
    line.events.on('failed', (error) => {
      this.#options.failed(error, 'sending');
    });
    line.events.on('closed', () => {
      if (this.#line !== line) return;
      this.#line = null;
      this.#release('audio');
      this.#release('video');
    });
    return line;
  }

  async #mute(muted: boolean): Promise<void> {
    if (this.#audio === null) return;
    // Silence first when muting, the server's leave first when unmuting.
    if (muted) this.#audio.enabled = false;
    this.changed();
    await this.#line?.setMuted('audio', muted);
    this.#audio.enabled = !muted;
  }

  async #drop(kind: Kind): Promise<void> {
    this.#release(kind);
    if (this.#audio === null && this.#video === null) this.#closeLine();
    else await this.#line?.removeTrack(kind);
  }

  #closeLine(): void {
    const line = this.#line;
    this.#line = null;
    line?.close();
  }

  /** Keeps a track, and notices when its device goes away. */
  #hold(track: MediaStreamTrack): void {
    if (track.kind === 'audio') {
      this.#audio = track;
    } else {
      this.#video = track;
      this.#videoView = this.#options.devices.newStream([track]);
    }
    track.addEventListener('ended', () => {
      if (track !== this.#audio && track !== this.#video) return;
      const [kind, what] =
        track === this.#audio ? (['audio', 'microphone'] as const) : (['video', 'camera'] as const);
      void this.#next(what, () => this.#drop(kind)).then(() => {
        this.#options.lost(what);
      });
    });
    this.changed();
  }

  #release(kind: Kind): void {
    if (kind === 'audio') {
      this.#audio?.stop();
      this.#audio = null;
    } else {
      this.#video?.stop();
      this.#video = this.#videoView = null;
    }
    this.changed();
  }

  #endScreen(screen: Screen): void {
    if (!this.#screens.delete(screen)) return;
    for (const track of screen.media.getTracks()) track.stop();
    screen.line.close();
    this.changed();
  }

  #fail(error: unknown, what: 'microphone' | 'camera' | 'screen' | 'sending'): void {
    // After the end there is nobody to tell.
    if (!this.#closed) this.#options.failed(error, what);
  }

  /** Runs after what was asked before. Failures are reported, and leave the queue going. */
  #next(what: 'microphone' | 'camera' | 'screen' | 'sending', task: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(async () => {
      if (this.#closed) return;
      try {
        await task();
      } catch (error) {
        this.#fail(error, what);
      }
      this.changed();
    });
    this.#queue = done;
    return done;
  }
}
