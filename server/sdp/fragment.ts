import type { IceParameters } from '@evagore/shared';
import { attributes, readFragment } from './description.ts';
import { candidateLines, iceLines } from './describe.ts';
import { readIce } from './remote-transport.ts';
import type { Session } from './state.ts';

/**
 * What a fragment of a session description tells.
 *
 * @see RFC 8840, section 9; RFC 9725, section 4.3
 */
export interface Fragment {
  /** Undefined where there are none. */
  readonly ice: IceParameters | undefined;
  /** As in `a=candidate`, without that word. Our end has no use for them, being ICE-lite. */
  readonly candidates: readonly string[];
}

/** More than any machine has ways to be reached. */
const MAX_CANDIDATES = 128;

/** @throws BadSdp */
export function parseFragment(text: string): Fragment {
  const { session, media } = readFragment(text);
  const sections = [session, ...media];
  const candidates = sections.flatMap((section) => attributes(section, 'candidate'));
  return { ice: readIce(sections), candidates: candidates.slice(0, MAX_CANDIDATES) };
}

/** Our end's credentials and candidates, as an answer to a restart of ICE. */
export function writeFragment(session: Session): string {
  const { options, lines } = session;
  const speaker = lines.find(({ rejected }) => !rejected);
  const media =
    speaker === undefined
      ? []
      : [`m=${speaker.type} 9 ${speaker.protocol} 0`, ...(speaker.named ? [`a=mid:${speaker.mid}`] : [])];
  const text = [
    'a=ice-lite',
    ...iceLines(options.transport),
    ...media,
    ...candidateLines(options.transport.iceCandidates),
  ];
  return text.map((line) => `${line}\r\n`).join('');
}
