import { ServerConfig } from '../../config/schema.ts';
import type { Finding } from '../doctor/finding.ts';
import type { Place } from '../doctor/place.ts';

/** A server with its folders in `folder`, on a machine with the address 192.0.2.1. */
export function aPlace(folder: string, config: Partial<ServerConfig> = {}, more: Partial<Place> = {}): Place {
  const defaults = ServerConfig.parse({});
  return {
    config: {
      ...defaults,
      dataDir: `${folder}/data`,
      groupsDir: `${folder}/groups`,
      recordingsDir: `${folder}/recordings`,
      ...config,
    },
    site: {},
    interfaces: {
      eth0: [
        {
          address: '192.0.2.1',
          netmask: '255.255.255.0',
          family: 'IPv4',
          mac: '00:00:00:00:00:01',
          internal: false,
          cidr: null,
        },
      ],
    },
    env: {},
    now: Date.now(),
    ...more,
  };
}

/** Findings as `grade: text`, which tests compare. */
export function told(findings: readonly Finding[]): string[] {
  return findings.map(({ grade, text }) => `${grade}: ${text}`);
}
