import { z } from 'zod';
import { GroupName, MemberId, StreamId, TrackId, TransportId, Username } from '../ids.ts';
import { DtlsParameters, MediaKind, RtpCapabilities, RtpParameters } from './media.ts';
import {
  ApplicationValue,
  Data,
  DrawnByStream,
  Label,
  MAX_CHAT_LENGTH,
  MessageKind,
  PictureSize,
  Ref,
  Version,
  WantedByLabel,
  WantedKinds,
} from './values.ts';

/** What a client says in the native dialect. Unknown fields are refused. */

/** Asks for an `ack` or an `error` with the same `ref`. Without it, only refusals are answered. */
const ref = Ref.optional();

/**
 * Opens every connection, in any dialect. Fields of future dialects pass, because a client of those must be
 * able to offer this one too.
 */
export const ClientHandshake = z.object({
  type: z.literal('handshake'),
  version: z.array(Version).min(1).max(8),
  id: MemberId,
});
export type ClientHandshake = z.infer<typeof ClientHandshake>;

export const Ping = z.strictObject({ type: z.literal('ping') });
export const Pong = z.strictObject({ type: z.literal('pong') });

export const Join = z.strictObject({
  type: z.literal('join'),
  kind: z.literal('join'),
  ref,
  group: GroupName,
  username: Username.optional(),
  password: z.string().max(1024).optional(),
  token: z.string().max(8192).optional(),
  data: Data.optional(),
});

export const Leave = z.strictObject({
  type: z.literal('join'),
  kind: z.literal('leave'),
  ref,
  group: GroupName,
});

/** What lets a client come back to its seat. Whoever has it has the seat. */
export const Ticket = z.string().min(1).max(128);

/**
 * Takes the seat of a connection that was lost, as the first message after the handshake, which names the same id
 * as before. Answered with `resumed`, and then with everything that came after `cursor`.
 */
export const Resume = z.strictObject({
  type: z.literal('resume'),
  ref: Ref,
  ticket: Ticket,
  /**
   * How many of the server's messages the client has read, over all connections of the seat. All messages count but
   * `handshake`, `ping`, `pong`, `resumed` and `closing`.
   */
  cursor: z.int().min(0),
});

/** Says how many of the server's messages have been read, so that they need not be kept any longer. */
export const Seen = z.strictObject({ type: z.literal('seen'), cursor: z.int().min(0) });

/** Replaces what the member wants to receive of streams by their labels. */
export const Request = z.strictObject({ type: z.literal('request'), ref, request: WantedByLabel });

/** Overrides `request` for one stream; `null` undoes it, `[]` refuses the stream. */
export const RequestStream = z.strictObject({
  type: z.literal('requestStream'),
  ref,
  id: StreamId,
  request: WantedKinds.nullable(),
});

/**
 * Says how large the client draws the pictures of down streams. Nothing is wasted on what is drawn small, and nothing is
 * sent of a picture that is not drawn. Streams that it does not name stay as they were, at first as if drawn in full.
 */
export const Draw = z.strictObject({ type: z.literal('draw'), ref, streams: DrawnByStream });

/**
 * Tests how media gets through, before any group is joined. One test at a time; opening another ends the one before, and
 * so does joining.
 *
 * `open` is acknowledged with `ProbeOpened`; `connect` completes the transport with the client's fingerprint; `measure`
 * asks what has arrived and is acknowledged with `ProbeMeasured`; `close` ends the test.
 */
export const Probe = z.discriminatedUnion('kind', [
  z.strictObject({ type: z.literal('probe'), kind: z.literal('open'), ref: Ref }),
  z.strictObject({
    type: z.literal('probe'),
    kind: z.literal('connect'),
    ref: Ref,
    dtlsParameters: DtlsParameters,
  }),
  z.strictObject({ type: z.literal('probe'), kind: z.literal('measure'), ref: Ref }),
  z.strictObject({ type: z.literal('probe'), kind: z.literal('close'), ref }),
]);

