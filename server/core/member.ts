import type { CloseReason, Data, MemberId, MemberInfo, Permission, Quality, StreamId } from '@evagore/shared';
import type { Actor } from './actor.ts';
import { Closed, GroupExpired, NoSuchTransport, NotPermitted, TooManyTransports } from './errors.ts';
import { mergeData } from './data.ts';
import type { Fact } from './facts.ts';
import type { Group } from './group.ts';
import type { MediaTransport, PayloadTypes } from './media-port.ts';
import type { Log, MemberLink } from './ports.ts';
import { Subscriptions } from './subscriptions.ts';
import type { UpStream } from './up-stream.ts';

export interface MemberOptions {
  id: MemberId;
  username: string;
  permissions: ReadonlySet<Permission>;
  data: Data;
  link: MemberLink;
  maxTransports: number;
  group: Group;
  log: Log;
}

/**
 * Somebody in a group: browser, bot, encoder or recorder. Anything with a link.
 *
 * A member is not its connection: while that is lost, the member keeps its seat and everything that belongs to it.
 * Owned by its group; owns its transports, up streams and subscriptions.
 */
export class Member implements Actor {
  readonly id: MemberId;
  readonly username: string;
  readonly link: MemberLink;
  readonly group: Group;
  readonly log: Log;
  readonly subscriptions: Subscriptions;
  /** Milliseconds since the epoch. */
  readonly joinedAt: number;
  /** Its up streams; `publishing.ts` changes them. */
  readonly streams = new Map<StreamId, UpStream>();
  readonly #maxTransports: number;
  readonly #transports = new Set<MediaTransport>();
  /** How many are being opened. */
  #opening = 0;
  #permissions: ReadonlySet<Permission>;
  #data: Data = {};
  /** Its place among the raised hands of the group. */
  #hand: number | undefined;
  /** Transports that were heard and are not any more. */
  readonly #unheard = new Set<MediaTransport>();
  #quality: Quality | undefined;
  #info: MemberInfo | undefined;
  #away = false;
  #closed = false;

  constructor(options: MemberOptions) {
    this.id = options.id;
    this.username = options.username;
    this.#permissions = options.permissions;
    this.link = options.link;
    this.#maxTransports = options.maxTransports;
    this.group = options.group;
    this.log = options.log;
    this.joinedAt = options.group.world.now();
    this.subscriptions = new Subscriptions(this);
    this.mergeData(options.data);
  }

