import type {
  Data,
  MediaKind,
  MemberId,
  MemberInfo,
  Permission,
  Quality,
  ServerMessage,
  StreamInfo,
} from '@evagore/shared';

/** A member of the group, as this end knows it. */
export interface User {
  readonly username: string;
  readonly permissions: readonly Permission[];
  readonly data: Data;
  /** What the member publishes: label, then kind. */
  readonly streams: Readonly<Record<string, Partial<Record<MediaKind, true>>>>;
  /** The same with ids and mute states. */
  readonly published: readonly StreamInfo[];
  /** The member's connection is lost, but its seat is kept. */
  readonly reconnecting: boolean;
  /** While the member raises its hand, a number that is larger the later that was; else null. */
  readonly hand: number | null;
  /**
   * How bad the member's connection is, as the server measures it; null while it is good. A server without the
   * capability `quality` never tells.
   */
  readonly quality: Quality | null;
}

export type UserChange = 'add' | 'change' | 'delete';

/** The members of the group, kept by the server's messages. */
export class Users {
  // Without a prototype: members choose their ids, and `constructor` must not be there before it joins.
  readonly #users = Object.create(null) as Record<string, User>;
  /** What members publish, where the server does not tell. */
  readonly #derived = new Map<MemberId, readonly StreamInfo[]>();
  readonly #onChange: (id: MemberId, kind: UserChange) => void;

  constructor(onChange: (id: MemberId, kind: UserChange) => void) {
    this.#onChange = onChange;
  }

  /** By member id. The same object always; the entries are immutable. */
  get all(): Readonly<Record<string, User>> {
    return this.#users;
  }

  /** Who raises a hand, the first first. */
  raisedHands(): MemberId[] {
    const raised = Object.entries(this.#users).flatMap(([id, { hand }]) =>
      hand === null ? [] : [{ id, hand }],
    );
    return raised.sort((a, b) => a.hand - b.hand).map(({ id }) => id as MemberId);
  }

  /** Adds or replaces an entry. One that says nothing new is passed over. */
  put(member: MemberInfo): void {
    const known = this.#users[member.id];
    const user = userOf(member, this.#derived.get(member.id) ?? member.streams);
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(user)) return;
    this.#users[member.id] = user;
    this.#onChange(member.id, known === undefined ? 'add' : 'change');
  }

  /** A member publishes these streams, whatever the roster says; none gives the word back to it. */
  publishes(id: MemberId, published: readonly StreamInfo[]): void {
    if (published.length > 0) this.#derived.set(id, published);
    else if (!this.#derived.delete(id)) return;
    const known = this.#users[id];
    if (known === undefined) return;
    this.#users[id] = { ...known, streams: streamsOf(published), published };
    this.#onChange(id, 'change');
  }

  remove(id: MemberId): void {
    if (!(id in this.#users)) return;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- applications read `users` as a plain object
    delete this.#users[id];
    this.#onChange(id, 'delete');
  }

  /** What has changed since the roster, or the change before. */
  apply({ added = [], changed = [], removed = [] }: Extract<ServerMessage, { type: 'users' }>): void {
    for (const member of [...added, ...changed]) this.put(member);
    for (const { id } of removed) this.remove(id);
  }

  /** These are all; tells only of differences. */
  replace(members: readonly MemberInfo[]): void {
    const present = new Set<string>(members.map(({ id }) => id));
    for (const id of Object.keys(this.#users)) {
      if (!present.has(id)) this.remove(id as MemberId);
    }
    for (const member of members) this.put(member);
  }

  clear(): void {
    this.#derived.clear();
    this.replace([]);
  }
}

function userOf(member: MemberInfo, published: readonly StreamInfo[]): User {
  return {
    username: member.username,
    permissions: member.permissions,
    data: member.data,
    streams: streamsOf(published),
    published,
    reconnecting: member.reconnecting === true,
    hand: member.hand ?? null,
    quality: member.quality ?? null,
  };
}

function streamsOf(published: readonly StreamInfo[]): User['streams'] {
  const streams = Object.create(null) as Record<string, Partial<Record<MediaKind, true>>>;
  for (const { label, tracks } of published) {
    streams[label] = { ...streams[label], ...Object.fromEntries(tracks.map((track) => [track.kind, true])) };
  }
  return streams;
}
