import { networkInterfaces } from 'node:os';
import path from 'node:path';
import type { ExampleGroup } from './access/first-start.ts';
import type { RunningServer } from './assembly.ts';
import type { ServerConfig } from './config/schema.ts';

export interface BannerFacts {
  config: ServerConfig;
  configFile: string | undefined;
  /** The group that was just made, on a first start. */
  example: ExampleGroup | undefined;
  port: number;
  tls: RunningServer['tls'];
}

/** What the operator reads when the server is up: where it is, how to get in, where its files are. */
export function banner(facts: BannerFacts): string {
  const { config, example, tls } = facts;
  const lines = [
    '',
    '  Evagore is running.',
    '',
    ...addresses(facts).map(
      (address, index) => `  ${index === 0 ? 'Open it     ' : '            '} ${address}`,
    ),
  ];
  if (example !== undefined) {
    lines.push(
      '',
      `  First start  The group "${example.name}" was made for you: anybody may join it.`,
      `               As its operator, log in as`,
      '',
      `                   username   ${example.username}`,
      `                   password   ${example.password}`,
      '',
      '               Write it down: it is shown this once and kept only as a hash.',
    );
  }
  if (tls?.isSelfMade === true) {
    lines.push(
      '',
      '  Certificate  The server made its own, so browsers warn once. Its SHA-256 fingerprint:',
      ...foldFingerprint(tls.fingerprint).map((part) => `               ${part}`),
    );
  }
  lines.push(
    '',
    `  Groups       ${path.resolve(config.groupsDir)}`,
    `  Data         ${path.resolve(config.dataDir)}`,
    `  Settings     ${facts.configFile ?? `${path.join(config.dataDir, 'evagore.json')} (not there; see config/)`}`,
    '  To stop      Ctrl-C',
    '',
    '',
  );
  return lines.join('\n');
}

/** Where people reach the server: the published address, or those of this machine. */
function addresses({ config, port }: BannerFacts): string[] {
  if (config.publicUrl !== undefined) return [config.publicUrl];
  const scheme = config.insecure ? 'http' : 'https';
  const hosts = config.httpHost === undefined ? ['localhost', ...ownAddresses()] : [config.httpHost];
  return hosts.map((host) => `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port.toString()}/`);
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}

function foldFingerprint(fingerprint: string): string[] {
  const half = Math.ceil(fingerprint.length / 2 / 3) * 3;
  return [fingerprint.slice(0, half), fingerprint.slice(half)];
}
