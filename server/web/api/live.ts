import type { ActionResult, GroupName, MemberId, MemberInfo } from '@evagore/shared';
import type { GroupStats } from './stats.ts';

/** What administrators see and do of meetings as they happen; the conference fits. */

/** Somebody in a group. */
export interface LiveMember {
  info(): MemberInfo;
  /** Milliseconds since the epoch. */
  readonly joinedAt: number;
  /** Where the member's end is, as `address:port`; undefined where it has no address. */
  readonly address: string | undefined;
  /** How the member's client speaks, such as `evagore-1`. */
  readonly dialect?: string | undefined;
}

/** A group that is in use. */
export interface LiveRoom {
  readonly name: GroupName;
  readonly locked: boolean;
  readonly members: ReadonlyMap<MemberId, LiveMember>;
}

export interface AdminAction {
  readonly kind: string;
  readonly value?: unknown;
}

/** The server is about to be stopped. */
export interface PlannedStop {
  /** Milliseconds since the epoch. */
  readonly closesAt: number;
  /** For the members. */
  readonly message: string;
}

/** `administrator` is the name by which members and logs know who did it. */
export interface LiveConference {
  groups(): Iterable<LiveRoom>;
  /** @throws NoSuchGroup, NoSuchAction, BadValue, NotPossible and what else the action refuses with */
  act(group: GroupName, administrator: string, action: AdminAction): Promise<ActionResult | undefined>;
  /** @throws as {@link act}; NoSuchMember */
  actOn(
    group: GroupName,
    administrator: string,
    member: MemberId,
    action: AdminAction,
  ): Promise<ActionResult | undefined>;
  /** Writes a chat message of the server to all members. @throws NoSuchGroup */
  say(group: GroupName, administrator: string, text: string): Promise<void>;
  /** Lets nobody in any more, and stops the server when the time is over or everybody is gone. */
  drain(plan: { readonly deadlineSeconds: number; readonly message: string }): void;
  cancelDrain(): void;
  readonly draining: PlannedStop | undefined;
  /** Sorted by name. */
  stats(): Promise<readonly GroupStats[]>;
}
