import type { SendOptions } from '@evagore/client';
import { Emitter, StreamId } from '@evagore/shared';
import { PLAIN, type VideoEffect } from '../effects/effect-choice.ts';
import type { ProcessedVideo } from '../effects/processed.ts';
import type { FilePlayer } from '../local/file-player.ts';
import type { DevicePort, EffectPort, SettingsSource, UpLine } from '../local/ports.ts';
import type { DownLine } from './remote-streams.ts';
import type { Sight } from './sight.ts';

/** Stand-ins for what exists in browsers only, for tests. */

export class FakeTrack extends EventTarget {
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  contentHint = '';
  muted = false;
  readonly constraints: MediaTrackConstraints[] = [];
  readonly kind: 'audio' | 'video';
  readonly deviceId: string;

  constructor(kind: 'audio' | 'video', deviceId = `${kind}-1`) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }

  get label(): string {
    return `the ${this.deviceId}`;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  clone(): FakeTrack {
    const copy = new FakeTrack(this.kind, this.deviceId);
    copy.enabled = this.enabled;
    return copy;
  }

  getConstraints(): MediaTrackConstraints {
    return this.constraints.at(-1) ?? {};
  }

  applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    this.constraints.push(constraints);
    return Promise.resolve();
  }

  getSettings(): MediaTrackSettings {
    const { noiseSuppression } = this.getConstraints();
    return {
      deviceId: this.deviceId,
      ...(typeof noiseSuppression === 'boolean' && { noiseSuppression }),
    };
  }

  /** The device is unplugged. */
  unplug(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  asTrack(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

export function fakeStream(...tracks: (FakeTrack | MediaStreamTrack)[]): MediaStream {
  let all = tracks as MediaStreamTrack[];
  return Object.assign(new EventTarget(), {
    getTracks: () => all,
    getAudioTracks: () => all.filter((track) => track.kind === 'audio'),
    getVideoTracks: () => all.filter((track) => track.kind === 'video'),
    addTrack: (track: MediaStreamTrack) => void (all = [...all, track]),
    removeTrack: (track: MediaStreamTrack) => void (all = all.filter((each) => each !== track)),
  }) as unknown as MediaStream;
}

/** An up stream that writes down what it is told. */
export class FakeUpLine implements UpLine {
  readonly id: StreamId;
  label = '';
  closed = false;
  refuse: Error | undefined;
  readonly told: string[] = [];
  /** How its tracks were to be sent. */
  readonly sending: SendOptions[] = [];
  /** What it waits for before it answers. */
  wait: Promise<unknown> | undefined;
  readonly events: UpLine['events'] = new Emitter();

  constructor(id: string) {
    this.id = StreamId.parse(id);
  }

  setStream(): void {
    // Nothing to do.
  }
  addTrack(track: MediaStreamTrack, options: SendOptions = {}): Promise<void> {
    this.sending.push(options);
    return this.#tell(`add ${track.kind}${track.enabled ? '' : ' muted'}`);
  }
  replaceTrack(kind: string, track: MediaStreamTrack): Promise<void> {
    return this.#tell(`replace ${kind} ${track.getSettings().deviceId ?? ''}`);
  }
  removeTrack(kind: string): Promise<void> {
    return this.#tell(`remove ${kind}`);
  }
  setMuted(kind: string, muted: boolean): Promise<void> {
    return this.#tell(`${muted ? 'mute' : 'unmute'} ${kind}`);
  }
  setMaxBitrate(kind: string, bitsPerSecond: number | null): Promise<void> {
    return this.#tell(`limit ${kind} ${String(bitsPerSecond)}`);
  }
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.told.push('close');
    this.events.emit('closed', false);
  }
  /** Another stream takes its place. */
  replaced(): void {
    this.closed = true;
    this.events.emit('closed', true);
  }

  async #tell(what: string): Promise<void> {
    this.told.push(what);
    await this.wait;
    if (this.refuse !== undefined) throw this.refuse;
  }
}

/** Up streams as the library makes them: one that has the local id of another takes its place. */
export class FakeUpLines {
  readonly all: FakeUpLine[] = [];
  /** What those that are made from now on refuse with. */
  refuse: Error | undefined;
  readonly #byLocalId = new Map<string, FakeUpLine>();

  readonly open = (localId?: string): FakeUpLine => {
    const line = new FakeUpLine(`up-${(this.all.length + 1).toString()}`);
    if (localId !== undefined) {
      const before = this.#byLocalId.get(localId);
      if (before?.closed === false) before.replaced();
      this.#byLocalId.set(localId, line);
    }
    line.refuse = this.refuse;
    this.all.push(line);
    return line;
  };
}

