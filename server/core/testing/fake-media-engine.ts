import {
  Emitter,
  TrackId,
  TransportId,
  type DtlsParameters,
  type IceParameters,
  type MediaKind,
  type RtpCapabilities,
  type RtpParameters,
  type TrackStats,
  type TransportParameters,
} from '@evagore/shared';
import { BadMedia, Closed, MediaUnavailable } from '../errors.ts';
import type {
  LayerChoice,
  MediaDown,
  MediaEngine,
  MediaRoom,
  MediaTransport,
  MediaUp,
  PayloadTypes,
  RoomOptions,
  TrackLayers,
  TransportStats,
  UpOffer,
} from '../media-port.ts';

/** The requests of the port that take time, and may fail. */
export type MediaRequest =
  | 'openRoom'
  | 'openTransport'
  | 'connect'
  | 'restartIce'
  | 'openUp'
  | 'setMuted'
  | 'openDown'
  | 'resume'
  | 'pause'
  | 'setLayer'
  | 'transportStats'
  | 'trackStats';

/**
 * A media engine of plain values. It keeps the port's promises and refusals, remembers all that was opened, and
 * lets a test lose a room, fail a request or hold one back.
 *
 * Every object is a record of what was asked of it; a test reads the fields, and changes nothing by hand.
 */
export class FakeMediaEngine implements MediaEngine {
  /** Every room that was ever opened, oldest first. */
  readonly rooms: FakeMediaRoom[] = [];
  /** How often each request was made, refused ones included. */
  readonly requests = new Map<MediaRequest, number>();
  /** False while there is no worker: no room can be opened. */
  available = true;
  closed = false;
  readonly #failures = new Map<MediaRequest, Error[]>();
  readonly #gates = new Map<MediaRequest, Promise<undefined>>();
  #lastId = 0;

  /** The room that was opened last. */
  get room(): FakeMediaRoom {
    const room = this.rooms.at(-1);
    if (room === undefined) throw new Error('no room was opened');
    return room;
  }

  async openRoom(options: RoomOptions): Promise<FakeMediaRoom> {
    await this.turn('openRoom');
    if (this.closed || !this.available) throw new MediaUnavailable();
    const room = new FakeMediaRoom(this, options);
    this.rooms.push(room);
    return room;
  }

  close(): Promise<void> {
    this.closed = true;
    for (const room of this.rooms) room.close();
    return Promise.resolve();
  }

  /** The next `request` is refused with `error`. May be called ahead for several. */
  failNext(request: MediaRequest, error: Error): void {
    this.#failures.set(request, [...(this.#failures.get(request) ?? []), error]);
  }

  /** Each `request` waits from now on, until the function that is returned is called. */
  hold(request: MediaRequest): () => void {
    const gate = Promise.withResolvers<undefined>();
    this.#gates.set(request, gate.promise);
    return () => {
      if (this.#gates.get(request) === gate.promise) this.#gates.delete(request);
      gate.resolve(undefined);
    };
  }

  /** Takes the time of one request: at least a turn of the event loop's microtasks. */
  async turn(request: MediaRequest): Promise<void> {
    this.requests.set(request, (this.requests.get(request) ?? 0) + 1);
    const failure = this.#failures.get(request)?.shift();
    await this.#gates.get(request);
    if (failure !== undefined) throw failure;
  }

  /** `transport-1`, `up-2`…: one count for all, so that no two objects of an engine share an id. */
  newId(what: string): string {
    this.#lastId += 1;
    return `${what}-${this.#lastId.toString()}`;
  }
}

export class FakeMediaRoom implements MediaRoom {
  readonly events = new Emitter<{ lost: [] }>();
  readonly codecs: readonly string[];
  readonly capabilities: RtpCapabilities;
  readonly engine: FakeMediaEngine;
  /** Every transport that was ever opened here, oldest first. */
  readonly transports: FakeMediaTransport[] = [];
  phase: 'open' | 'closed' | 'lost' = 'open';
  /** Who is told when somebody speaks. */
  readonly speakerListeners = new Set<(track: TrackId) => void>();
  #speaker: TrackId | undefined;

  constructor(engine: FakeMediaEngine, { codecs }: RoomOptions) {
    this.engine = engine;
    this.codecs = codecs;
    this.capabilities = { codecs: codecs.map(capabilityOf), headerExtensions: [] };
  }

  async openTransport(payloadTypes?: PayloadTypes): Promise<FakeMediaTransport> {
    this.assertOpen('the room');
    await this.engine.turn('openTransport');
    this.assertOpen('the room');
    const transport = new FakeMediaTransport(this, payloadTypes);
    this.transports.push(transport);
    return transport;
  }

