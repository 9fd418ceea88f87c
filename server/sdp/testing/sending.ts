import { fillDown, placeDown, receivable, takeAnswer, writeOffer, type Session } from '../session.ts';
import { aSession, exchange, type OpenUp } from './exchange.ts';
import { anOffer, AUDIO, CAMERA, named, VIDEO, withLines } from './offer.ts';
import { sentParameters } from './room.ts';

/** The tracks of a camera, as others publish them. */
export const PUBLISHED: readonly OpenUp[] = exchange(CAMERA).ups;

/** The session with a track to send, in the line that it chooses. */
export function withDown(session: Session, up: OpenUp, track = 'track'): { session: Session; mid: string } {
  const { session: placed, mid } = placeDown(session, up.kind);
  const rtpParameters = sentParameters(up, receivable(placed, mid)!, mid);
  return { session: fillDown(placed, mid, { rtpParameters, msid: { stream: 'ours', track } }), mid };
}

/** The session with sound and picture to send. */
export function withDowns(session: Session): Session {
  return PUBLISHED.reduce((before, up) => withDown(before, up, up.kind).session, session);
}

/** A session which sends sound and picture on `s0` and `s1`, as the other end has agreed. */
export function sending(use: 'down' | 'both' = 'down'): Session {
  return takeAnswer(writeOffer(withDowns(aSession({ use }))).session, anAnswer()).session;
}

/** An answer to an offer of sound and picture on `s0` and `s1`, each changed by a function of its own. */
export function anAnswer(...changes: readonly ((section: readonly string[]) => readonly string[])[]): string {
  const sections = [named(AUDIO, 's0'), named(VIDEO, 's1')].map((section) =>
    withLines(withLines(section, 'a=setup', 'a=setup:active'), 'a=sendonly', 'a=recvonly'),
  );
  return anOffer(...sections.map((section, index) => changes[index]?.(section) ?? section));
}
