import type { CloseReason, Data, MemberId, MemberInfo, Permission, StreamId } from '@evagore/shared';
import { Closed, NoSuchTransport, NotPermitted, TooManyTransports } from './errors.ts';
import { mergeData } from './data.ts';
import type { Group } from './group.ts';
import type { MediaTransport } from './media-port.ts';
import type { Log, MemberLink } from './ports.ts';
import { Subscriptions } from './subscriptions.ts';
import type { UpStream } from './up-stream.ts';

export interface MemberOptions {
  id: MemberId;
  username: string;
  permissions: ReadonlySet<Permission>;
  data: Data;
  link: MemberLink;
  group: Group;
  log: Log;
}

/**
 * Somebody in a group: browser, bot, encoder or recorder. Anything with a link.
 *
 * Owned by its group; owns its transports, up streams and subscriptions.
 */
export class Member {
  readonly id: MemberId;
  readonly username: string;
  readonly link: MemberLink;
  readonly group: Group;
  readonly log: Log;
  readonly subscriptions: Subscriptions;
  /** Its up streams; `publishing.ts` changes them. */
  readonly streams = new Map<StreamId, UpStream>();
  readonly #transports = new Set<MediaTransport>();
  #permissions: ReadonlySet<Permission>;
  #data: Data;
  #info: MemberInfo | undefined;
  #closed = false;

  constructor(options: MemberOptions) {
    this.id = options.id;
    this.username = options.username;
    this.#permissions = options.permissions;
    this.#data = options.data;
    this.link = options.link;
    this.group = options.group;
    this.log = options.log;
    this.subscriptions = new Subscriptions(this);
  }

  get permissions(): ReadonlySet<Permission> {
    return this.#permissions;
  }

  get closed(): boolean {
    return this.#closed;
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
    };
    return this.#info;
  }

  /** Something of `info()` is different; called by the group, which tells everybody. */
  infoChanged(): void {
    this.#info = undefined;
  }

  setPermissions(permissions: ReadonlySet<Permission>): void {
    this.#permissions = permissions;
  }

  /** Merges `change` into the member's data; `null` deletes a key. @throws BadValue */
  mergeData(change: Data): void {
    this.#data = mergeData(this.#data, change);
  }

  /**
   * Opens a transport for the member's media; closed with the member at the latest.
   *
   * @throws TooManyTransports, MediaUnavailable, Closed
   */
  async openTransport(): Promise<MediaTransport> {
    if (this.#closed) throw new Closed();
    const { limits } = this.group;
    if (this.#transports.size >= limits.transportsPerMember) {
      throw new TooManyTransports(limits.transportsPerMember);
    }
    const transport = await (await this.group.room()).openTransport();
    // The member may have left while the engine worked; TypeScript cannot know.
    if (this.closed) {
      transport.close();
      throw new Closed();
    }
    this.#transports.add(transport);
    transport.events.once('closed', () => this.#transports.delete(transport));
    return transport;
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
