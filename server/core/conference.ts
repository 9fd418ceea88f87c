import type {
  CloseReason,
  Data,
  GroupName,
  GroupStatus,
  MemberId,
  Permission,
  RtcConfiguration,
} from '@evagore/shared';
import { Closed, Draining, NoSuchGroup } from './errors.ts';
import type { Fact } from './facts.ts';
import { Group, type GroupSurroundings } from './group.ts';
import type { MediaEngine } from './media-port.ts';
import type { Member } from './member.ts';
import { noTally } from './no-tally.ts';
import type {
  Authenticator,
  Credentials,
  GroupDescription,
  GroupDirectory,
  Limits,
  Log,
  MemberLink,
  Recorder,
  Tally,
  TokenBook,
  World,
} from './ports.ts';

export interface ConferenceOptions {
  directory: GroupDirectory;
  authenticator: Authenticator;
  tokens: TokenBook;
  recorder: Recorder;
  media: MediaEngine;
  /** What members make their peer connections with; asked at each join. */
  rtcConfiguration: () => RtcConfiguration;
  world: World;
  limits: Limits;
  /** Absent: nobody counts. */
  tally?: Tally | undefined;
  log: Log;
}

export interface JoinRequest {
  group: GroupName;
  credentials: Credentials;
  /** What the member will be called in the group. */
  id: MemberId;
  data: Data;
  link: MemberLink;
  /** Most that the member may do, whatever the credentials allow; absent: all that they allow. */
  permissions?: ReadonlySet<Permission>;
  /** Most transports that the member may have at a time; absent: `Limits.transportsPerMember`. */
  maxTransports?: number;
}

/** The server is about to be stopped. */
export interface Drain {
  /** Milliseconds since the epoch. */
  readonly closesAt: number;
  /** For the members. */
  readonly message: string;
}

/** All groups that are in use. The front door of the core. */
export class Conference {
  readonly #options: ConferenceOptions;
  readonly #surroundings: GroupSurroundings;
  readonly #groups = new Map<GroupName, Group>();
  readonly #unwatch: () => void;
  #drain: Drain | undefined;
  #closed: CloseReason | undefined;

  constructor(options: ConferenceOptions) {
    const { media, world, limits, authenticator, tokens, recorder, rtcConfiguration } = options;
    const { tally = noTally } = options;
    const groups = this.#groups;
    this.#options = options;
    this.#surroundings = {
      media,
      world,
      limits,
      authenticator,
      tokens,
      recorder,
      rtcConfiguration,
      tally,
      groups,
    };
    this.#unwatch = options.directory.events.on('changed', (name, description) => {
      if (description !== undefined) this.#groups.get(name)?.describe(description);
    });
  }

  /**
   * Gives whoever shows the right credentials a seat in a group. The newcomer's link is told of it before this
   * resolves.
   *
   * @throws NoSuchGroup, GroupBroken; what {@link Authenticator.identify} and {@link Group.seat} throw; Draining;
   * Closed.
   */
  async join(request: JoinRequest): Promise<Member> {
    this.#checkOpen();
    const identity = await this.#options.authenticator.identify(request.group, request.credentials);
    // Not before: a group that is not in use does not learn what changes while a password is checked.
    const description = await this.#describe(request.group);
    this.#checkOpen();
    const group = this.#group(request.group, description);
    const { id, data, link, permissions, maxTransports } = request;
    return group.seat({ id, identity, data, link, permissions, maxTransports });
  }

  /** A group that is in use. */
  group(name: GroupName): Group | undefined {
    return this.#groups.get(name);
  }

  /** A group, brought into use if it was not: it remembers what is done to it for a while. @throws NoSuchGroup */
  async enter(name: GroupName): Promise<Group> {
    const description = await this.#describe(name);
    if (this.#closed !== undefined) throw new Closed('the conference');
    return this.#group(name, description);
  }

  /** All groups that are in use. */
  groups(): Iterable<Group> {
    return this.#groups.values();
  }

  /** Members of all groups. */
  get memberCount(): number {
    let count = 0;
    for (const group of this.#groups.values()) count += group.members.size;
    return count;
  }

  /** Set while the server is about to be stopped. */
  get draining(): Drain | undefined {
    return this.#drain;
  }

  /** Lets nobody in any more, and tells the members when the server will be stopped. Seats can still be resumed. */
  drain(drain: Drain): void {
    this.#drain = drain;
    this.#tellAll({ type: 'draining', closesAt: drain.closesAt, message: drain.message });
  }

  /** The server goes on after all. */
  cancelDrain(): void {
    if (this.#drain === undefined) return;
    this.#drain = undefined;
    this.#tellAll({ type: 'draining', closesAt: undefined, message: 'the server goes on' });
  }

  /**
   * What anybody may know of a group, in use or not; undefined where there is none.
   *
   * @throws GroupBroken
   */
  async status(name: GroupName): Promise<GroupStatus | undefined> {
    const description = await this.#options.directory.describe(name);
    if (description === undefined) return undefined;
    const group = this.#groups.get(name);
    return publicStatus(name, description, {
      size: group?.members.size ?? 0,
      locked: group?.locked ?? description.autolock,
    });
  }

  /** Forgets groups that have been empty for so long that their history is too old as well. */
  sweep(): void {
    const now = this.#options.world.now();
    for (const group of this.#groups.values()) {
      const { emptySince } = group;
      if (emptySince !== undefined && now - emptySince > group.description.maxHistoryAge * 1000) {
        this.#groups.delete(group.name);
        group.log.debug({}, 'group forgotten');
      }
    }
  }

  /** Removes everybody from everywhere and lets nobody in any more. */
  close(reason: CloseReason): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#unwatch();
    for (const group of this.#groups.values()) group.close(reason);
    this.#groups.clear();
  }

  /** @throws Draining, Closed */
  #checkOpen(): void {
    if (this.#closed !== undefined) throw new Closed('the conference');
    if (this.#drain !== undefined) throw new Draining(this.#drain.closesAt);
  }

  async #describe(name: GroupName): Promise<GroupDescription> {
    const description = await this.#options.directory.describe(name);
    if (description === undefined) throw new NoSuchGroup(name);
    return description;
  }

  #group(name: GroupName, description: GroupDescription): Group {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const log = this.#options.log.child({ group: name });
    const group = new Group({ name, description, surroundings: this.#surroundings, log });
    this.#groups.set(name, group);
    return group;
  }

  #tellAll(fact: Fact): void {
    for (const group of this.#groups.values()) group.tell(fact);
  }
}

/**
 * What strangers may know of a group.
 *
 * @see Galène protocol, `.status`: a head-count and a lock are shown of public groups only, and of a group that
 * is held elsewhere nothing but where.
 */
export function publicStatus(
  name: GroupName,
  description: GroupDescription,
  live: { size: number; locked: boolean },
): GroupStatus {
  const { displayName, redirect } = description;
  return {
    name,
    ...(displayName !== undefined && { displayName }),
    ...(description.description !== undefined && { description: description.description }),
    ...(redirect !== undefined && { redirect }),
    ...(redirect === undefined && description.public && { clientCount: live.size }),
    ...(redirect === undefined && description.public && live.locked && { locked: true as const }),
  };
}
