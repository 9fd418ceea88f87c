import type { CloseReason, Emitter, GroupName, Permission } from '@evagore/shared';
import type { Fact } from './facts.ts';

/** How the core speaks to one member; every door implements it in its own dialect. */
export interface MemberLink {
  /**
   * Tells the member what happened. Returns at once.
   *
   * One fact goes to many links: nobody may change it, and a door may encode it once for all (it is the same
   * object for everybody).
   */
  tell(fact: Fact): void;
  /** The seat is gone; the link is not used any more. */
  closed(reason: CloseReason): void;
}

/** What a group is, as its file says; secrets stay with whoever reads the files. */
export interface GroupDescription {
  readonly displayName?: string;
  readonly description?: string;
  readonly public: boolean;
  readonly redirect?: string;
  /** Most members that are not operators; absent for no limit. */
  readonly maxClients?: number;
  /** Seconds for which chat is kept, and an empty group remembered. */
  readonly maxHistoryAge: number;
  /** Milliseconds since the epoch; outside of the window only operators get in. */
  readonly notBefore?: number;
  readonly expires?: number;
  readonly allowRecording: boolean;
  readonly codecs: readonly string[];
}

/** Where the groups are described. */
export interface GroupDirectory {
  /**
   * @returns the description as it stands now, or undefined where there is no such group.
   * @throws {@link GroupBroken} where the group's file cannot be understood and never could.
   */
  describe(name: GroupName): Promise<GroupDescription | undefined>;
  /** `changed`: the description of a group is another now, or gone. */
  readonly events: Emitter<{ changed: [name: GroupName, description: GroupDescription | undefined] }>;
}

/** What somebody shows to get in. */
export interface Credentials {
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
}

/** Whom the credentials belong to, and what that person may do in the group. */
export interface Identity {
  readonly username: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** Checks credentials against a group's description. */
export interface Authenticator {
  /** @throws NotAuthorised, NeedUsername, Busy */
  identify(group: GroupName, credentials: Credentials): Promise<Identity>;
}

/** Time and chance, which the core does not make itself. */
export interface World {
  /** Milliseconds since the epoch. */
  now(): number;
  /** An unguessable id, URL-safe. */
  newId(): string;
}

/** Where the core writes what its operator should be able to read; pino fits. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  /** A log whose lines carry `context`. */
  child(context: Record<string, unknown>): Log;
}

/** How much of everything one group and one member may have. */
export interface Limits {
  /** Members of one group, whatever its file says. */
  readonly membersPerGroup: number;
  /** Up streams of one member. */
  readonly streamsPerMember: number;
  readonly tracksPerStream: number;
  readonly transportsPerMember: number;
  /** Chat messages that a group remembers. */
  readonly chatHistory: number;
}
