import type { MediaKind, RtpCapabilities, RtpParameters } from '@evagore/shared';
import { agreedCodecs } from './codecs.ts';
import { MAX_LINES } from './description.ts';
import { BadSdp } from './errors.ts';
import { extensionsDown } from './extensions.ts';
import type { Msid } from './remote-media.ts';
import { lineOf, trackOf, withLine, wouldReceive, type Line, type Session } from './state.ts';

/*
 * What we send: which line takes it, and what the other end can receive there.
 */

/** mediasoup writes mids of at most so many characters. */
const MAX_SENT_MID_LENGTH = 8;

/**
 * Reserves a line on which something will be sent: one on which the other end waits for something of the kind, or else
 * a new one, which takes part in the next offer of ours once it is filled.
 *
 * @throws BadSdp if the session can have no more lines.
 */
export function placeDown(session: Session, kind: MediaKind): { session: Session; mid: string } {
  const vacant = vacantLine(session, kind);
  if (vacant !== undefined) {
    const { mid } = vacant;
    return { session: withLine(session, mid, (line) => ({ ...line, down: { phase: 'reserved' } })), mid };
  }
  const used = session.lines.filter(({ rejected }) => !rejected).length + session.placed.length;
  if (!session.bundles || used >= MAX_LINES) {
    throw new BadSdp('the session can have no more media; open another');
  }
  return append(session, kind);
}

/** The line on which {@link placeDown} would send without an offer of ours. */
export function vacantLine(session: Session, kind: MediaKind): Line | undefined {
  return session.lines.find(
    (line) =>
      line.kind === kind &&
      !line.rejected &&
      line.down === undefined &&
      line.mid.length <= MAX_SENT_MID_LENGTH &&
      wouldReceive(line) &&
      receivableOn(session, line) !== undefined,
  );
}

/**
 * Says what is sent on a line that was reserved for it.
 *
 * @throws BadSdp if the other end has closed the line since.
 */
export function fillDown(
  session: Session,
  mid: string,
  { rtpParameters, msid }: { rtpParameters: RtpParameters; msid: Msid },
): Session {
  if (lineOf(session, mid)?.down?.phase !== 'reserved') {
    throw new BadSdp(`the other end has closed the line "${mid}"`);
  }
  // Browsers refuse a description in which two lines claim to be the same track.
  const isTaken = [...session.lines, ...session.placed].some(({ down }) => {
    const other = trackOf(down)?.msid;
    return other?.stream === msid.stream && other.track === msid.track;
  });
  const unique = isTaken ? { ...msid, track: `${msid.track}-${mid}` } : msid;
  return withLine(session, mid, (line) => ({
    ...line,
    down: { phase: 'filled', rtpParameters, msid: unique },
  }));
}

/** Ends what is sent on a line. The next description says so; the line is not used for another. */
export function removeDown(session: Session, mid: string): Session {
  return {
    ...withLine(session, mid, (line) => {
      const told =
        line.down?.phase === 'flowing' || line.down?.phase === 'held' || line.down?.phase === 'ended';
      return { ...line, down: told ? { phase: 'ended' } : undefined };
    }),
    placed: session.placed.filter((line) => line.mid !== mid),
  };
}

/** Whether the other end must be told of something that is sent, or is not any more. */
export function needsOffer({ lines, placed }: Session): boolean {
  return (
    placed.some(({ down }) => trackOf(down) !== undefined) ||
    lines.some(({ down }) => down?.phase === 'filled' || down?.phase === 'ended')
  );
}

/**
 * What the other end can receive on a line, in terms of what mediasoup sends: codecs by the payload types of the room,
 * and extensions by mediasoup's ids. mediasoup has one payload type for a codec in a whole room, so a codec which the
 * other end offers by another number cannot be sent to it, unless it is us who offers.
 *
 * @returns undefined if there is no such line, or no such codec.
 */
export function receivable(session: Session, mid: string): RtpCapabilities | undefined {
  const line = lineOf(session, mid);
  return line && receivableOn(session, line);
}

function receivableOn({ options }: Session, line: Line): RtpCapabilities | undefined {
  const { kind, remote } = line;
  const { capabilities, use } = options;
  if (kind === undefined || line.rejected) return undefined;
  const headerExtensions = extensionsDown(use, kind, remote?.extensions, capabilities.headerExtensions ?? []);
  if (remote === undefined) {
    return { codecs: (capabilities.codecs ?? []).filter((each) => each.kind === kind), headerExtensions };
  }
  const known = agreedCodecs(remote, capabilities);
  const agreed = known.filter(({ codec, room }) => codec.payloadType === room.preferredPayloadType);
  // Where we can offer a line of our own, on which everything can be received, that is better than some codecs.
  const isEnough = use === 'both' ? agreed.length === known.length : true;
  if (agreed.length === 0 || !isEnough) return undefined;
  // mediasoup sends retransmissions of all codecs or of none.
  const hasRtx = agreed.every(({ rtx, roomRtx }) => rtx?.payloadType === roomRtx?.preferredPayloadType);
  const codecs = agreed.flatMap(({ codec, room, roomRtx }) => [
    { ...room, rtcpFeedback: codec.rtcpFeedback ?? [] },
    ...(hasRtx && roomRtx !== undefined ? [roomRtx] : []),
  ]);
  return { codecs, headerExtensions };
}

function append(session: Session, kind: MediaKind): { session: Session; mid: string } {
  let { nextMid } = session;
  while (lineOf(session, midOf(nextMid)) !== undefined) nextMid += 1;
  const mid = midOf(nextMid);
  const line: Line = {
    mid,
    named: true,
    type: kind,
    kind,
    protocol: 'UDP/TLS/RTP/SAVPF',
    rejected: false,
    remote: undefined,
    up: undefined,
    down: { phase: 'reserved' },
  };
  return { session: { ...session, placed: [...session.placed, line], nextMid: nextMid + 1 }, mid };
}

/** Browsers number their own lines, which is why ours have a letter. */
function midOf(number: number): string {
  return `s${number.toString()}`;
}
