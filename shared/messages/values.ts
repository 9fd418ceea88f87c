import { z } from 'zod';
import { MemberId, StreamId, TrackId, ChatId, GroupName, Username } from '../ids.ts';
import { Permissions } from '../permissions.ts';
import { MediaKind } from './media.ts';

/**
 * The values that messages of both directions are made of. In what the server says, fields that a client does not
 * know are dropped, so that newer servers can say more.
 */

/** Ties an answer to its question: chosen by the asker, repeated in the `ack` or `error`. */
export const Ref = z.int().min(0).max(0xff_ff_ff_ff);
export type Ref = z.infer<typeof Ref>;

/** What is offered in a handshake. Galène's own dialect is `"2"`, the native one `"evagore-1"`. */
export const Version = z.string().min(1).max(32);

/** The name of the native dialect in a handshake. */
export const NATIVE_VERSION = 'evagore-1';

/** A stream's purpose: `camera`, `screenshare`, `video`, or an application's word. */
export const Label = z.string().max(64);

/** The kind of a chat or user message: `""`, `me`, `caption`, or an application's word. */
export const MessageKind = z.string().max(64);

/** Longest chat message, in UTF-16 code units. */
export const MAX_CHAT_LENGTH = 10_000;

/** Levels of lists and objects inside of each other in what applications send. */
const MAX_DEPTH = 64;

/** Looks at the size of a value before its schema looks into it, which takes a hundred times as long. */
const sized = <Schema extends z.ZodType>(
  complaintOf: (value: unknown) => string | undefined,
  schema: Schema,
) =>
  z.preprocess((value: z.input<Schema>, context) => {
    const complaint = complaintOf(value);
    if (complaint === undefined) return value;
    context.addIssue({ code: 'custom', message: complaint });
    return z.NEVER;
  }, schema);

/** JSON of at most so many levels, whose text has at most `maxLength` UTF-16 code units. */
const boundedJson = <Schema extends z.ZodType>(maxLength: number, schema: Schema) =>
  sized((value) => {
    // The schema follows the nesting by recursion, and a few thousand levels would take the whole stack.
    if (!nestsWithin(MAX_DEPTH, value)) return `nests deeper than ${MAX_DEPTH.toString()} levels`;
    return encodedLength(value) > maxLength ? `is longer than ${maxLength.toString()} characters` : undefined;
  }, schema);

/** Whether lists and objects are inside of each other in at most `depth` levels. Recurs no deeper itself. */
export function nestsWithin(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((each) => nestsWithin(depth - 1, each));
}

/** Infinite for what cannot be encoded; 0 for what is no value, such as `undefined`. */
function encodedLength(value: unknown): number {
  try {
    return (JSON.stringify(value) as string | undefined)?.length ?? 0;
  } catch {
    return Infinity;
  }
}

/** Data that applications attach to members and groups. The stock clients use `raisehand: true`. */
export const Data = boundedJson(16_384, z.record(z.string().max(64), z.json()));
export type Data = z.infer<typeof Data>;

/** What an application sends beside chat; the server does not look inside. */
export const ApplicationValue = boundedJson(65_536, z.json());
export type ApplicationValue = z.infer<typeof ApplicationValue>;

/** What a subscriber wants of a stream; `video-low` is the lowest layer. `video` wins over `video-low`. */
export const WantedKind = z.enum(['audio', 'video', 'video-low']);
export type WantedKind = z.infer<typeof WantedKind>;
export const WantedKinds = z.array(WantedKind).max(3);
/** Labels that a request may name. */
const MAX_LABELS = 32;

/** What a subscriber wants by label; the entry `""` serves all labels without an own one. */
export const WantedByLabel = sized(
  (request) =>
    typeof request === 'object' && request !== null && Object.keys(request).length > MAX_LABELS
      ? `has more than ${MAX_LABELS.toString()} labels`
      : undefined,
  z.record(Label, WantedKinds),
);
export type WantedByLabel = z.infer<typeof WantedByLabel>;

/** Longest side of a picture, in pixels; screens and cameras are far from it. */
const MAX_SIDE = 16_384;

/** Width and height of a picture, in pixels. */
export const PictureSize = z.object({
  width: z.int().min(1).max(MAX_SIDE),
  height: z.int().min(1).max(MAX_SIDE),
});
export type PictureSize = z.infer<typeof PictureSize>;

/** Streams of which one message may say how large they are drawn. */
export const MAX_DRAWN = 256;

