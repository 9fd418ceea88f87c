import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { publishedHosts } from './certificate.ts';
import { Findings, PATIENCE_MS, reasonText, within, type Finding } from './finding.ts';
import { ownAddresses, type Place } from './place.ts';

/** Asks for all addresses of a name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** Whether the names that are published lead here. */
export async function checkNames(place: Place, resolve: Resolve = systemResolve): Promise<Finding[]> {
  const findings = new Findings('names');
  const { config, interfaces } = place;
  const announced = config.rtcAnnouncedAddress;
  const published = publishedHosts(place);
  const hosts = [...new Set([...published, ...(announced === undefined ? [] : [announced])])];
  const resolved = new Map(
    await Promise.all(hosts.map(async (host) => [host, await ask(host, resolve)] as const)),
  );

  const here = ownAddresses(interfaces);
  const announcedAs = announced === undefined ? undefined : resolved.get(announced);
  for (const address of announcedAs?.addresses ?? []) here.add(address);

  for (const [host, { addresses, trouble }] of resolved) {
    if (addresses.length === 0) {
      findings.problem(
        `The name ${host} leads nowhere: ${trouble}.`,
        host === announced
          ? 'Mend rtcAnnouncedAddress; clients cannot find the media.'
          : 'Add it to the DNS, or mend publicUrl or canonicalHost.',
      );
    } else if (host === announced) {
      findings.ok(
        `Media is announced at ${host === addresses[0] ? host : `${host} (${addresses.join(', ')})`}.`,
      );
    } else if (addresses.some((address) => here.has(address))) {
      findings.ok(`${host} leads to this machine (${addresses.join(', ')}).`);
    } else {
      findings.warning(
        `${host} leads to ${addresses.join(', ')}, which is neither an address of this machine nor announced.`,
        'This is right behind a proxy or a router; then set rtcAnnouncedAddress for media. Otherwise mend the DNS.',
      );
    }
  }
  if (hosts.length === 0) {
    findings.ok('No names are published (publicUrl and canonicalHost are absent).');
  }
  return findings.list;
}

interface Resolved {
  readonly addresses: readonly string[];
  readonly trouble: string;
}

async function ask(host: string, resolve: Resolve): Promise<Resolved> {
  if (isIP(host) !== 0) return { addresses: [host], trouble: '' };
  try {
    const late = `no answer within ${(PATIENCE_MS / 1000).toString()} s`;
    const addresses = await within(PATIENCE_MS, resolve(host), undefined);
    return {
      addresses: (addresses ?? []).slice(0, 16),
      trouble: addresses === undefined ? late : 'no address',
    };
  } catch (error) {
    return { addresses: [], trouble: reasonText(error) };
  }
}
