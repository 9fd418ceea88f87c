import { z } from 'zod';
import { ChatId, GroupName, MemberId, StreamId, TrackId, TransportId, Username } from '../ids.ts';
import { ToldErrorCode } from '../errors.ts';
import { Permissions } from '../permissions.ts';
import { Ping, Pong, Ticket } from './client.ts';
import {
  IceParameters,
  MediaKind,
  RtcConfiguration,
  RtpCapabilities,
  RtpParameters,
  TransportParameters,
} from './media.ts';
import {
  ActionResult,
  ChatMessage,
  Data,
  GroupStatus,
  Label,
  MemberInfo,
  Ref,
  UserMessage,
  Version,
} from './values.ts';

/**
 * What the server says in the native dialect.
 *
 * Clients must ignore fields and message types that they do not know: new ones may come within a version.
 */

/** Answers a client's handshake with the one version that the connection will speak. */
export const ServerHandshake = z.object({
  type: z.literal('handshake'),
  version: z.array(Version).min(1).max(8),
});

/** The values of `ack`, by what they answer. */
export const TransportOpened = z.object({ id: TransportId, ...TransportParameters.shape });
export type TransportOpened = z.infer<typeof TransportOpened>;
/**
 * A transport on which nothing is sent and everything is counted. Clients may send to it by a data channel.
 */
export const ProbeOpened = z.object({
  ...TransportParameters.shape,
  /** Of the server's end of the data channel. */
  sctpPort: z.int().min(1).max(65_535),
  /** After so long the server ends the test. */
  seconds: z.number().positive(),
  /** When so much has arrived, the server ends the test. */
  maxBytes: z.int().positive(),
});
export type ProbeOpened = z.infer<typeof ProbeOpened>;
export const ProbeMeasured = z.object({
  /** All that has arrived, the handshakes included. */
  receivedBytes: z.int().min(0),
  /** Absent until something has arrived. */
  protocol: z.enum(['udp', 'tcp']).optional(),
});
export type ProbeMeasured = z.infer<typeof ProbeMeasured>;
export const IceRestarted = z.object({ iceParameters: IceParameters });
export type IceRestarted = z.infer<typeof IceRestarted>;
export const TrackPublished = z.object({ track: TrackId });
export type TrackPublished = z.infer<typeof TrackPublished>;
export const ChatAccepted = z.object({ id: ChatId, time: z.iso.datetime() });
export type ChatAccepted = z.infer<typeof ChatAccepted>;

/** The client's message with this `ref` was carried out; what follows from it was sent before. */
export const Ack = z.object({
  type: z.literal('ack'),
  ref: Ref,
  // What has more comes first: whatever is left of a value fits the next ones too.
  value: z
    .union([
      TransportOpened,
      ProbeOpened,
      ProbeMeasured,
      IceRestarted,
      TrackPublished,
      ChatAccepted,
      ActionResult,
    ])
    .optional(),
});
export type AckValue = z.infer<typeof Ack>['value'];

/** A refusal. Without `ref` it speaks of a message that had none, or of the connection. */
export const Refusal = z.object({
  type: z.literal('error'),
  ref: Ref.optional(),
  error: ToldErrorCode,
  value: z.string(),
  /** When what is refused becomes possible, where that is known. */
  possibleFrom: z.iso.datetime().optional(),
});

/** Membership of the one who reads it: gained (`join`), changed, or ended (`leave`). */
export const Joined = z.discriminatedUnion('kind', [
  z.object({
    type: z.literal('joined'),
    kind: z.literal('join'),
    group: GroupName,
    username: Username,
    permissions: Permissions,
    status: GroupStatus,
    data: Data,
    rtcConfiguration: RtcConfiguration,
    /** What the group's media engine can receive and forward. */
    rtpCapabilities: RtpCapabilities,
  }),
  z.object({
    type: z.literal('joined'),
    kind: z.literal('change'),
    group: GroupName,
    username: Username,
    permissions: Permissions,
    status: GroupStatus,
    data: Data,
  }),
  z.object({ type: z.literal('joined'), kind: z.literal('leave'), group: GroupName }),
]);

/**
 * What to present in `resume` after the connection was lost; replaces an earlier ticket. It comes after each `joined`
 * of kind `join` and after each `resumed`.
 */
