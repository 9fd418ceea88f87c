import type { Data, MediaKind, MemberId, MemberInfo, Permission, StreamInfo } from '@evagore/shared';

/** A member of the group, as this end knows it. */
export interface User {
  readonly username: string;
  readonly permissions: readonly Permission[];
  readonly data: Data;
  /** What the member publishes: label, then kind. */
  readonly streams: Readonly<Record<string, Partial<Record<MediaKind, true>>>>;
  /** The same with ids and mute states. */
  readonly published: readonly StreamInfo[];
}

export type UserChange = 'add' | 'change' | 'delete';

/** The members of the group, kept by the server's messages. */
export class Users {
  // Without a prototype: members choose their ids, and `constructor` must not be there before it joins.
  readonly #users = Object.create(null) as Record<string, User>;
  readonly #onChange: (id: MemberId, kind: UserChange) => void;

  constructor(onChange: (id: MemberId, kind: UserChange) => void) {
    this.#onChange = onChange;
  }

  /** By member id. The same object always; the entries are immutable. */
  get all(): Readonly<Record<string, User>> {
    return this.#users;
  }

  /** Adds or replaces an entry. */
  put(member: MemberInfo): void {
    const kind = member.id in this.#users ? 'change' : 'add';
    this.#users[member.id] = {
      username: member.username,
      permissions: member.permissions,
      data: member.data,
      streams: streamsOf(member.streams),
      published: member.streams,
    };
    this.#onChange(member.id, kind);
  }

  remove(id: MemberId): void {
    if (!(id in this.#users)) return;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- applications read `users` as a plain object
    delete this.#users[id];
    this.#onChange(id, 'delete');
  }

  clear(): void {
    for (const id of Object.keys(this.#users)) this.remove(id as MemberId);
  }
}

function streamsOf(published: readonly StreamInfo[]): User['streams'] {
  const streams = Object.create(null) as Record<string, Partial<Record<MediaKind, true>>>;
  for (const { label, tracks } of published) {
    streams[label] = { ...streams[label], ...Object.fromEntries(tracks.map((track) => [track.kind, true])) };
  }
  return streams;
}
