import { agreeTransport, bundleOf } from './agree-transport.ts';
import { attribute, hasAttribute, readDescription, type Description } from './description.ts';
import { BadSdp } from './errors.ts';
import { readMedia, receives, sends, type RemoteMedia } from './remote-media.ts';
import { lineOf, trackOf, type Action, type Line, type SentTrack, type Session } from './state.ts';

/**
 * The other end answers our offer.
 *
 * @throws BadSdp; the session is as it was, and the offer still waits.
 */
export function takeAnswer(session: Session, sdp: string): { session: Session; actions: readonly Action[] } {
  const { pending } = session;
  if (pending === undefined) throw new BadSdp('no offer of this end waits for an answer');
  const answer = readDescription(sdp);
  const media = answer.media.map((section) => readMedia(section, answer.session));
  checkOrder(pending, media);
  checkSetup(answer);
  const only = pending.length === 1 ? pending.map(({ mid }) => mid) : [];
  const bundled = bundleOf(answer) ?? only;

  const settled = pending.map((offered, index) => settle(session, offered, media[index], bundled));
  const lines = settled.map(({ line }) => line);
  const transport = agreeTransport(session, answer, lines, bundled);
  const mids = new Set(pending.map(({ mid }) => mid));
  return {
    session: {
      ...session,
      remote: transport?.remote ?? session.remote,
      lines,
      placed: session.placed.filter(({ mid }) => !mids.has(mid)),
      pending: undefined,
    },
    actions: [...(transport?.actions ?? []), ...settled.flatMap(({ actions }) => actions)],
  };
}

/** Our offer is withdrawn, because the other end's wins. What it told of is told by the next one. */
export function rollback(session: Session): Session {
  return { ...session, pending: undefined };
}

function checkOrder(offered: readonly Line[], media: readonly RemoteMedia[]): void {
  const isMirror =
    media.length === offered.length &&
    offered.every(({ mid, named, type }, index) => {
      const answered = media[index];
      const isNamed = answered?.mid === undefined || (named && answered.mid === mid);
      return isNamed && answered?.type === type;
    });
  if (!isMirror) throw new BadSdp('the answer must have the media sections of the offer, in their order');
}

function checkSetup(answer: Description): void {
  const chosen = [answer.session, ...answer.media].filter((section) => hasAttribute(section, 'setup'));
  if (chosen.some((section) => attribute(section, 'setup') === 'actpass')) {
    throw new BadSdp('an answer must choose between "a=setup:active" and "a=setup:passive"');
  }
}

/** How a line stands after the answer. What was changed here since the offer is left for the next one. */
function settle(
  session: Session,
  offered: Line,
  remote: RemoteMedia | undefined,
  bundled: readonly string[],
): { line: Line; actions: Action[] } {
  const { mid } = offered;
  const now = lineOf(session, mid);
  const rejected =
    offered.rejected || remote === undefined || remote.rejected || !remote.rtcpMux || !bundled.includes(mid);
  const closesUp = offered.up !== undefined && (rejected || !sends(remote.direction));
  const { down, actions } = settleDown(offered, now, rejected ? undefined : remote);
  return {
    line: { ...offered, rejected, remote, up: closesUp ? undefined : offered.up, down },
    actions: closesUp ? [{ type: 'closeUp', mid }, ...actions] : actions,
  };
}

function settleDown(
  offered: Line,
  now: Line | undefined,
  remote: RemoteMedia | undefined,
): { down: Line['down']; actions: Action[] } {
  const { mid } = offered;
  const told = trackOf(offered.down);
  const track = trackOf(now?.down);
  if (remote === undefined || (told !== undefined && !knowsCodec(remote, told))) {
    const isWanted = now?.down !== undefined && now.down.phase !== 'ended';
    return { down: undefined, actions: isWanted ? [{ type: 'stopDown', mid, rejected: true }] : [] };
  }
  if (track === undefined) {
    // Removed since, it is still believed in.
    const left = told === undefined ? undefined : ({ phase: 'ended' } as const);
    return { down: now?.down?.phase === 'reserved' ? now.down : left, actions: [] };
  }
  if (track.rtpParameters !== told?.rtpParameters) return { down: track, actions: [] };
  const { rtpParameters, msid } = track;
  if (receives(remote.direction)) {
    const down = { phase: 'flowing', rtpParameters, msid } as const;
    return { down, actions: track.phase === 'flowing' ? [] : [{ type: 'startDown', mid }] };
  }
  const down = { phase: 'held', rtpParameters, msid } as const;
  return {
    down,
    actions: track.phase === 'flowing' ? [{ type: 'stopDown', mid, rejected: false }] : [],
  };
}

/** Whether the other end takes the codec by the number by which it is sent. */
function knowsCodec(remote: RemoteMedia, { rtpParameters }: SentTrack): boolean {
  const sent = rtpParameters.codecs[0];
  return remote.codecs.some(
    ({ payloadType, name }) =>
      payloadType === sent?.payloadType &&
      `${remote.type}/${name}`.toLowerCase() === sent.mimeType.toLowerCase(),
  );
}
