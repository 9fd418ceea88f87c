import type { DtlsParameters, IceParameters } from '@evagore/shared';
import { attribute, attributes, hasAttribute, type Description, type Section } from './description.ts';
import { BadSdp } from './errors.ts';

/*
 * How the other end wants to be reached: its ICE credentials, its DTLS fingerprints and role. What it says of its
 * addresses is of no use: our end is ICE-lite, and learns them from the checks that arrive.
 */

export interface RemoteTransport {
  readonly ice: IceParameters;
  readonly fingerprints: DtlsParameters['fingerprints'];
  /** As in `a=setup`. */
  readonly setup: 'actpass' | 'active' | 'passive';
}

type Fingerprint = DtlsParameters['fingerprints'][number];

/** Strongest first, with the lengths of their values in octets: mediasoup looks at the first fingerprint alone. */
const ALGORITHMS = new Map<Fingerprint['algorithm'], number>([
  ['sha-512', 64],
  ['sha-384', 48],
  ['sha-256', 32],
  ['sha-224', 28],
  ['sha-1', 20],
]);

/**
 * What holds for the sections that share one transport.
 *
 * @param indexes - Of those sections, the one that speaks for all of them first.
 * @throws BadSdp if there are no credentials, no fingerprint that can be checked, or no role that makes sense.
 * @see RFC 9143, section 7; RFC 8842
 */
export function readTransport(description: Description, indexes: readonly number[]): RemoteTransport {
  const sections = indexes.map((index) => description.media[index]).filter((each) => each !== undefined);
  const places: Section[] = [...sections.slice(0, 1), description.session, ...sections.slice(1)];
  if (hasAttribute(description.session, 'ice-lite')) {
    throw new BadSdp('this end is ICE-lite, so the other must not be');
  }
  return { ice: iceOf(places), fingerprints: fingerprintsOf(places), setup: setupOf(places) };
}

/** The credentials in the first of the sections that has any. */
export function readIce(sections: readonly Section[]): IceParameters | undefined {
  for (const section of sections) {
    const usernameFragment = attribute(section, 'ice-ufrag');
    const password = attribute(section, 'ice-pwd');
    if (usernameFragment === undefined || password === undefined) continue;
    if (!isIceWord(usernameFragment) || !isIceWord(password)) {
      throw new BadSdp('"a=ice-ufrag" and "a=ice-pwd" are words of at most 256 characters');
    }
    return { usernameFragment, password };
  }
  return undefined;
}

export function sameIce(one: IceParameters, other: IceParameters): boolean {
  return one.usernameFragment === other.usernameFragment && one.password === other.password;
}

function isIceWord(word: string): boolean {
  return /^[!-~]{1,256}$/.test(word);
}

function iceOf(places: readonly Section[]): IceParameters {
  const ice = readIce(places);
  if (ice === undefined) throw new BadSdp('the description must have "a=ice-ufrag" and "a=ice-pwd"');
  return ice;
}

function fingerprintsOf(places: readonly Section[]): Fingerprint[] {
  const place = places.find((section) => hasAttribute(section, 'fingerprint'));
  const offered = place === undefined ? [] : attributes(place, 'fingerprint').map(fingerprintOf);
  const known = [...ALGORITHMS.keys()].flatMap(
    (algorithm) => offered.find((each) => each?.algorithm === algorithm) ?? [],
  );
  if (known.length > 0) return known;
  throw new BadSdp('the description must have an "a=fingerprint" by SHA; media is taken over DTLS alone');
}

function fingerprintOf(text: string): Fingerprint | undefined {
  const [name = '', value = ''] = text.split(/\s+/);
  const algorithm = [...ALGORITHMS.keys()].find((each) => each === name.toLowerCase());
  if (algorithm === undefined || !/^[\da-f]{2}(:[\da-f]{2})+$/i.test(value)) return undefined;
  const octets = (value.length + 1) / 3;
  return octets === ALGORITHMS.get(algorithm) ? { algorithm, value: value.toUpperCase() } : undefined;
}

function setupOf(places: readonly Section[]): RemoteTransport['setup'] {
  const setup = places.map((section) => attribute(section, 'setup')).find((each) => each !== undefined);
  if (setup === 'actpass' || setup === 'active' || setup === 'passive') return setup;
  throw new BadSdp('"a=setup" must be actpass, active or passive');
}
