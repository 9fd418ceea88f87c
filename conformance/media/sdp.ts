/** What statements look at in a session description. Nothing is checked but what is asked for. */

/** One m-section. */
export interface Section {
  readonly kind: string;
  /** 0 where the section is rejected. */
  readonly port: number;
  readonly mid: string | undefined;
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** Names of codecs in lower case, without those of retransmission, in the order of the m-line. */
  readonly codecs: readonly string[];
  readonly iceUfrag: string | undefined;
  readonly setup: string | undefined;
  /** Of `a=msid`: the stream's id and the track's. */
  readonly msid: readonly string[];
  readonly candidates: readonly string[];
  /** All lines but the m-line. */
  readonly lines: readonly string[];
}

/** Codecs that carry others again, or nothing to see or hear. */
const AUXILIARY = new Set(['rtx', 'red', 'ulpfec', 'flexfec-03', 'telephone-event', 'cn']);

const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;

export function sectionsOf(sdp: string): Section[] {
  const [session = [], ...media] = split(sdp);
  return media.map((section) => sectionOf(section, session));
}

/** Sections in which something is sent or received. */
export function activeSections(sdp: string): Section[] {
  return sectionsOf(sdp).filter(({ port, direction }) => port !== 0 && direction !== 'inactive');
}

/** The mids of the first group of kind BUNDLE. */
export function bundleOf(sdp: string): string[] {
  return valuesOf(sdp.split(/\r?\n/), 'group:BUNDLE ').flatMap((mids) => mids.split(' '));
}

/** The fragment and password of the first section, or of the session. @throws where there are none. */
export function iceOf(sdp: string): { readonly ufrag: string; readonly pwd: string } {
  const lines = sdp.split(/\r?\n/);
  const [ufrag] = valuesOf(lines, 'ice-ufrag:');
  const [pwd] = valuesOf(lines, 'ice-pwd:');
  if (ufrag === undefined || pwd === undefined) throw new Error('the description has no ICE credentials');
  return { ufrag, pwd };
}

/** All `a=candidate` lines, as browsers write candidates. */
export function candidatesOf(sdp: string): string[] {
  return sectionsOf(sdp).flatMap(({ candidates }) => candidates);
}

/** Lines of the session, and then those of each section. */
function split(sdp: string): string[][] {
  return sdp.split(/\r?\n(?=m=)/).map((part) => part.split(/\r?\n/).filter((line) => line !== ''));
}

function sectionOf([head = '', ...lines]: readonly string[], session: readonly string[]): Section {
  const [kind = '', port = '', , ...formats] = head.slice('m='.length).split(' ');
  const direction = DIRECTIONS.find((each) => lines.includes(`a=${each}`) || session.includes(`a=${each}`));
  const first = (name: string): string | undefined => valuesOf(lines, name)[0] ?? valuesOf(session, name)[0];
  const names = new Map(
    valuesOf(lines, 'rtpmap:').map((value) => {
      const [format = '', codec = ''] = value.split(' ');
      return [format, codec.split('/')[0]?.toLowerCase() ?? ''];
    }),
  );
  return {
    kind,
    port: Number(port),
    mid: valuesOf(lines, 'mid:')[0],
    direction: direction ?? 'sendrecv',
    codecs: formats.map((format) => names.get(format) ?? format).filter((name) => !AUXILIARY.has(name)),
    iceUfrag: first('ice-ufrag:'),
    setup: first('setup:'),
    msid: valuesOf(lines, 'msid:')[0]?.split(' ') ?? [],
    candidates: valuesOf(lines, 'candidate:').map((value) => `candidate:${value}`),
    lines,
  };
}

function valuesOf(lines: readonly string[], name: string): string[] {
  const prefix = `a=${name}`;
  return lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
}
