import { describe } from './describe.ts';
import { trackOf, type Line, type Session } from './state.ts';

/** Our offer of all that there is. The roles of DTLS are left to the other end. */
export function writeOffer(session: Session): { session: Session; sdp: string } {
  if (session.pending !== undefined) throw new Error('an offer waits for its answer already');
  const pending = arranged(session);
  if (pending.length === 0) throw new Error('there is nothing to offer');
  const { origin } = session;
  const next = { ...session, pending, origin: { ...origin, version: origin.version + 1 } };
  const bundled = pending.filter(({ named }) => named).map(({ mid }) => mid);
  const sdp = describe({
    kind: 'offer',
    session: next,
    lines: pending,
    bundled: session.bundles ? bundled : undefined,
  });
  return { session: next, sdp };
}

/** All lines in their places: a new one takes that of a line that was closed, or is the last. */
function arranged({ lines, placed }: Session): Line[] {
  const fresh = placed.filter(({ down }) => trackOf(down) !== undefined);
  const arranged = lines.map((line) => (line.rejected ? (fresh.shift() ?? line) : line));
  return [...arranged, ...fresh];
}
