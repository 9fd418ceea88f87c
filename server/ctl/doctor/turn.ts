import { readFile } from 'node:fs/promises';
import { connect, isIP } from 'node:net';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { z } from 'zod';
import { isAbsence } from '../../access/atomic-file.ts';
import { pathText, reasonOf } from '../../config/problems.ts';
import { Findings, PATIENCE_MS, reasonText, type Finding } from './finding.ts';
import type { Place } from './place.ts';
import { askStun } from './stun.ts';

/** Browsers slow down with more than a handful; the doctor looks at this many. */
const MAX_URLS = 16;

const IceServer = z.looseObject({
  urls: z.union([z.string().max(1_024), z.array(z.string().max(1_024)).max(64)]),
  username: z.string().max(1_024).nullish(),
  /** Of OAuth it is an object. */
  credential: z.unknown().optional(),
  credentialType: z.string().max(64).nullish(),
});
const IceServers = z
  .array(IceServer)
  .max(64)
  .nullable()
  .transform((servers) => servers ?? []);
type IceServer = z.infer<typeof IceServer>;

/** Whether the STUN and TURN servers that clients are told of answer. */
export async function checkTurn({ config }: Place): Promise<Finding[]> {
  const findings = new Findings('turn');
  const file = path.join(config.dataDir, 'ice-servers.json');
  const servers = await readServers(file, findings);
  if (servers === undefined) return findings.list;
  if (config.relayOnly && !servers.some(isRelay)) {
    findings.problem(
      'Clients are to use TURN servers only (relayOnly), but there are none: nobody will see or hear anybody.',
      `Name one in ${file}, or leave relayOnly out.`,
    );
  }
  for (const [i, server] of servers.entries())
    checkCredential(server, { at: `${file}: [${i.toString()}]`, findings });
  const urls = [...new Set(servers.flatMap(({ urls: some }) => some))];
  await Promise.all(urls.slice(0, MAX_URLS).map((url) => checkUrl(url, findings)));
  if (urls.length > MAX_URLS) {
    findings.warning(
      `${file} has ${urls.length.toString()} addresses; only ${MAX_URLS.toString()} were asked.`,
      'Keep a few: browsers try all of them, and are slowed down.',
    );
  }
  return findings.list;
}

async function readServers(file: string, findings: Findings): Promise<IceServer[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsence(error)) {
      findings.ok(`No TURN servers are given to clients (${file} is not there).`);
      return [];
    }
    findings.problem(`${file} cannot be read: ${reasonText(error)}.`, 'Mend its permissions.');
    return undefined;
  }
  try {
    const result = IceServers.safeParse(JSON.parse(text));
    if (result.success) return result.data;
    const sentences = result.error.issues.map((issue) => `${pathText(issue.path)}: ${reasonOf(issue)}`);
    findings.problem(`${file} cannot be used: ${sentences.join('; ')}.`, 'Mend it.');
  } catch {
    // The parser's own words would quote what may be a secret.
    findings.problem(`${file} is not JSON.`, 'Mend it.');
  }
  return undefined;
}

function checkCredential(server: IceServer, { at, findings }: { at: string; findings: Findings }): void {
  const username = server.username ?? '';
  const credential = typeof server.credential === 'string' ? server.credential : '';
  switch (server.credentialType ?? '') {
    case '':
    case 'password':
      if (isRelay(server) && (username === '' || credential === '')) {
        findings.problem(`${at}: TURN needs a username and a credential.`, 'Add them.');
      }
      return;
    case 'hmac-sha1':
      if (credential === '') {
        findings.problem(
          `${at}: the credential is empty, so that no passwords can be made from it.`,
          'Put the secret there that the TURN server has (static-auth-secret of coturn).',
        );
      } else if (username.includes(':')) {
        findings.warning(
          `${at}: the username has a colon, at which TURN servers part it from the time.`,
          'Take it out.',
        );
      }
      return;
    case 'oauth':
      findings.warning(`${at}: no browser speaks OAuth with TURN servers any more.`, 'Use hmac-sha1.');
      return;
    default:
      findings.problem(
        `${at}: there is no credentialType "${server.credentialType ?? ''}".`,
        'Use password, or hmac-sha1.',
      );
  }
}

function isRelay({ urls }: IceServer): boolean {
  return [urls].flat().some((url) => /^turns?:/i.test(url));
}

/** An address of a STUN or TURN server. */
export interface IceAddress {
  readonly scheme: 'stun' | 'stuns' | 'turn' | 'turns';
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

/** @see RFC 7064 and RFC 7065. Undefined where it is none. */
export function readIceUrl(url: string): IceAddress | undefined {
  const match =
    /^(stuns?|turns?):(\[[\da-f:.]+\]|[^:?[\]/@]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (match === null) return undefined;
  const [, name = '', bracketed = '', portText, transportText] = match;
  const scheme = (['stun', 'stuns', 'turn', 'turns'] as const).find((one) => one === name.toLowerCase());
  const isTls = scheme === 'stuns' || scheme === 'turns';
  const port = portText === undefined ? (isTls ? 5349 : 3478) : Number(portText);
  if (scheme === undefined || port < 1 || port > 65_535) return undefined;
  const transport =
    transportText?.toLowerCase() === 'tcp' || (isTls && transportText === undefined) ? 'tcp' : 'udp';
  return { scheme, host: bracketed.replace(/^\[|\]$/g, ''), port, transport };
}

async function checkUrl(url: string, findings: Findings): Promise<void> {
  const address = readIceUrl(url);
  if (address === undefined) {
    findings.problem(
      `"${url}" is no address of a STUN or TURN server.`,
      'Write one such as turn:turn.example.org:3478?transport=udp.',
    );
    return;
  }
  const { scheme, host, port, transport } = address;
  const isTls = scheme === 'stuns' || scheme === 'turns';
  if (isTls && transport === 'udp') {
    findings.warning(
      `${url} is TLS over UDP, which cannot be checked here.`,
      'Browsers hardly use it; take TCP.',
    );
    return;
  }
  try {
    if (isTls) await reachByTls(host, port);
    else if (transport === 'tcp') await reachByTcp(host, port);
    else {
      const { mapped, rttMs } = await askStun(host, port);
      const seen = mapped === undefined ? '' : `, and sees this machine as ${mapped}`;
      findings.ok(`${url} answers after ${Math.max(1, Math.round(rttMs)).toString()} ms${seen}.`);
      return;
    }
    findings.ok(`${url} takes connections.`);
  } catch (error) {
    findings.problem(
      `${url} does not answer: ${reasonText(error)}.`,
      'Start the TURN server, open its port in the firewalls, or mend the address.',
    );
  }
}

function reachByTcp(host: string, port: number): Promise<void> {
  return reach(connect({ host, port }), 'connect');
}

function reachByTls(host: string, port: number): Promise<void> {
  // A server name of TLS cannot be an address.
  return reach(connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }) }), 'secureConnect');
}

async function reach(socket: ReturnType<typeof connect>, event: 'connect' | 'secureConnect'): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${(PATIENCE_MS / 1000).toString()} s`));
      }, PATIENCE_MS);
      socket.once(event, resolve);
      socket.once('error', reject);
    });
  } finally {
    clearTimeout(timer);
    // Errors that come after the answer do not matter any more.
    socket.on('error', () => undefined);
    socket.destroy();
  }
}