/** How large streams are drawn, in device pixels; `null` for one that is not drawn at all. */
export const DrawnByStream = sized(
  (streams) =>
    typeof streams === 'object' && streams !== null && Object.keys(streams).length > MAX_DRAWN
      ? `has more than ${MAX_DRAWN.toString()} streams`
      : undefined,
  z.record(StreamId, z.strictObject(PictureSize.shape).nullable()),
);
export type DrawnByStream = z.infer<typeof DrawnByStream>;

/** A published track as everybody in the group may know it. */
export const TrackInfo = z.object({ id: TrackId, kind: MediaKind, muted: z.boolean() });
export type TrackInfo = z.infer<typeof TrackInfo>;

/** A published stream as everybody in the group may know it. */
export const StreamInfo = z.object({ id: StreamId, label: Label, tracks: z.array(TrackInfo) });
export type StreamInfo = z.infer<typeof StreamInfo>;

/**
 * How bad the way between a member and the server is, once it is worse than good: `fair` from 5 % of lost packets or
 * 500 ms there and back on, `poor` from 10 % or 1 s, `lost` from 20 % or 2 s, or when nothing is heard of its media.
 */
export const QUALITIES = ['fair', 'poor', 'lost'] as const;
export const Quality = z.enum(QUALITIES);
export type Quality = z.infer<typeof Quality>;

/** A member as everybody in the group may know it. */
export const MemberInfo = z.object({
  id: MemberId,
  username: Username,
  permissions: Permissions,
  data: Data,
  streams: z.array(StreamInfo),
  /** The member's connection is lost, but its seat is kept. */
  reconnecting: z.literal(true).optional(),
  /** Since the member raised its hand: a number that is larger the later the hand was raised. */
  hand: z.int().min(1).optional(),
  /** Absent while the member's connection is good, and where nothing is known of it. */
  quality: Quality.optional(),
});
export type MemberInfo = z.infer<typeof MemberInfo>;

/** A chat message. `time` is RFC 3339; `privileged` means that the sender was an operator. */
export const ChatMessage = z.object({
  id: ChatId,
  kind: MessageKind,
  source: MemberId.optional(),
  username: Username.optional(),
  dest: MemberId.optional(),
  time: z.iso.datetime(),
  privileged: z.boolean(),
  value: z.string().max(MAX_CHAT_LENGTH),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** A message between applications. Without a source it comes from the server. */
export const UserMessage = z.object({
  kind: MessageKind,
  source: MemberId.optional(),
  username: Username.optional(),
  dest: MemberId.optional(),
  privileged: z.boolean(),
  value: ApplicationValue.optional(),
});
export type UserMessage = z.infer<typeof UserMessage>;

/** A time with its zone, RFC 3339. */
const Moment = z.iso.datetime({ offset: true });

/**
 * An invitation, by the names of Galène's token file.
 *
 * @see Galène protocol, "Token object".
 */
export const TokenInfo = z.object({
  /** What is presented to get in. */
  token: z.string().max(8192),
  /** The group's name; empty for all groups. */
  group: z.string().max(200),
  /** The token is good for all groups below as well. */
  includeSubgroups: z.boolean().optional(),
  /** Who uses the token is called so; absent lets them choose. */
  username: Username.optional(),
  permissions: Permissions,
  /** Without it the token opens nothing. */
  expires: Moment.optional(),
  'not-before': Moment.optional(),
  issuedBy: z.string().max(128).optional(),
  issuedAt: Moment.optional(),
});
export type TokenInfo = z.infer<typeof TokenInfo>;

/** What an action answers to the one who did it; most answer nothing. */
export const ActionResult = z.union([
  /** Of `maketoken` and `edittoken`. */
  z.object({ token: TokenInfo }),
  /** Of `listtokens`. */
  z.object({ tokens: z.array(TokenInfo) }),
  /** Of `identify`: where the member's connection comes from, as `address:port`. */
  z.object({ id: MemberId, username: Username, address: z.string().optional() }),
  /** Of `subgroups`: those below the group that have members. */
  z.object({ subgroups: z.array(z.object({ name: GroupName, clientCount: z.int().min(0) })) }),
]);
export type ActionResult = z.infer<typeof ActionResult>;

/**
 * What a group says of itself.
 *
 * `locked` and `clientCount` are known to its members, and to strangers only if the group is public.
 */
export const GroupStatus = z.object({
  name: GroupName,
  redirect: z.string().optional(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  authServer: z.string().optional(),
  authPortal: z.string().optional(),
  locked: z.literal(true).optional(),
  clientCount: z.int().min(0).optional(),
  canChangePassword: z.literal(true).optional(),
});
export type GroupStatus = z.infer<typeof GroupStatus>;