/** Opens the member's transport for one direction, in place of an earlier one. Acknowledged with `TransportOpened`. */
export const OpenTransport = z.discriminatedUnion('direction', [
  z.strictObject({ type: z.literal('openTransport'), ref: Ref, direction: z.literal('send') }),
  z.strictObject({
    type: z.literal('openTransport'),
    ref: Ref,
    direction: z.literal('receive'),
    rtpCapabilities: RtpCapabilities,
  }),
]);

/** Completes a transport with the client's DTLS fingerprint. */
export const ConnectTransport = z.strictObject({
  type: z.literal('connectTransport'),
  ref,
  id: TransportId,
  dtlsParameters: DtlsParameters,
});

/** Asks for new ICE credentials. Acknowledged with `IceRestarted`. */
export const RestartIce = z.strictObject({ type: z.literal('restartIce'), ref: Ref, id: TransportId });

/** Publishes a track, and with its first track the stream. Acknowledged with `TrackPublished`. */
export const Offer = z.strictObject({
  type: z.literal('offer'),
  ref: Ref,
  /** The stream. */
  id: StreamId,
  /** Fixed by the stream's first track. */
  label: Label,
  /** A stream of the same member which this one takes the place of, without a gap for its subscribers. */
  replace: StreamId.optional(),
  kind: MediaKind,
  rtpParameters: RtpParameters,
  muted: z.boolean().optional(),
});

/** Says that the client is ready to receive these tracks of a down stream; nothing flows before. */
export const Answer = z.strictObject({
  type: z.literal('answer'),
  ref,
  id: StreamId,
  tracks: z.array(TrackId).min(1).max(16),
});

/** Ends an up stream, or with `track` one track of it. */
export const Close = z.strictObject({
  type: z.literal('close'),
  ref,
  id: StreamId,
  track: TrackId.optional(),
});

/** Says whether a published track is muted. While it is, the server forwards nothing of it. */
export const Mute = z.strictObject({
  type: z.literal('mute'),
  ref,
  id: StreamId,
  track: TrackId,
  muted: z.boolean(),
});

/** Says how large the picture of a published track is, before any layer is scaled down. Without it, 1280x720 is assumed. */
export const Size = z.strictObject({
  type: z.literal('size'),
  ref,
  id: StreamId,
  track: TrackId,
  ...PictureSize.shape,
});

/** Writes to everybody, or with `dest` to one member. Acknowledged with `ChatAccepted`. */
export const Chat = z.strictObject({
  type: z.literal('chat'),
  ref,
  kind: MessageKind.optional(),
  dest: MemberId.optional(),
  /** Do not send me my own message. */
  noecho: z.boolean().optional(),
  value: z.string().max(MAX_CHAT_LENGTH),
});

/** A message between applications: not kept, not interpreted. */
export const SendUserMessage = z.strictObject({
  type: z.literal('usermessage'),
  ref,
  kind: MessageKind,
  dest: MemberId.optional(),
  noecho: z.boolean().optional(),
  value: ApplicationValue.optional(),
});

/** Does something to a member. */
export const UserAction = z.strictObject({
  type: z.literal('useraction'),
  ref,
  kind: z.string().max(32),
  dest: MemberId,
  value: ApplicationValue.optional(),
});

/** Does something to the group. */
export const GroupAction = z.strictObject({
  type: z.literal('groupaction'),
  ref,
  kind: z.string().max(32),
  value: ApplicationValue.optional(),
});

/** Any message after the handshake. */
export const ClientMessage = z.discriminatedUnion('type', [
  Ping,
  Pong,
  Resume,
  Seen,
  z.discriminatedUnion('kind', [Join, Leave]),
  Probe,
  Request,
  RequestStream,
  Draw,
  OpenTransport,
  ConnectTransport,
  RestartIce,
  Offer,
  Answer,
  Close,
  Mute,
  Size,
  Chat,
  SendUserMessage,
  UserAction,
  GroupAction,
]);
export type ClientMessage = z.infer<typeof ClientMessage>;
