import type {
  CloseReason,
  Data,
  GroupName,
  GroupStatus,
  MemberId,
  Permission,
  RtcConfiguration,
  StreamId,
} from '@evagore/shared';
import { admit } from './admission.ts';
import { ChatHistory } from './chat-history.ts';
import { mergeData } from './data.ts';
import { Closed, DuplicateId } from './errors.ts';
import type { Fact, Membership } from './facts.ts';
import { GroupMedia } from './group-media.ts';
import type { MediaEngine, MediaRoom } from './media-port.ts';
import { Member } from './member.ts';
import type {
  Authenticator,
  GroupDescription,
  Identity,
  Limits,
  Log,
  MemberLink,
  Recorder,
  Tally,
  TokenBook,
  World,
} from './ports.ts';
import { abortStreams, dropStream } from './publishing.ts';
import { RosterNews } from './roster-news.ts';
import type { UpStream } from './up-stream.ts';

/** What all groups of a conference share. */
export interface GroupSurroundings {
  media: MediaEngine;
  world: World;
  limits: Limits;
  authenticator: Authenticator;
  tokens: TokenBook;
  recorder: Recorder;
  tally: Tally;
  /** What members make their peer connections with; credentials in it may change. */
  rtcConfiguration: () => RtcConfiguration;
  /** The other groups that are in use. */
  groups: ReadonlyMap<GroupName, Group>;
}

export interface GroupOptions {
  name: GroupName;
  description: GroupDescription;
  surroundings: GroupSurroundings;
  log: Log;
}

/** Who takes a seat, and how to speak to them. */
export interface Newcomer {
  id: MemberId;
  identity: Identity;
  data: Data;
  link: MemberLink;
  /** Most that the member may do. Whether it may come in is decided by all that its identity allows. */
  permissions?: ReadonlySet<Permission> | undefined;
  maxTransports?: number | undefined;
}

/**
 * A named room: its members, their streams, its chat and its lock.
 *
 * Owned by the conference; owns its members and its media room, which is open while somebody is in.
 */
export class Group {
  readonly name: GroupName;
  readonly surroundings: GroupSurroundings;
  readonly world: World;
  readonly limits: Limits;
  readonly log: Log;
  readonly media: GroupMedia;
  readonly history: ChatHistory;
  readonly members = new Map<MemberId, Member>();
  /** All up streams of all members, by id. */
  readonly streams = new Map<StreamId, UpStream>();
  readonly #news: RosterNews;
  #description: GroupDescription;
  #lock: string | undefined;
  #data: Data = {};
  #lastHand = 0;
  #emptySince: number;
  /** How many newcomers wait for the media to open. */
  #arriving = 0;
  /** Everybody is being sent away; who goes brings nothing more about. */
  #emptying = false;
  #closed = false;

  constructor(options: GroupOptions) {
    const { media, world, limits } = options.surroundings;
    this.name = options.name;
    this.surroundings = options.surroundings;
    this.world = world;
    this.limits = limits;
    this.log = options.log;
    this.#description = options.description;
    this.history = new ChatHistory(limits.chatHistory);
    this.media = new GroupMedia({
      engine: media,
      codecs: () => this.#description.codecs,
      onLost: () => void this.#mediaLost(),
    });
    this.#news = new RosterNews(world, this.members);
    this.#emptySince = world.now();
    this.#keepOrder();
  }

  get description(): GroupDescription {
    return this.#description;
  }

  get locked(): boolean {
    return this.#lock !== undefined;
  }

  /** Since when nobody is in, in milliseconds since the epoch; undefined while somebody is, or is about to be. */
  get emptySince(): number | undefined {
    return this.#deserted ? this.#emptySince : undefined;
  }