  watchSpeaker(listener: (track: TrackId) => void): () => void {
    this.assertOpen('the room');
    this.speakerListeners.add(listener);
    if (this.#speaker !== undefined) listener(this.#speaker);
    return () => this.speakerListeners.delete(listener);
  }

  /** What happens when somebody begins to speak. */
  speak(track: TrackId): void {
    this.#speaker = track;
    for (const listener of [...this.speakerListeners]) listener(track);
  }

  close(): void {
    this.#end('closed');
  }

  /** What happens when the worker dies. */
  lose(): void {
    this.#end('lost');
  }

  /** Throws what `what`, which belongs to this room, is refused with once the room has ended. */
  assertOpen(what: string, closed = false): void {
    if (this.phase === 'lost') throw new MediaUnavailable();
    if (closed || this.phase === 'closed') throw new Closed(what);
  }

  #end(phase: 'closed' | 'lost'): void {
    if (this.phase !== 'open') return;
    this.phase = phase;
    for (const transport of this.transports) transport.close();
    if (phase === 'lost') this.events.emit('lost');
  }
}

export class FakeMediaTransport implements MediaTransport {
  readonly id: TransportId;
  readonly events = new Emitter<{ closed: []; connected: []; disconnected: [] }>();
  readonly room: FakeMediaRoom;
  /** Every track that was ever opened here, oldest first. */
  readonly ups: FakeMediaUp[] = [];
  readonly downs: FakeMediaDown[] = [];
  parameters: TransportParameters;
  /** What the member said of its side; undefined until it is connected. */
  remote: DtlsParameters | undefined;
  iceRestarts = 0;
  /** What its statistics say next. */
  figures: TransportStats = { receivedBytes: 0, sentBytes: 0 };
  /** By which the member receives, if not by the room's. */
  readonly payloadTypes: PayloadTypes | undefined;
  closed = false;

  constructor(room: FakeMediaRoom, payloadTypes?: PayloadTypes) {
    this.room = room;
    this.payloadTypes = payloadTypes;
    this.id = TransportId.parse(room.engine.newId('transport'));
    this.parameters = parametersOf(this.id);
  }

  async connect(dtls: DtlsParameters): Promise<void> {
    this.#assertOpen();
    if (this.remote !== undefined) throw new BadMedia('the transport is connected already');
    this.remote = dtls;
    try {
      await this.room.engine.turn('connect');
    } catch (error) {
      this.remote = undefined;
      throw error;
    }
  }

  async restartIce(): Promise<IceParameters> {
    this.#assertOpen();
    await this.room.engine.turn('restartIce');
    this.#assertOpen();
    this.iceRestarts += 1;
    const iceParameters = credentialsOf(`${this.id}-${this.iceRestarts.toString()}`);
    this.parameters = { ...this.parameters, iceParameters };
    return iceParameters;
  }

  async openUp(offer: UpOffer): Promise<FakeMediaUp> {
    this.#assertOpen();
    await this.room.engine.turn('openUp');
    this.#assertOpen();
    const stranger = offer.rtpParameters.codecs.find((codec) => !this.#isKnown(codec.mimeType));
    if (stranger !== undefined) throw new BadMedia(`the room does not take ${stranger.mimeType}`);
    const up = new FakeMediaUp(this, offer);
    this.ups.push(up);
    return up;
  }

  async openDown(up: MediaUp, capabilities: RtpCapabilities, mid?: string): Promise<FakeMediaDown> {
    this.#assertOpen();
    await this.room.engine.turn('openDown');
    this.#assertOpen();
    if (!(up instanceof FakeMediaUp) || up.transport.room !== this.room) {
      throw new BadMedia('the track is not in the same room');
    }
    up.assertOpen();
    if (!up.isReadableWith(capabilities)) throw new BadMedia('the two share no codec');
    const down = new FakeMediaDown(this, up, capabilities, mid);
    this.downs.push(down);
    return down;
  }

  async stats(): Promise<TransportStats> {
    this.#assertOpen();
    await this.room.engine.turn('transportStats');
    this.#assertOpen();
    return this.figures;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const track of [...this.ups, ...this.downs]) track.close();
    this.events.emit('closed');
  }

  #isKnown(mimeType: string): boolean {
    const known = this.room.capabilities.codecs ?? [];
    return isRetransmission(mimeType) || known.some((codec) => sameType(codec.mimeType, mimeType));
  }

  #assertOpen(): void {
    this.room.assertOpen('the transport', this.closed);
  }
}

export class FakeMediaUp implements MediaUp {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly events = new Emitter<{ closed: [] }>();
  readonly layers: TrackLayers;
  readonly transport: FakeMediaTransport;
  readonly offer: UpOffer;
  /** Every track that ever carried this one to somebody, oldest first. */
  readonly downs: FakeMediaDown[] = [];
  muted: boolean;
  /** What its statistics say next. */
  figures: TrackStats = { bitrate: 0, loss: 0 };
  closed = false;

