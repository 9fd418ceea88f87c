import {
  Emitter,
  GroupName,
  MemberId,
  StreamId,
  type CloseReason,
  type Data,
  type MediaKind,
  type MemberInfo,
  type Permission,
  type RtpParameters,
  type TokenInfo,
  type TrackId,
} from '@evagore/shared';
import { Conference } from '../conference.ts';
import { NoSuchToken, NotAuthorised } from '../errors.ts';
import type { Fact } from '../facts.ts';
import type { MediaTransport } from '../media-port.ts';
import type { Member } from '../member.ts';
import type {
  Authenticator,
  Credentials,
  GroupDescription,
  GroupDirectory,
  Identity,
  Limits,
  Log,
  MemberLink,
  TokenBook,
  TokenLifetime,
  World,
} from '../ports.ts';
import { publish } from '../publishing.ts';
import { noRecorder } from '../no-recorder.ts';
import { FakeMediaEngine, type FakeMediaDown } from './fake-media-engine.ts';

/** Noon of a day, for all clocks that nobody sets. */
export const NOON = Date.UTC(2026, 0, 2, 12);

/** What is to happen later, in all fake worlds: at the end of the turn, or when somebody looks. */
const later = new Set<() => void>();

function catchUp(): void {
  for (const task of [...later]) task();
}

/** A clock that stands until a test moves it, delays that are over at once, and ids that count. */
class FakeWorld implements World {
  time = NOON;
  #lastId = 0;

  after(_delayMs: number, task: () => void): () => void {
    const once = (): void => {
      if (later.delete(once)) task();
    };
    later.add(once);
    setImmediate(once);
    return () => later.delete(once);
  }

  now(): number {
    return this.time;
  }

  newId(): string {
    this.#lastId += 1;
    return `id-${this.#lastId.toString()}`;
  }
}

/** Remembers what a member was told. */
export class FakeLink implements MemberLink {
  readonly address = '192.0.2.1:4711';
  readonly #facts: Fact[] = [];
  /** Why the seat was taken away; undefined while it was not. */
  closedWith: CloseReason | undefined;

  /** All that was told, and what is about to be. */
  get facts(): readonly Fact[] {
    catchUp();
    return this.#facts;
  }

  tell(fact: Fact): void {
    this.#facts.push(fact);
  }

  closed(reason: CloseReason): void {
    if (this.closedWith !== undefined) throw new Error('a link is closed once');
    this.closedWith = reason;
  }

  get types(): readonly Fact['type'][] {
    return this.facts.map((fact) => fact.type);
  }

  /** All facts of a type, oldest first. */
  of<Type extends Fact['type']>(type: Type): Extract<Fact, { type: Type }>[] {
    return this.facts.filter((fact): fact is Extract<Fact, { type: Type }> => fact.type === type);
  }

  /** The latest fact of a type. */
  last<Type extends Fact['type']>(type: Type): Extract<Fact, { type: Type }> {
    const fact = this.of(type).at(-1);
    if (fact === undefined) throw new Error(`nothing of type ${type} was told`);
    return fact;
  }

  /** The roster's entry that was told to be different last. */
  lastChanged(): MemberInfo {
    const entry = this.of('rosterChanged')
      .flatMap(({ changed }) => changed)
      .at(-1);
    if (entry === undefined) throw new Error('no member was told to be different');
    return entry;
  }

  /** What was told is of no interest any more. */
  forget(): void {
    catchUp();
    this.#facts.length = 0;
  }
}

class FakeDirectory implements GroupDirectory {
  readonly events = new Emitter<{ changed: [name: GroupName, description: GroupDescription | undefined] }>();
  readonly #groups = new Map<string, GroupDescription>();