  get #deserted(): boolean {
    return this.members.size === 0 && this.#arriving === 0;
  }

  /** Whether an operator is in, be it that the connection is lost at the moment. */
  get #hasOperator(): boolean {
    return [...this.members.values()].some((member) => member.permissions.has('op'));
  }

  /**
   * Gives a newcomer a seat, tells them what there is, and tells everybody else.
   *
   * The rules are asked again once the media is open: from then to the seat everything happens in one turn, so
   * of many who want the last seat just one gets it.
   *
   * @throws what {@link admit} throws; DuplicateId; MediaUnavailable; Closed.
   */
  async seat(newcomer: Newcomer): Promise<Member> {
    this.#admit(newcomer);
    this.#arriving += 1;
    try {
      const room = await this.media.room();
      this.#admit(newcomer);
      return this.#welcome(newcomer, room);
    } finally {
      this.#arriving -= 1;
      if (this.#deserted) this.media.close();
    }
  }

  #welcome(newcomer: Newcomer, room: MediaRoom): Member {
    const { id, identity, data, link, maxTransports = this.limits.transportsPerMember } = newcomer;
    const { username } = identity;
    const { permissions: most = identity.permissions } = newcomer;
    const permissions = new Set([...identity.permissions].filter((permission) => most.has(permission)));
    const log = this.log.child({ member: id });
    const member = new Member({ id, username, permissions, data, link, maxTransports, group: this, log });
    this.members.set(id, member);
    this.#news.added(member);
    link.tell({
      type: 'joined',
      self: this.#membership(member),
      rtcConfiguration: this.surroundings.rtcConfiguration(),
      capabilities: room.capabilities,
    });
    link.tell({ type: 'roster', members: [...this.members.values()].map((other) => other.info()) });
    const messages = this.history.recent(this.world.now(), this.#description.maxHistoryAge);
    link.tell({ type: 'chatHistory', messages });
    this.surroundings.tally.joined();
    log.info({ username, members: this.members.size }, 'member joined');
    return member;
  }

  /** Takes a member's seat away; called by the member. Idempotent. */
  release(member: Member, reason: CloseReason): void {
    if (member.closed) return;
    const published = member.streams.size > 0;
    this.members.delete(member.id);
    member.released();
    for (const stream of [...member.streams.values()]) dropStream(stream);
    this.#news.removed(member);
    if (published) this.#resubscribe();
    this.surroundings.tally.left(reason.code);
    member.log.info({ code: reason.code, reason: reason.message, members: this.members.size }, 'member left');
    if (this.members.size === 0) this.#emptySince = this.world.now();
    if (this.#deserted) this.media.close();
    this.#keepOrder();
  }

  /** Tells everybody but `except`. */
  tell(fact: Fact, except?: Member): void {
    this.flushRoster();
    for (const member of this.members.values()) if (member !== except) member.link.tell(fact);
  }

  /** Tells everybody at once what is new in the roster, rather than at the end of the tick. */
  flushRoster(): void {
    this.#news.flush();
  }

  /** Something that all may know of a member is different. */
  memberChanged(member: Member): void {
    if (member.closed) return;
    member.infoChanged();
    this.#news.changed(member);
  }

  /** A member's up streams are different: all learn of it, and receive what they want of them. */
  streamsChanged(owner: Member): void {
    if (owner.closed) return;
    this.memberChanged(owner);
    this.#resubscribe();
  }

  /** The number of the next hand that is raised: hands with larger ones were raised later. */
  nextHand(): number {
    this.#lastHand += 1;
    return this.#lastHand;
  }

  /** Gives a member other permissions. What it may not do any more ends at once. */
  setPermissions(member: Member, permissions: ReadonlySet<Permission>): void {
    member.setPermissions(permissions);
    this.#tellMembership(member, 'member');
    this.memberChanged(member);
    if (!permissions.has('present')) {
      abortStreams(member, 'not-permitted', 'presenting is not permitted any more');
    }
  }

  /** Keeps out whoever is not an operator, with a message for them; undefined opens the group again. */
  setLock(message: string | undefined): void {
    this.#lock = message;
    this.#tellMemberships();
  }

  /** Merges `change` into the group's data; `null` deletes a key. @throws BadValue */
  mergeData(change: Data): void {
    this.#data = mergeData(this.#data, change);
    this.#tellMemberships();
  }

  /** The group's file says something else now. Permissions of those who are in do not change by this. */
  describe(description: GroupDescription): void {
    this.#description = description;
    this.#tellMemberships();
    this.#keepOrder();
  }

  /** What the group says of itself to its members. */
  status(): GroupStatus {
    const { displayName, description, authServer, authPortal, canChangePassword } = this.#description;
    return {
      name: this.name,
      ...(displayName !== undefined && { displayName }),
      ...(description !== undefined && { description }),
      ...(authServer !== undefined && { authServer }),
      ...(authPortal !== undefined && { authPortal }),
      ...(this.locked && { locked: true as const }),
      clientCount: this.members.size,
      ...(canChangePassword && { canChangePassword }),
    };
  }

  /** Removes everybody and lets nobody in any more. Idempotent. */
  close(reason: CloseReason): void {
    this.#closed = true;
    this.#sendAway(reason);
    this.media.close();
  }

  /**
   * What a group does by itself while no operator is in.
   *
   * @see Galène protocol, "Lock, autolock, autokick": it stays locked when an operator comes, until they open it.
   */
  #keepOrder(): void {
    const { autolock, autokick } = this.#description;
    if (this.#emptying || !(autolock || autokick) || this.#hasOperator) return;
    if (autolock && !this.locked) this.setLock('');
    if (autokick) this.#sendAway({ code: 'no-operator', message: 'there are no operators in this group' });
  }

  #sendAway(reason: CloseReason): void {
    this.#emptying = true;
    for (const member of [...this.members.values()]) member.remove(reason);
    this.#emptying = false;
  }

  #admit({ id, identity }: Newcomer): void {
    if (this.#closed) throw new Closed('the group');
    const view = {
      description: this.#description,
      lock: this.#lock,
      hasOperator: () => this.#hasOperator,
      size: this.members.size,
      capacity: this.limits.membersPerGroup,
    };
    admit(view, identity, this.world.now());
    if (this.members.has(id)) throw new DuplicateId();
  }

  #membership(member: Member): Membership {
    return {
      group: this.name,
      username: member.username,
      permissions: [...member.permissions],
      status: this.status(),
      data: this.#data,
    };
  }

  #tellMembership(member: Member, of: 'member' | 'group'): void {
    member.tell({ type: 'membershipChanged', self: this.#membership(member), of });
  }

  #tellMemberships(): void {
    for (const member of this.members.values()) this.#tellMembership(member, 'group');
  }

  #resubscribe(): void {
    for (const member of this.members.values()) member.subscriptions.changed();
  }

  /** The worker died: the members stay, and are told to set their media up again in a new room. */
  async #mediaLost(): Promise<void> {
    this.log.warn({ members: this.members.size }, 'media lost, opening a new room');
    for (const member of this.members.values()) {
      member.closeMedia();
      if (member.streams.size === 0) continue;
      for (const stream of [...member.streams.values()]) dropStream(stream);
      this.memberChanged(member);
    }
    if (this.members.size === 0) return;
    try {
      const room = await this.media.room();
      this.tell({ type: 'mediaLost', capabilities: room.capabilities });
    } catch (err) {
      this.log.error({ err }, 'no new media room; the members are sent away');
      this.#sendAway({ code: 'media-unavailable', message: 'the media engine does not come back' });
    }
  }
}
