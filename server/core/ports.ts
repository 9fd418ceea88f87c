import type { CloseReason, Emitter, ErrorCode, GroupName, Permission, TokenInfo } from '@evagore/shared';
import type { Fact } from './facts.ts';

/** How the core speaks to one member; every door implements it in its own dialect. */
export interface MemberLink {
  /** Where the member's end is, as `address:port`; undefined where it has no address. */
  readonly address: string | undefined;
  /**
   * False for equipment that nobody sits at, such as an encoder: it reads no messages, and its permissions are those
   * that it came with. Absent: true.
   */
  readonly isPerson?: boolean;
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
  /** Lock the group while no operator is in. */
  readonly autolock: boolean;
  /** Send everybody away when no operator is in. */
  readonly autokick: boolean;
  readonly codecs: readonly string[];
  /** Where the login page asks for a token. */
  readonly authServer?: string;
  /** Where people without a token are sent. */
  readonly authPortal?: string;
  /** Users may set their own passwords. */
  readonly canChangePassword?: true;
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
  /**
   * Whose failed logins count together: the address that the credentials come from, or its network, without a port.
   * Absent: failures are not counted.
   */
  readonly from?: string;
}

/** Whom the credentials belong to, and what that person may do in the group. */
export interface Identity {
  readonly username: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** Checks credentials against a group's description. */
export interface Authenticator {
  /**
   * @throws NotAuthorised, NeedUsername, UsernameTaken, TokenExpired, TokenNotYetValid, TokenForAnotherGroup, Busy,
   * NoSuchGroup, GroupBroken
   */
  identify(group: GroupName, credentials: Credentials): Promise<Identity>;
  /** Whether the group's file has an entry of its own for the name, which nobody else may take. */
  isReserved(group: GroupName, username: string): Promise<boolean>;
}

/** Where stateful tokens are kept. */
export interface TokenBook {
  /** Keeps a new token, and gives it its name. */
  make(draft: Omit<TokenInfo, 'token'>): Promise<TokenInfo>;
  /**
   * Changes when a token is good. Revoking is an `expires` in the past.
   *
   * @throws NoSuchToken where there is none of just this group.
   */
  edit(group: GroupName, token: string, change: TokenLifetime): Promise<TokenInfo>;
  /** The tokens of just this group; those without an end first, then by their end. */
  list(group: GroupName): Promise<readonly TokenInfo[]>;
}

/** When a token is good, in the spelling of the token file. */
export type TokenLifetime = Partial<Pick<TokenInfo, 'expires' | 'not-before'>>;

/** What records groups; a server without one says so. */
export interface Recorder {
  /**
   * Begins to record a group.
   *
   * @throws RecordingUnavailable where the server cannot record.
   */
  start(group: GroupName): Promise<void>;
  /** Ends the recording of a group, if there is one. */
  stop(group: GroupName): Promise<void>;
}

/** Time and chance, which the core does not make itself. */
export interface World {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `task` once, later; returns what prevents it. */
  after(delayMs: number, task: () => void): () => void;
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

/** Counts what happens, for the server's operator. Called often: whoever implements it only adds. */
export interface Tally {
  /** Somebody took a seat in a group. */
  joined(): void;
  /** A seat in a group ended. */
  left(code: ErrorCode): void;
  /** A client was told that something is refused. @param door - Which one told it, such as `native`; one of few. */
  refused(door: string, code: ErrorCode): void;
  /** A member whose connection was lost took its seat again. */
  resumed(): void;
  /** Somebody came for a seat that could not be given back; counted as refused as well. */
  resumeRefused(code: ErrorCode): void;
  /** A signalling connection ended. */
  disconnected(code: ErrorCode): void;
  /** A visitor's test of the way to the media engine ended. @param protocol - By which something came through. */
  probed(protocol: 'udp' | 'tcp' | 'none'): void;
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
