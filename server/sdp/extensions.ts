import type { MediaKind, RtpCapabilities } from '@evagore/shared';
import { receives, sends, type Direction, type RemoteExtension } from './remote-media.ts';

/*
 * Which RTP header extensions are agreed on.
 *
 * mediasoup writes some extensions into every packet that it forwards, with ids of its own, whatever was negotiated.
 * As long as media passes one way, that is easy: towards us the other end's ids hold, and towards the other end ours,
 * which it either knows by the same ids or must not know at all. Where media passes both ways, both sets of ids meet
 * in one BUNDLE group, and a name read from an id that is used for something else makes browsers drop whole tracks.
 */

/** Which way media may pass in a session: to us, from us, or both. */
export type Use = 'up' | 'down' | 'both';

export interface AgreedExtension {
  readonly uri: string;
  readonly id: number;
}

export type RoomExtension = NonNullable<RtpCapabilities['headerExtensions']>[number];

export const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid';
export const RID = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';
const REPAIRED_RID = 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id';
export const ABS_SEND_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time';
export const TRANSPORT_CC = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/** Forwarded as they came, under our ids. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
]);

/** Between machines of mediasoup. */
const PRIVATE = 'urn:mediasoup:params:rtp-hdrext:packet-id';

/** By which the other end tells what a packet belongs to. */
const NAMES: ReadonlySet<string> = new Set([MID, RID, REPAIRED_RID]);

/**
 * The extensions that the other end may put into what it sends us, by its own ids.
 *
 * Where media passes both ways, an extension is left out if its id means another in what we send, if it is a name
 * whose id mediasoup writes with another meaning, or if it would be passed on to others under an id that may be a name
 * to them.
 */
export function extensionsUp(
  use: Use,
  kind: MediaKind,
  offered: readonly RemoteExtension[],
  room: readonly RoomExtension[],
): AgreedExtension[] {
  if (use === 'down') return [];
  const ours = room.filter((each) => isFor(kind, each) && receives(each.direction ?? 'sendrecv'));
  const known = offered.filter(
    ({ uri, direction }) => sends(direction) && ours.some((each) => each.uri === uri),
  );
  const agreed = distinct(known);
  return use === 'up' ? agreed : agreed.filter((extension) => isHarmless(extension, room));
}

/**
 * The extensions that we may put into what the other end receives: those which it knows by mediasoup's ids.
 *
 * @param offered - What the other end says of the line; undefined for a line of ours that it has not heard of.
 */
export function extensionsDown(
  use: Use,
  kind: MediaKind,
  offered: readonly RemoteExtension[] | undefined,
  room: readonly RoomExtension[],
): RoomExtension[] {
  const ours = room.filter((each) => isFor(kind, each) && sends(each.direction ?? 'sendrecv'));
  // All others could clash with ids that the other end has used, or is going to.
  if (offered === undefined) return use === 'both' ? ours.filter(({ uri }) => uri === TRANSPORT_CC) : ours;
  const known = distinct(offered.filter(({ direction }) => receives(direction)));
  return ours.filter((each) => known.some(({ uri, id }) => uri === each.uri && id === each.preferredId));
}

/** What becomes of a direction when the other end says it. */
export function reversed(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}

function isFor(kind: MediaKind, extension: RoomExtension): boolean {
  return extension.kind === kind && extension.uri !== PRIVATE;
}

function isHarmless({ uri, id }: AgreedExtension, room: readonly RoomExtension[]): boolean {
  if (PASSED_ON.has(uri)) return false;
  const written = room.find(
    (each) => each.preferredId === id && sends(each.direction ?? 'sendrecv') && !PASSED_ON.has(each.uri),
  );
  if (written === undefined || written.uri === uri) return true;
  return written.uri !== TRANSPORT_CC && !NAMES.has(uri);
}

/** Without those that are encrypted, whose id has no form in a packet, or whose id or name was used before. */
function distinct(offered: readonly RemoteExtension[]): AgreedExtension[] {
  const byUri = new Map<string, AgreedExtension>();
  const ids = new Set<number>();
  for (const { uri, id, encrypted } of offered) {
    // 15 has a meaning of its own in one-byte headers: RFC 8285, section 4.2.
    if (encrypted || id < 1 || id > 255 || id === 15 || ids.has(id) || byUri.has(uri)) continue;
    ids.add(id);
    byUri.set(uri, { uri, id });
  }
  return [...byUri.values()];
}
