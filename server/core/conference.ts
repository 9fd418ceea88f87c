import type { CloseReason, Data, GroupName, GroupStatus, MemberId } from '@evagore/shared';
import { Closed, NoSuchGroup } from './errors.ts';
import { Group } from './group.ts';
import type { MediaEngine } from './media-port.ts';
import type { Member } from './member.ts';
import type {
  Authenticator,
  Credentials,
  GroupDescription,
  GroupDirectory,
  Limits,
  Log,
  MemberLink,
  World,
} from './ports.ts';

export interface ConferenceOptions {
  directory: GroupDirectory;
  authenticator: Authenticator;
  media: MediaEngine;
  world: World;
  limits: Limits;
  log: Log;
}

export interface JoinRequest {
  group: GroupName;
  credentials: Credentials;
  /** What the member will be called in the group. */
  id: MemberId;
  data: Data;
  link: MemberLink;
}

/** All groups that are in use. The front door of the core. */
export class Conference {
  readonly #options: ConferenceOptions;
  readonly #groups = new Map<GroupName, Group>();
  readonly #unwatch: () => void;
  #closed: CloseReason | undefined;

  constructor(options: ConferenceOptions) {
    this.#options = options;
    this.#unwatch = options.directory.events.on('changed', (name, description) => {
      if (description !== undefined) this.#groups.get(name)?.describe(description);
    });
  }

  /**
   * Gives whoever shows the right credentials a seat in a group. The newcomer's link is told of it before this
   * resolves.
   *
   * @throws NoSuchGroup, GroupBroken; what {@link Authenticator.identify} and {@link Group.seat} throw; Closed.
   */
  async join(request: JoinRequest): Promise<Member> {
    await this.#describe(request.group);
    const identity = await this.#options.authenticator.identify(request.group, request.credentials);
    // Asked again, because a group that was not in use did not learn what changed while a password was checked.
    const description = await this.#describe(request.group);
    if (this.#closed !== undefined) throw new Closed('the conference');
    const group = this.#group(request.group, description);
    return group.seat({ id: request.id, identity, data: request.data, link: request.link });
  }

  /** A group that is in use. */
  group(name: GroupName): Group | undefined {
    return this.#groups.get(name);
  }

  /** All groups that are in use. */
  groups(): Iterable<Group> {
    return this.#groups.values();
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
      locked: group?.locked ?? false,
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

  async #describe(name: GroupName): Promise<GroupDescription> {
    const description = await this.#options.directory.describe(name);
    if (description === undefined) throw new NoSuchGroup(name);
    return description;
  }

  #group(name: GroupName, description: GroupDescription): Group {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const { media, world, limits } = this.#options;
    const log = this.#options.log.child({ group: name });
    const group = new Group({ name, description, media, world, limits, log });
    this.#groups.set(name, group);
    return group;
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
