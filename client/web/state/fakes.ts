import { Emitter, StreamId } from '@evagore/shared';
import type { DevicePort, UpLine } from './local-media.ts';
import type { DownLine } from './remote-streams.ts';

/** Stand-ins for what exists in browsers only, for tests. */

export class FakeTrack extends EventTarget {
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  contentHint = '';
  readonly kind: 'audio' | 'video';
  readonly deviceId: string;

  constructor(kind: 'audio' | 'video', deviceId = `${kind}-1`) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
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
  const all = tracks as MediaStreamTrack[];
  return {
    getTracks: () => all,
    getAudioTracks: () => all.filter((track) => track.kind === 'audio'),
    getVideoTracks: () => all.filter((track) => track.kind === 'video'),
  } as unknown as MediaStream;
}

/** An up stream that writes down what it is told. */
export class FakeUpLine implements UpLine {
  readonly id: StreamId;
  label = '';
  closed = false;
  refuse: Error | undefined;
  readonly told: string[] = [];
  readonly events: UpLine['events'] = new Emitter();

  constructor(id: string) {
    this.id = StreamId.parse(id);
  }

  setStream(): void {
    // Nothing to do.
  }
  addTrack(track: MediaStreamTrack): Promise<void> {
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
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.told.push('close');
    this.events.emit('closed', false);
  }

  #tell(what: string): Promise<void> {
    this.told.push(what);
    return this.refuse === undefined ? Promise.resolve() : Promise.reject(this.refuse);
  }
}

export class FakeDevices implements DevicePort {
  readonly opened: FakeTrack[] = [];
  refuse: Error | undefined;

  openDevices(constraints: MediaStreamConstraints): Promise<MediaStream> {
    if (this.refuse) return Promise.reject(this.refuse);
    const [kind, wanted] = constraints.audio
      ? (['audio', constraints.audio] as const)
      : (['video', constraints.video] as const);
    const ideal = (wanted as { deviceId?: { ideal: string } }).deviceId?.ideal;
    return Promise.resolve(fakeStream(this.#open(kind, ideal)));
  }
  openScreen(): Promise<MediaStream> {
    return this.refuse
      ? Promise.reject(this.refuse)
      : Promise.resolve(fakeStream(this.#open('video', 'screen')));
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