type Settings = SettingsSource['chosen'];

const USUAL: Settings = {
  send: 'unlimited',
  simulcast: 'auto',
  blackboard: false,
  highQualityAudio: false,
  echoCancellation: true,
  gainControl: true,
  resolution: null,
  noiseSuppression: 'browser',
  effect: PLAIN,
};

export class FakeSettings implements SettingsSource {
  chosen: Settings;
  readonly #listeners = new Set<() => void>();

  constructor(chosen: Partial<Settings> = {}) {
    this.chosen = { ...USUAL, ...chosen };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(change: Partial<Settings>): void {
    this.chosen = { ...this.chosen, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Effects that only write down what they are asked for. */
export class FakeEffects implements EffectPort {
  readonly told: string[] = [];
  refuse: Error | undefined;
  /** What an effect waits for before it is there. */
  wait: Promise<unknown> | undefined;
  /** Ends the effect that was started last, as one does which is too slow. */
  trouble: (error: Error) => void = () => undefined;

  isPlain({ background }: VideoEffect): boolean {
    return background.kind === 'none';
  }
  async processVideo(
    source: MediaStreamTrack,
    effect: VideoEffect,
    events: { readonly onTrouble: (error: Error) => void },
  ): Promise<ProcessedVideo> {
    if (this.refuse) throw this.refuse;
    this.trouble = events.onTrouble;
    const made = new FakeTrack('video', `${effect.background.kind}-effect`);
    this.told.push(effect.background.kind);
    await this.wait;
    return {
      track: made.asTrack(),
      source,
      shown: effect,
      change: (to) => {
        this.told.push(`to ${to.background.kind}`);
        return this.refuse ? Promise.reject(this.refuse) : Promise.resolve();
      },
      recheck: () => Promise.resolve(void this.told.push('recheck')),
      close: () => {
        made.stop();
        this.told.push('closed');
      },
    };
  }
  suppressNoise(source: MediaStreamTrack) {
    if (this.refuse) return Promise.reject(this.refuse);
    const made = new FakeTrack('audio', 'quiet');
    return Promise.resolve({
      track: made.asTrack(),
      source,
      close: () => {
        made.stop();
      },
    });
  }
}

export class FakeDevices implements DevicePort {
  readonly opened: FakeTrack[] = [];
  refuse: Error | undefined;
  /** What a device waits for before it opens. */
  wait: Promise<unknown> | undefined;
  /** What the next file is played by. */
  player: FilePlayer | undefined;

  async openDevices(constraints: MediaStreamConstraints): Promise<MediaStream> {
    await this.wait;
    if (this.refuse) throw this.refuse;
    const [kind, wanted] = constraints.audio
      ? (['audio', constraints.audio] as const)
      : (['video', constraints.video] as const);
    const { deviceId } = wanted as { deviceId?: { ideal?: string; exact?: string } };
    return fakeStream(this.#open(kind, deviceId?.exact ?? deviceId?.ideal));
  }
  openFile(): Promise<FilePlayer> {
    return this.player === undefined
      ? Promise.reject(this.refuse ?? new Error('no such file'))
      : Promise.resolve(this.player);
  }
  async openScreen(): Promise<MediaStream> {
    await this.wait;
    if (this.refuse) throw this.refuse;
    return fakeStream(this.#open('video', 'screen'));
  }
  newStream(tracks: readonly MediaStreamTrack[]): MediaStream {
    return fakeStream(...tracks);
  }

  #open(kind: 'audio' | 'video', id: string | undefined): FakeTrack {
    const track = new FakeTrack(kind, id);
    this.opened.push(track);
    return track;
  }
}

export class FakeDownLine implements DownLine {
  readonly id: StreamId;
  readonly label: string;
  readonly source: string;
  readonly username = '';
  stream: MediaStream | null = null;
  readonly events: DownLine['events'] = new Emitter();

  constructor(id: string, source: string, label = 'camera') {
    this.id = StreamId.parse(id);
    this.source = source;
    this.label = label;
  }

  /** Tracks arrive. */
  receive(...kinds: ('audio' | 'video')[]): void {
    const tracks = kinds.map((kind) => new FakeTrack(kind).asTrack());
    this.stream = fakeStream(...tracks);
    for (const track of tracks) this.events.emit('trackAdded', track, this.stream);
  }
}

/** A page that a test hides and shows. */
export class FakeSight implements Sight {
  visible = true;
  readonly listeners = new Set<() => void>();

  seen(): boolean {
    return this.visible;
  }
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  show(visible: boolean): void {
    this.visible = visible;
    for (const listener of this.listeners) listener();
  }
}
