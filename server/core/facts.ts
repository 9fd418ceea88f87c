import type {
  ChatMessage,
  DownTrack,
  ErrorCode,
  GroupName,
  GroupStatus,
  Data,
  MemberId,
  MemberInfo,
  Permission,
  RtcConfiguration,
  RtpCapabilities,
  StreamId,
  TrackId,
  UserMessage,
} from '@evagore/shared';

/**
 * What the core tells members, in the order in which it happened. Facts are immutable and shared between all
 * who are told.
 */
export type Fact =
  | JoinedFact
  /** `of`: whether something of this member alone is different, or something of the group that all are told. */
  | { readonly type: 'membershipChanged'; readonly self: Membership; readonly of: 'member' | 'group' }
  | { readonly type: 'left'; readonly group: GroupName }
  | { readonly type: 'roster'; readonly members: readonly MemberInfo[] }
  | RosterChangedFact
  | { readonly type: 'chatHistory'; readonly messages: readonly ChatMessage[] }
  | { readonly type: 'chat'; readonly message: ChatMessage }
  | { readonly type: 'userMessage'; readonly message: UserMessage }
  | DownOfferedFact
  /** Without `tracks`, the whole stream ended. */
  | { readonly type: 'downClosed'; readonly stream: StreamId; readonly tracks?: readonly TrackId[] }
  | {
      readonly type: 'upAborted';
      readonly stream: StreamId;
      readonly code: ErrorCode;
      readonly message: string;
    }
  /** Up to this spatial layer somebody receives a track of the one who is told; -1: nobody receives any of it. */
  | {
      readonly type: 'layersNeeded';
      readonly stream: StreamId;
      readonly track: TrackId;
      readonly spatial: number;
    }
  | { readonly type: 'mediaLost'; readonly capabilities: RtpCapabilities }
  /** The server will be stopped at `closesAt`, in milliseconds since the epoch; undefined: it goes on after all. */
  | { readonly type: 'draining'; readonly closesAt: number | undefined; readonly message: string };

/** What is different in the roster since it was last spoken of; at most one entry for each member. */
export interface RosterChangedFact {
  readonly type: 'rosterChanged';
  readonly added: readonly MemberInfo[];
  readonly changed: readonly MemberInfo[];
  readonly removed: readonly { readonly id: MemberId; readonly username: string }[];
}

/** What a member knows of its own membership. */
export interface Membership {
  readonly group: GroupName;
  readonly username: string;
  readonly permissions: readonly Permission[];
  readonly status: GroupStatus;
  readonly data: Data;
}

interface JoinedFact {
  readonly type: 'joined';
  readonly self: Membership;
  readonly rtcConfiguration: RtcConfiguration;
  readonly capabilities: RtpCapabilities;
}

/** A stream, or more tracks of one, is there to be received. */
interface DownOfferedFact {
  readonly type: 'downOffered';
  readonly stream: StreamId;
  readonly label: string;
  readonly source: MemberId;
  readonly username: string;
  readonly replace?: StreamId;
  readonly tracks: readonly DownTrack[];
}
