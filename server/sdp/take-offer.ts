import { agreeTransport, bundleOf } from './agree-transport.ts';
import { agreedCodecs } from './codecs.ts';
import { readDescription, type Description } from './description.ts';
import { BadSdp } from './errors.ts';
import { readMedia, receives, sends, type RemoteMedia } from './remote-media.ts';
import { sameIce } from './remote-transport.ts';
import type { Action, Line, Session } from './state.ts';
import { agreeUp, ssrcsOf, Unusable, type Up } from './up.ts';

/** Over which RTP may be offered. What the older names leave out, the fingerprint says. @see RFC 8829, section 5.1.2 */
const PROTOCOL = /^((UDP|TCP)\/TLS\/RTP\/SAVPF?|(TCP\/DTLS\/)?RTP\/S?AVPF?)$/;

/**
 * The other end offers. Lines that cannot be used are rejected; an offer of which nothing can be used is refused.
 *
 * @throws BadSdp; the session is as it was.
 * @see RFC 8829, section 5.10; RFC 9143
 */
export function takeOffer(session: Session, sdp: string): { session: Session; actions: readonly Action[] } {
  if (session.pending !== undefined) {
    throw new BadSdp('an offer of this end waits for its answer; answer it first');
  }
  const offer = readDescription(sdp);
  const media = offer.media.map((section) => readMedia(section, offer.session));
  checkOrder(session.lines, media);
  const mids = midsOf(session, media);
  const bundle = sharersOf(offer, media, mids);

  const judged = judge(session, media, mids, bundle);
  const lines = judged.map(({ line }) => line);
  const { remote, actions } = transportAfter(session, offer, judged, bundle.mids);
  return {
    session: { ...session, remote, lines, bundles: bundle.declared, taken: bundle.mids },
    actions: [...actions, ...closings(session, lines), ...openings(session, lines)],
  };
}

/** @throws BadSdp if the lines are not those of before, followed by new ones. */
function checkOrder(lines: readonly Line[], media: readonly RemoteMedia[]): void {
  if (media.length === 0) throw new BadSdp('the description has no media');
  if (media.length < lines.length) {
    throw new BadSdp('media sections never become fewer; give those that are not needed the port 0');
  }
  for (const [index, line] of lines.entries()) {
    const { mid, type } = media[index] ?? {};
    const isSame = mid === (line.named ? line.mid : undefined);
    if (isSame ? type !== line.type : !line.rejected) {
      throw new BadSdp('media sections keep their order, their kind and their mid');
    }
  }
}

/** What the lines are called; an only one may have no name. */
function midsOf(session: Session, media: readonly RemoteMedia[]): string[] {
  const named = new Set(session.placed.map(({ mid }) => mid));
  for (const { mid } of media) {
    if (mid === undefined) continue;
    if (named.has(mid)) throw new BadSdp(`two media sections have the mid "${mid}"`);
    named.add(mid);
  }
  return media.map(({ mid }, index) => {
    if (mid !== undefined) return mid;
    let made = `x${index}`;
    while (named.has(made)) made += 'x';
    return made;
  });
}

interface Bundle {
  /** Whether the offer has a group at all. */
  readonly declared: boolean;
  /** Of the lines that share our one transport. */
  readonly mids: readonly string[];
}

/** Without a group, the first line gets the transport, as there is only one. */
function sharersOf(offer: Description, media: readonly RemoteMedia[], mids: readonly string[]): Bundle {
  const group = bundleOf(offer);
  if (group !== undefined) {
    return { declared: true, mids: [...new Set(group)].filter((mid) => mids.includes(mid)) };
  }
  const first = mids.find((_, index) => media[index]?.rejected === false && media[index].kind !== undefined);
  return { declared: false, mids: first === undefined ? [] : [first] };
}

interface Judged {
  readonly line: Line;
  /** Why it is rejected, where it is us who does. */
  readonly reason: string | undefined;
}

