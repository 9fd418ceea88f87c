import type {
  CloseReason,
  Data,
  GroupName,
  GroupStatus,
  MemberId,
  Permission,
  StreamId,
} from '@evagore/shared';
import { admit } from './admission.ts';
import { ChatHistory } from './chat.ts';
import { mergeData } from './data.ts';
import { Closed, DuplicateId } from './errors.ts';
import type { Fact, Membership } from './facts.ts';
import type { MediaEngine, MediaRoom } from './media-port.ts';
import { Member } from './member.ts';
import type { GroupDescription, Identity, Limits, Log, MemberLink, World } from './ports.ts';
import { abortStreams, dropStream } from './publishing.ts';
import type { UpStream } from './up-stream.ts';

export interface GroupOptions {
  name: GroupName;
  description: GroupDescription;
  media: MediaEngine;
  world: World;
  limits: Limits;
  log: Log;
}

/** Who takes a seat, and how to speak to them. */
export interface Newcomer {
  id: MemberId;
  identity: Identity;
  data: Data;
  link: MemberLink;
}

/**
 * A named room: its members, their streams, its chat and its lock.
 *
 * Owned by the conference; owns its members and its media room, which is open while somebody is in.
 */
export class Group {
  readonly name: GroupName;
  readonly world: World;
  readonly limits: Limits;
  readonly log: Log;
  readonly history: ChatHistory;
  readonly members = new Map<MemberId, Member>();
  /** All up streams of all members, by id. */
  readonly streams = new Map<StreamId, UpStream>();
  readonly #media: MediaEngine;
  #description: GroupDescription;
  #room: Promise<MediaRoom> | undefined;
  #lock: string | undefined;
  #data: Data = {};
  #emptySince: number;
  /** How many newcomers wait for the media to open. */
  #arriving = 0;
  #closed = false;

  constructor(options: GroupOptions) {
    this.name = options.name;
    this.world = options.world;
    this.limits = options.limits;
    this.log = options.log;
    this.history = new ChatHistory(options.limits.chatHistory);
    this.#media = options.media;
    this.#description = options.description;
    this.#emptySince = options.world.now();
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

  /** The group's media, opened when it is first needed. @throws MediaUnavailable */
  room(): Promise<MediaRoom> {
    this.#room ??= this.#openRoom();
    return this.#room;
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
      const room = await this.room();
      this.#admit(newcomer);
      return this.#welcome(newcomer, room);
    } finally {
      this.#arriving -= 1;
      if (this.#deserted) this.#closeRoom();
    }
  }

  #welcome(newcomer: Newcomer, room: MediaRoom): Member {
    const { id, identity, data, link } = newcomer;
    const { username, permissions } = identity;
    const log = this.log.child({ member: id });
    const member = new Member({ id, username, permissions, data, link, group: this, log });
    this.members.set(id, member);
    this.tell({ type: 'memberAdded', member: member.info() }, member);
    link.tell({
      type: 'joined',
      self: this.#membership(member),
      rtcConfiguration: {},
      capabilities: room.capabilities,
    });
    link.tell({ type: 'roster', members: [...this.members.values()].map((other) => other.info()) });
    const messages = this.history.recent(this.world.now(), this.#description.maxHistoryAge);
    link.tell({ type: 'chatHistory', messages });
    log.info({ username, members: this.members.size }, 'member joined');
    return member;
  }

  /** Takes a member's seat away; called by the member. Idempotent. */
  release(member: Member, reason: CloseReason): void {
    if (member.closed) return;
    this.members.delete(member.id);
    member.released();
    for (const stream of [...member.streams.values()]) dropStream(stream);
    this.tell({ type: 'memberRemoved', id: member.id, username: member.username });
    this.#resubscribe();
    member.log.info({ code: reason.code, reason: reason.message, members: this.members.size }, 'member left');
    if (this.members.size === 0) this.#emptySince = this.world.now();
    if (this.#deserted) this.#closeRoom();
  }

  /** Tells everybody but `except`. */
  tell(fact: Fact, except?: Member): void {
    for (const member of this.members.values()) if (member !== except) member.link.tell(fact);
  }

  /** Something that all may know of a member is different. */
  memberChanged(member: Member): void {
    if (member.closed) return;
    member.infoChanged();
    this.tell({ type: 'memberChanged', member: member.info() });
  }

  /** A member's up streams are different: all learn of it, and receive what they want of them. */
  streamsChanged(owner: Member): void {
    if (owner.closed) return;
    this.memberChanged(owner);
    this.#resubscribe();
  }

  /** Gives a member other permissions. What it may not do any more ends at once. */
  setPermissions(member: Member, permissions: ReadonlySet<Permission>): void {
    member.setPermissions(permissions);
    this.#tellMembership(member);
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
  }

  /** What the group says of itself to its members. */
  status(): GroupStatus {
    const { displayName, description } = this.#description;
    return {
      name: this.name,
      ...(displayName !== undefined && { displayName }),
      ...(description !== undefined && { description }),
      ...(this.locked && { locked: true as const }),
      clientCount: this.members.size,
    };
  }

  /** Removes everybody and lets nobody in any more. Idempotent. */
  close(reason: CloseReason): void {
    this.#closed = true;
    this.#sendAway(reason);
    this.#closeRoom();
  }

  #sendAway(reason: CloseReason): void {
    for (const member of [...this.members.values()]) member.remove(reason);
  }

  #admit({ id, identity }: Newcomer): void {
    if (this.#closed) throw new Closed('the group');
    const view = {
      description: this.#description,
      lock: this.#lock,
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

  #tellMembership(member: Member): void {
    member.link.tell({ type: 'membershipChanged', self: this.#membership(member) });
  }

  #tellMemberships(): void {
    for (const member of this.members.values()) this.#tellMembership(member);
  }

  #resubscribe(): void {
    for (const member of this.members.values()) member.subscriptions.changed();
  }

  #openRoom(): Promise<MediaRoom> {
    const opening = this.#media.openRoom({ codecs: this.#description.codecs });
    // By the time that either happens, everybody may have left and others have opened another room.
    opening.then(
      (room) => {
        room.events.once('lost', () => {
          if (this.#room === opening) void this.#roomLost();
        });
      },
      () => {
        if (this.#room === opening) this.#room = undefined;
      },
    );
    return opening;
  }

  #closeRoom(): void {
    const room = this.#room;
    this.#room = undefined;
    // A room that could not be opened has told its opener.
    room?.then((opened) => {
      opened.close();
    }, ignore);
  }

  /** The worker died: the members stay, and are told to set their media up again in a new room. */
  async #roomLost(): Promise<void> {
    this.#room = undefined;
    this.log.warn({ members: this.members.size }, 'media lost, opening a new room');
    for (const member of this.members.values()) {
      member.closeMedia();
      if (member.streams.size === 0) continue;
      for (const stream of [...member.streams.values()]) dropStream(stream);
      this.memberChanged(member);
    }
    if (this.members.size === 0) return;
    try {
      const room = await this.room();
      this.tell({ type: 'mediaLost', capabilities: room.capabilities });
    } catch (err) {
      this.log.error({ err }, 'no new media room; the members are sent away');
      this.#sendAway({ code: 'media-unavailable', message: 'the media engine does not come back' });
    }
  }
}

function ignore(): void {
  // Nothing to do.
}
