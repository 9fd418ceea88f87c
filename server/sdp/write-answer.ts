import { describe, described } from './describe.ts';
import { trackOf, type Action, type Line, type Session } from './state.ts';

/**
 * Our answer to the offer that was taken last, once its actions have been carried out.
 *
 * @returns `actions`: what may flow as soon as the other end has the answer, as nothing else tells of that.
 */
export function writeAnswer(session: Session): { session: Session; sdp: string; actions: readonly Action[] } {
  const { taken, lines, origin, bundles } = session;
  if (taken === undefined) throw new Error('no offer waits for an answer');
  const next = { ...session, taken: undefined, origin: { ...origin, version: origin.version + 1 } };
  const sdp = describe({ kind: 'answer', session: next, lines, bundled: bundles ? taken : undefined });
  const starting = lines.filter((line) => starts(line));
  return {
    session: { ...next, lines: lines.map(afterAnswer) },
    sdp,
    actions: starting.map(({ mid }) => ({ type: 'startDown', mid })),
  };
}

function starts(line: Line): boolean {
  return line.down?.phase !== 'flowing' && described(line, 'answer') !== undefined;
}

function afterAnswer(line: Line): Line {
  if (line.down?.phase === 'ended') return { ...line, down: undefined };
  const track = trackOf(line.down);
  if (track === undefined) return line;
  const { rtpParameters, msid } = track;
  const phase = described(line, 'answer') === undefined ? 'held' : 'flowing';
  return { ...line, down: { phase, rtpParameters, msid } };
}