function judge(
  session: Session,
  media: readonly RemoteMedia[],
  mids: readonly string[],
  bundle: Bundle,
): Judged[] {
  const ssrcs = new Set<number>();
  const rids = new Set<string>();
  return media.map((remote, index) => {
    const mid = mids[index] ?? '';
    const before = session.lines.find((line) => line.mid === mid);
    const isBundled = bundle.mids.includes(mid);
    const verdict = remote.rejected ? undefined : upOf(session, remote, mid, isBundled, { ssrcs, rids });
    const reason = verdict instanceof Unusable ? verdict.reason : undefined;
    const up = verdict instanceof Unusable ? undefined : verdict;
    for (const ssrc of ssrcsOf(up?.rtpParameters.encodings ?? [])) ssrcs.add(ssrc);
    if (up?.rtpParameters.mid === undefined) for (const { rid } of up?.layers ?? []) rids.add(rid);
    return { line: lineAfter(before, remote, mid, up, remote.rejected || reason !== undefined), reason };
  });
}

/** What comes in on the line: undefined if nothing does. */
function upOf(
  session: Session,
  remote: RemoteMedia,
  mid: string,
  isBundled: boolean,
  taken: { ssrcs: ReadonlySet<number>; rids: ReadonlySet<string> },
): Up | undefined | Unusable {
  const { use, capabilities } = session.options;
  if (remote.kind === undefined) return new Unusable(`media of the type "${remote.type}" is not taken here`);
  if (!PROTOCOL.test(remote.protocol)) return new Unusable(`media over ${remote.protocol} is not taken here`);
  if (!isBundled) return new Unusable('all media must be in one BUNDLE group');
  if (!remote.rtcpMux) return new Unusable('"a=rtcp-mux" is missing');
  if (agreedCodecs(remote, capabilities).length === 0) {
    return new Unusable(`the room takes none of the codecs that are offered for ${remote.kind}`);
  }
  if (use === 'down' || !sends(remote.direction)) return undefined;
  return agreeUp(remote, { mid, use, capabilities, taken });
}

function lineAfter(
  before: Line | undefined,
  remote: RemoteMedia,
  mid: string,
  up: Up | undefined,
  rejected: boolean,
): Line {
  const { type, kind, protocol } = remote;
  const down = before?.down;
  const stops = down?.phase === 'flowing' && !receives(remote.direction);
  return {
    mid,
    named: remote.mid !== undefined,
    type,
    kind,
    protocol,
    rejected,
    remote,
    up,
    down: rejected ? undefined : stops ? { ...down, phase: 'held' } : down,
  };
}

function transportAfter(
  session: Session,
  offer: Description,
  judged: readonly Judged[],
  bundled: readonly string[],
): { remote: Session['remote']; actions: readonly Action[] } {
  const lines = judged.map(({ line }) => line);
  const agreed = agreeTransport(session, offer, lines, bundled);
  const { remote } = session;
  if (agreed === undefined) {
    const reason = judged.map((each) => each.reason).find((each) => each !== undefined);
    if (remote === undefined) throw new BadSdp(reason ?? 'the offer has no media that is in use');
    return { remote, actions: [] };
  }
  const restarts = remote !== undefined && !sameIce(remote.ice, agreed.remote.ice);
  return restarts ? { remote: agreed.remote, actions: [{ type: 'restartIce' }] } : agreed;
}

/** What ends: what is not offered any more, or is offered with other parameters, which mediasoup cannot change. */
function closings(session: Session, lines: readonly Line[]): Action[] {
  return session.lines.flatMap((before) => {
    const { mid } = before;
    const now = lines.find((line) => line.mid === mid);
    const actions: Action[] = [];
    if (before.up !== undefined && !sameUp(before.up, now?.up)) actions.push({ type: 'closeUp', mid });
    if (before.down?.phase === 'flowing' && now?.down?.phase === 'held') {
      actions.push({ type: 'stopDown', mid, rejected: false });
    }
    if (before.down !== undefined && before.down.phase !== 'ended' && now?.down === undefined) {
      actions.push({ type: 'stopDown', mid, rejected: true });
    }
    return actions;
  });
}

function openings(session: Session, lines: readonly Line[]): Action[] {
  return lines.flatMap(({ mid, up }) => {
    if (up === undefined) return [];
    const before = session.lines.find((line) => line.mid === mid);
    if (sameUp(up, before?.up)) return [];
    const { kind, rtpParameters, msid } = up;
    return { type: 'openUp', mid, kind, rtpParameters, ...(msid !== undefined && { msid }) };
  });
}

function sameUp(one: Up, other: Up | undefined): boolean {
  return JSON.stringify(one.rtpParameters) === JSON.stringify(other?.rtpParameters);
}