export const TicketIssued = z.object({
  type: z.literal('ticket'),
  ticket: Ticket,
  /** For how long after the loss of its connection the seat is kept. */
  keepSeconds: z.number().positive(),
});

/** The seat is taken again. What was missed follows, in order; nothing of it has come before. */
export const Resumed = z.object({
  type: z.literal('resumed'),
  ref: Ref,
  /**
   * The largest `ref` that the server has read of this seat. Messages up to it have been answered, or will be, and
   * must not be sent again; later ones have not arrived.
   */
  lastRef: z.int().min(0),
  rtcConfiguration: RtcConfiguration,
});

/** The server will be stopped at a time; without it, it will go on after all. */
export const Drain = z.object({
  type: z.literal('drain'),
  closesAt: z.iso.datetime().optional(),
  value: z.string(),
});

/** Everybody who is in the group, the reader included. Comes once, after `joined`. */
export const Roster = z.object({ type: z.literal('roster'), users: z.array(MemberInfo) });

/**
 * Changes to the roster since the last message that spoke of it, at most one for each member. Entries are whole. It
 * comes before any other message that was caused later.
 */
export const RosterChanged = z.object({
  type: z.literal('users'),
  added: z.array(MemberInfo).optional(),
  changed: z.array(MemberInfo).optional(),
  removed: z.array(z.object({ id: MemberId, username: Username })).optional(),
});

/** What was written to everybody before the reader came, oldest first. Comes once, after `roster`. */
export const ChatHistory = z.object({ type: z.literal('chathistory'), messages: z.array(ChatMessage) });

export const ChatFromServer = z.object({ type: z.literal('chat'), ...ChatMessage.shape });

export const UserMessageFromServer = z.object({ type: z.literal('usermessage'), ...UserMessage.shape });

/** A track of a down stream as its receiver needs it. Nothing flows until the client answers. */
export const DownTrack = z.object({
  id: TrackId,
  kind: MediaKind,
  /** The publisher's track that this one carries, as in the roster. */
  source: TrackId,
  rtpParameters: RtpParameters,
});
export type DownTrack = z.infer<typeof DownTrack>;

/** Offers a down stream, or more tracks of one that was offered before. */
export const DownOffer = z.object({
  type: z.literal('offer'),
  id: StreamId,
  label: Label,
  source: MemberId,
  username: Username,
  /** The down stream that this one takes the place of; no `close` comes for it. */
  replace: StreamId.optional(),
  tracks: z.array(DownTrack).min(1),
});

/** Ends a down stream, or with `tracks` some tracks of it. */
export const DownClose = z.object({
  type: z.literal('close'),
  id: StreamId,
  tracks: z.array(TrackId).optional(),
});

/** Ends an up stream on the server's will. */
export const Abort = z.object({
  type: z.literal('abort'),
  id: StreamId,
  error: ToldErrorCode,
  value: z.string(),
});

/**
 * The highest layer of a published video track that anybody needs, counted from 0, the lowest; -1 where nobody receives
 * any. What is above it may be left unsent. At first all layers are needed.
 */
export const LayersWanted = z.object({
  type: z.literal('layers'),
  id: StreamId,
  track: TrackId,
  spatial: z.int().min(-1),
});

/**
 * The media engine has lost all transports and streams of the group. The membership stays; the client opens
 * its transports and publishes its streams anew.
 */
export const MediaLost = z.object({ type: z.literal('mediaLost'), rtpCapabilities: RtpCapabilities });

/** The last message of a connection which the server closes. */
export const Closing = z.object({
  type: z.literal('closing'),
  error: ToldErrorCode,
  value: z.string(),
  /** Who brought it about, where a member did. */
  source: MemberId.optional(),
  username: Username.optional(),
});

/** Any message of the server in the native dialect. */
export const ServerMessage = z.discriminatedUnion('type', [
  ServerHandshake,
  Ping,
  Pong,
  Ack,
  Refusal,
  Joined,
  TicketIssued,
  Resumed,
  Drain,
  Roster,
  RosterChanged,
  ChatHistory,
  ChatFromServer,
  UserMessageFromServer,
  DownOffer,
  DownClose,
  Abort,
  LayersWanted,
  MediaLost,
  Closing,
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

/** One frame: a message, or after the handshake the messages of one tick in order. */
export const ServerFrame = z.union([ServerMessage, z.array(ServerMessage)]);
