import { attributes, type Description } from './description.ts';
import { BadSdp } from './errors.ts';
import { readTransport } from './remote-transport.ts';
import type { Action, Line, Session } from './state.ts';

/** The mids of the group whose media shares one transport; undefined without a group. Further groups are ignored. */
export function bundleOf(description: Description): string[] | undefined {
  const group = attributes(description.session, 'group').find((value) => /^BUNDLE( |$)/.test(value));
  return group?.split(/\s+/).slice(1);
}

/**
 * The other end's transport after a description of it.
 *
 * @param bundled - The mids of the lines that share the transport. The first that is in use speaks for all of them.
 * @returns undefined if none is in use.
 * @throws BadSdp
 */
export function agreeTransport(
  session: Session,
  description: Description,
  lines: readonly Line[],
  bundled: readonly string[],
): { remote: NonNullable<Session['remote']>; actions: Action[] } | undefined {
  const indexes = bundled
    .map((mid) => lines.findIndex((line) => line.mid === mid && !line.rejected))
    .filter((index) => index >= 0);
  if (indexes.length === 0) return undefined;
  const before = session.remote;
  const transport = readTransport(description, indexes);
  const { fingerprints, setup } = transport;
  const role = setup === 'actpass' ? (before?.role ?? 'client') : setup === 'passive' ? 'server' : 'client';
  const remote = { ...transport, role } as const;
  if (before === undefined) return { remote, actions: [{ type: 'connect', dtls: { role, fingerprints } }] };
  if (!fingerprints.some(({ value }) => value === before.fingerprints[0]?.value)) {
    throw new BadSdp('the fingerprint has changed; open another session');
  }
  if (role !== before.role) throw new BadSdp('the roles of DTLS stay as they are; offer "a=setup:actpass"');
  return { remote, actions: [] };
}