  get permissions(): ReadonlySet<Permission> {
    return this.#permissions;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Where the member's end is, as `address:port`; undefined where it has no address. */
  get address(): string | undefined {
    return this.link.address;
  }

  /** Whether somebody reads what is written to the member. */
  get isPerson(): boolean {
    return this.link.isPerson ?? true;
  }

  /** The connection is lost, but the seat is kept. */
  get away(): boolean {
    return this.#away;
  }

  /** @throws NotPermitted, or Closed when the member is not in the group any more. */
  need(permission: Permission): void {
    if (this.#closed) throw new Closed();
    if (!this.#permissions.has(permission)) throw new NotPermitted(permission);
  }

  /** What everybody in the group may know. The same object until something of it changes. */
  info(): MemberInfo {
    this.#info ??= {
      id: this.id,
      username: this.username,
      permissions: [...this.#permissions],
      data: this.#data,
      streams: [...this.streams.values()].map((stream) => stream.info()),
      ...(this.#away && { reconnecting: true as const }),
      ...(this.#hand !== undefined && { hand: this.#hand }),
      ...(this.#quality !== undefined && { quality: this.#quality }),
    };
    return this.#info;
  }

  /** Something of `info()` is different; called by the group, which tells everybody. */
  infoChanged(): void {
    this.#info = undefined;
  }

  /** Tells the member something, after everything that the group's members are to learn first. */
  tell(fact: Fact): void {
    this.group.flushRoster();
    this.link.tell(fact);
  }

  setPermissions(permissions: ReadonlySet<Permission>): void {
    this.#permissions = permissions;
  }

  /** Merges `change` into the member's data; `null` deletes a key. @throws BadValue */
  mergeData(change: Data): void {
    this.#data = mergeData(this.#data, change);
    // Clients of all ages raise hands by this key.
    if (this.#data['raisehand'] !== true) this.#hand = undefined;
    else this.#hand ??= this.group.nextHand();
  }

  /** How bad the way to the member is; undefined while it is good, or nothing is known of it. */
  get quality(): Quality | undefined {
    return this.#quality;
  }

  /** Called by whoever measures it; everybody is told when it is another. */
  setQuality(quality: Quality | undefined): void {
    if (this.#quality === quality) return;
    this.#quality = quality;
    this.log.debug({ quality: quality ?? 'good' }, 'quality changed');
    this.group.memberChanged(this);
  }

  /** Whether the member's end of some transport was heard before and is not any more. */
  get unheard(): boolean {
    return this.#unheard.size > 0;
  }

  /** The connection is lost; the door keeps the seat for a while. */
  lost(): void {
    if (this.#closed || this.#away) return;
    this.#away = true;
    this.log.info({}, 'member lost its connection');
    this.group.memberChanged(this);
  }

  /**
   * The member is connected again.
   *
   * @throws Closed, or GroupExpired where the group has closed meanwhile; the seat is gone then.
   */
  returned(): void {
    if (this.#closed) throw new Closed();
    const { expires } = this.group.description;
    if (expires !== undefined && this.group.world.now() >= expires && !this.#permissions.has('op')) {
      this.leave({ code: 'group-expired' });
      throw new GroupExpired(expires);
    }
    if (!this.#away) return;
    this.#away = false;
    this.log.info({}, 'member is back');
    this.group.memberChanged(this);
  }

  /**
   * Opens a transport for the member's media; closed with the member at the latest.
   *
   * @param payloadTypes - See {@link MediaRoom.openTransport}.
   * @throws TooManyTransports, MediaUnavailable, Closed; BadMedia for payload types that cannot be used
   */
  async openTransport(payloadTypes?: PayloadTypes): Promise<MediaTransport> {
    if (this.#closed) throw new Closed();
    if (this.#transports.size + this.#opening >= this.#maxTransports) {
      throw new TooManyTransports(this.#maxTransports);
    }
    this.#opening += 1;
    const transport = await this.#openInRoom(payloadTypes).finally(() => (this.#opening -= 1));
    // The member may have left while the engine worked; TypeScript cannot know.
    if (this.closed) {
      transport.close();
      throw new Closed();
    }
    this.#transports.add(transport);
    transport.events.on('disconnected', () => this.#unheard.add(transport));
    transport.events.on('connected', () => this.#unheard.delete(transport));
    transport.events.once('closed', () => {
      this.#transports.delete(transport);
      this.#unheard.delete(transport);
    });
    return transport;
  }

  async #openInRoom(payloadTypes: PayloadTypes | undefined): Promise<MediaTransport> {
    const room = await this.group.media.room();
    return room.openTransport(payloadTypes);
  }

  /** All that are open. */
  get transports(): Iterable<MediaTransport> {
    return this.#transports;
  }

  /** One of the member's transports. @throws NoSuchTransport */
  transport(id: string): MediaTransport {
    for (const transport of this.#transports) if (transport.id === id) return transport;
    throw new NoSuchTransport();
  }

  /** Leaves by its own will; the link is not told. */
  leave(reason: CloseReason): void {
    this.group.release(this, reason);
  }

  /** Removed against its will: leaves, and the link is closed with the reason. */
  remove(reason: CloseReason): void {
    if (this.#closed) return;
    this.group.release(this, reason);
    this.link.closed(reason);
  }

  /** Ends all media of the member, but not its membership. */
  closeMedia(): void {
    this.subscriptions.receiveThrough(undefined);
    for (const transport of [...this.#transports]) transport.close();
  }

  /** Called by the group, once. */
  released(): void {
    this.#closed = true;
    this.subscriptions.close();
    for (const transport of [...this.#transports]) transport.close();
  }
}