  constructor(transport: FakeMediaTransport, offer: UpOffer) {
    this.id = TrackId.parse(transport.room.engine.newId('up'));
    this.kind = offer.kind;
    this.transport = transport;
    this.offer = offer;
    // Each is half as wide and high as the next one.
    const { encodings } = offer.rtpParameters;
    this.layers = { scales: encodings.map((_, index) => 2 ** (index + 1 - encodings.length)), temporal: 3 };
    this.muted = offer.muted;
  }

  async setMuted(muted: boolean): Promise<void> {
    this.assertOpen();
    await this.transport.room.engine.turn('setMuted');
    this.assertOpen();
    this.muted = muted;
  }

  async stats(): Promise<TrackStats> {
    this.assertOpen();
    await this.transport.room.engine.turn('trackStats');
    this.assertOpen();
    return this.figures;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const down of this.downs) down.close();
    this.events.emit('closed');
  }

  isReadableWith({ codecs }: RtpCapabilities): boolean {
    const offered = this.offer.rtpParameters.codecs.filter(({ mimeType }) => !isRetransmission(mimeType));
    return offered.some((own) => (codecs ?? []).some((other) => sameType(own.mimeType, other.mimeType)));
  }

  assertOpen(): void {
    this.transport.room.assertOpen('the track', this.closed);
  }
}

export class FakeMediaDown implements MediaDown {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly events = new Emitter<{ closed: [] }>();
  readonly transport: FakeMediaTransport;
  readonly source: FakeMediaUp;
  /** What the receiver said it can receive. */
  readonly capabilities: RtpCapabilities;
  /** Whether the receiver was said to be ready, and nothing stopped the flow since. */
  resumed = false;
  layer: LayerChoice = 'best';
  /** What its statistics say next. */
  figures: TrackStats = { bitrate: 0, loss: 0 };
  closed = false;

  constructor(
    transport: FakeMediaTransport,
    source: FakeMediaUp,
    capabilities: RtpCapabilities,
    mid: string | undefined,
  ) {
    this.id = TrackId.parse(transport.room.engine.newId('down'));
    this.kind = source.kind;
    this.rtpParameters = { ...source.offer.rtpParameters, ...(mid !== undefined && { mid }) };
    this.transport = transport;
    this.source = source;
    this.capabilities = capabilities;
    source.downs.push(this);
  }

  /** Whether the receiver gets anything of it now. */
  get flowing(): boolean {
    return this.resumed && !this.closed && !this.source.muted;
  }

  async resume(): Promise<void> {
    this.#assertOpen();
    await this.transport.room.engine.turn('resume');
    this.#assertOpen();
    this.resumed = true;
  }

  async pause(): Promise<void> {
    this.#assertOpen();
    await this.transport.room.engine.turn('pause');
    this.#assertOpen();
    this.resumed = false;
  }

  async setLayer(choice: LayerChoice): Promise<void> {
    this.#assertOpen();
    await this.transport.room.engine.turn('setLayer');
    this.#assertOpen();
    this.layer = choice;
  }

  async stats(): Promise<TrackStats> {
    this.#assertOpen();
    await this.transport.room.engine.turn('trackStats');
    this.#assertOpen();
    return this.figures;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.events.emit('closed');
  }

  #assertOpen(): void {
    this.transport.room.assertOpen('the track', this.closed);
  }
}

/** @see RFC 3551, section 6 */
const FIRST_DYNAMIC_TYPE = 96;

const AUDIO = new Set(['opus', 'g722', 'pcmu', 'pcma']);

function capabilityOf(name: string, index: number): NonNullable<RtpCapabilities['codecs']>[number] {
  const kind = AUDIO.has(name.toLowerCase()) ? 'audio' : 'video';
  return {
    kind,
    mimeType: `${kind}/${name}`,
    preferredPayloadType: FIRST_DYNAMIC_TYPE + index,
    clockRate: kind === 'audio' ? 48_000 : 90_000,
    ...(name.toLowerCase() === 'opus' && { channels: 2 }),
  };
}

function sameType(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function isRetransmission(mimeType: string): boolean {
  return mimeType.toLowerCase().endsWith('/rtx');
}

function credentialsOf(name: string): IceParameters {
  return { usernameFragment: `${name}-ufrag`, password: `${name}-password-long-enough`, iceLite: true };
}

function parametersOf(id: TransportId): TransportParameters {
  return {
    iceParameters: credentialsOf(id),
    iceCandidates: [
      {
        foundation: 'udp',
        priority: 1,
        ip: '127.0.0.1',
        address: '127.0.0.1',
        protocol: 'udp',
        port: 44_444,
        type: 'host',
      },
    ],
    dtlsParameters: {
      role: 'server',
      fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => '5E').join(':') }],
    },
  };
}