  describe(name: GroupName): Promise<GroupDescription | undefined> {
    return Promise.resolve(this.#groups.get(name));
  }

  /** The file of a group says this from now on; undefined when there is none any more. */
  write(name: GroupName, description: GroupDescription | undefined): void {
    if (description === undefined) this.#groups.delete(name);
    else this.#groups.set(name, description);
    this.events.emit('changed', name, description);
  }
}

/** Knows people by their usernames, and refuses the password `wrong`. */
class FakeAuthenticator implements Authenticator {
  readonly permissions = new Map<string, readonly Permission[]>();
  /** Usernames that the group's file knows. */
  readonly reserved = new Set<string>();
  #gate: Promise<void> | undefined;

  async identify(_group: GroupName, { username = '', password }: Credentials): Promise<Identity> {
    await this.#gate;
    if (password === 'wrong') throw new NotAuthorised();
    return { username, permissions: new Set(this.permissions.get(username) ?? ['present', 'message']) };
  }

  isReserved(_group: GroupName, username: string): Promise<boolean> {
    return Promise.resolve(this.reserved.has(username));
  }

  /** Passwords take their time from now on, until the function that is returned is called. */
  hold(): () => void {
    let open = (): void => undefined;
    this.#gate = new Promise((resolve) => (open = resolve));
    return () => {
      open();
    };
  }
}

/** Keeps tokens in memory. */
class FakeTokens implements TokenBook {
  readonly all: TokenInfo[] = [];

  make(draft: Omit<TokenInfo, 'token'>): Promise<TokenInfo> {
    const token = { ...draft, token: `token-${this.all.length + 1}` };
    this.all.push(token);
    return Promise.resolve(token);
  }

  edit(group: GroupName, name: string, change: TokenLifetime): Promise<TokenInfo> {
    const i = this.all.findIndex((each) => each.token === name && each.group === group);
    const before = this.all[i];
    if (before === undefined) return Promise.reject(new NoSuchToken());
    const token = { ...before, ...change };
    this.all[i] = token;
    return Promise.resolve(token);
  }

  list(group: GroupName): Promise<readonly TokenInfo[]> {
    return Promise.resolve(this.all.filter((token) => token.group === group));
  }
}

/** Remembers what was logged, by whichever child. */
export class FakeLog implements Log {
  readonly lines: { level: 'debug' | 'info' | 'warn' | 'error'; data: object; message: string }[] = [];

  debug(data: object, message: string): void {
    this.lines.push({ level: 'debug', data, message });
  }

  info(data: object, message: string): void {
    this.lines.push({ level: 'info', data, message });
  }

  warn(data: object, message: string): void {
    this.lines.push({ level: 'warn', data, message });
  }

  error(data: object, message: string): void {
    this.lines.push({ level: 'error', data, message });
  }

  child(): Log {
    return this;
  }

  /** What somebody would have to act on. */
  get errors(): readonly object[] {
    return this.lines.filter((line) => line.level === 'error');
  }
}

export const DEMO = GroupName.parse('demo');

export function aDescription(changes: Partial<GroupDescription> = {}): GroupDescription {
  return {
    public: true,
    maxHistoryAge: 3600,
    allowRecording: false,
    autolock: false,
    autokick: false,
    codecs: ['vp8', 'opus'],
    ...changes,
  };
}

export function someLimits(changes: Partial<Limits> = {}): Limits {
  return {
    membersPerGroup: 1000,
    streamsPerMember: 4,
    tracksPerStream: 4,
    transportsPerMember: 2,
    chatHistory: 50,
    ...changes,
  };
}

export interface Guest {
  readonly link: FakeLink;
  readonly member: Member;
}

export interface JoinChoices {
  readonly permissions?: readonly Permission[];
  /** The username where it is not given. */
  readonly id?: string;
  readonly group?: GroupName;
  readonly data?: Data;
  readonly password?: string;
  readonly link?: FakeLink;
}

/** A conference in a world of fakes, with the group {@link DEMO}. */
export class Stage {
  readonly media = new FakeMediaEngine();
  readonly world = new FakeWorld();
  readonly directory = new FakeDirectory();
  readonly authenticator = new FakeAuthenticator();
  readonly tokens = new FakeTokens();
  readonly log = new FakeLog();
  readonly conference: Conference;

