import { isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import type { ServerConfig } from '../../config/schema.ts';
import type { SiteFile } from './site-file.ts';

/** The machine's interfaces by name, as from `os.networkInterfaces()`. */
export type Interfaces = Partial<Record<string, readonly NetworkInterfaceInfo[]>>;

/** What checks look at: a configured server on a machine. */
export interface Place {
  /** Folders and files in it are absolute. */
  readonly config: ServerConfig;
  /** What `config.json` in the data folder says; empty where it is not there. */
  readonly site: SiteFile;
  readonly interfaces: Interfaces;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The addresses of this machine, loopback included. */
export function ownAddresses(interfaces: Interfaces): Set<string> {
  return new Set(Object.values(interfaces).flatMap((infos) => (infos ?? []).map(({ address }) => address)));
}

/** The addresses at which media workers listen, as the media engine chooses them. */
export function mediaAddresses({ config, interfaces }: Pick<Place, 'config' | 'interfaces'>): string[] {
  const { rtcListenAddresses: named, rtcAnnouncedAddress: announced } = config;
  if (named.length > 0) return [...named];
  if (announced !== undefined) return [isIPv6(announced) ? '::' : '0.0.0.0'];
  const reachable = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
    .map(({ address }) => address);
  return reachable.length > 0 ? [...new Set(reachable)].slice(0, 16) : ['127.0.0.1'];
}