  constructor(options: { limits?: Partial<Limits>; description?: Partial<GroupDescription> } = {}) {
    this.directory.write(DEMO, aDescription(options.description));
    this.conference = this.newConference(options.limits);
  }

  newConference(limits: Partial<Limits> = {}): Conference {
    return new Conference({
      directory: this.directory,
      authenticator: this.authenticator,
      tokens: this.tokens,
      recorder: noRecorder,
      rtcConfiguration: () => ({}),
      media: this.media,
      world: this.world,
      limits: someLimits(limits),
      log: this.log,
    });
  }

  /** Lets somebody join, who is told all the way in. */
  async join(username: string, choices: JoinChoices = {}): Promise<Guest> {
    const { permissions, id = username, group = DEMO, data = {}, password, link = new FakeLink() } = choices;
    if (permissions !== undefined) this.authenticator.permissions.set(username, permissions);
    const credentials = { username, ...(password !== undefined && { password }) };
    const member = await this.conference.join({ group, credentials, id: MemberId.parse(id), data, link });
    return { link, member };
  }

  /** An operator who may do everything that members may. */
  joinAsOperator(username = 'olga'): Promise<Guest> {
    return this.join(username, { permissions: ['op', 'present', 'message', 'caption'] });
  }

  /** Somebody who receives all that is published. */
  async joinAsViewer(username = 'vera'): Promise<Guest & { transport: MediaTransport }> {
    const guest = await this.join(username);
    const transport = await receive(guest.member);
    guest.member.subscriptions.request({ '': ['audio', 'video'] });
    return { ...guest, transport };
  }

  /** Everything of the media engine that nobody has closed. */
  get openMedia(): { rooms: number; transports: number; ups: number; downs: FakeMediaDown[] } {
    const rooms = this.media.rooms;
    const transports = rooms.flatMap((room) => room.transports);
    return {
      rooms: rooms.filter((room) => room.phase === 'open').length,
      transports: transports.filter((transport) => !transport.closed).length,
      ups: transports.flatMap((transport) => transport.ups).filter((up) => !up.closed).length,
      downs: transports.flatMap((transport) => transport.downs).filter((down) => !down.closed),
    };
  }
}

/** What {@link Stage.openMedia} is when all is closed. */
export const NOTHING_OPEN = { rooms: 0, transports: 0, ups: 0, downs: [] };

/** Opens a transport through which the member receives. */
export async function receive(member: Member): Promise<MediaTransport> {
  const transport = await member.openTransport();
  const { capabilities } = await member.group.media.room();
  member.subscriptions.receiveThrough({ openDown: (up) => transport.openDown(up, capabilities) });
  return transport;
}

export function rtp(mimeType: string): RtpParameters {
  const clockRate = mimeType.startsWith('audio') ? 48_000 : 90_000;
  return { codecs: [{ mimeType, payloadType: 100, clockRate }], encodings: [{ ssrc: 1 }] };
}

export interface TrackChoices {
  readonly stream?: string;
  readonly label?: string;
  readonly kind?: MediaKind;
  readonly replace?: string;
  readonly muted?: boolean;
  readonly mimeType?: string;
}

/** Publishes one track, by default the picture of a camera. */
export function publishTrack(
  member: Member,
  transport: MediaTransport,
  choices: TrackChoices = {},
): Promise<TrackId> {
  const { stream = 'cam', label = 'camera', kind = 'video', replace, muted = false } = choices;
  const { mimeType = kind === 'audio' ? 'audio/opus' : 'video/VP8' } = choices;
  return publish(member, transport, {
    stream: StreamId.parse(stream),
    label,
    ...(replace !== undefined && { replace: StreamId.parse(replace) }),
    kind,
    rtpParameters: rtp(mimeType),
    muted,
  });
}

/** Resolves when everything that needs no time and no outside has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
