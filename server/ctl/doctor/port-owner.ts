import { readdir, readFile, readlink } from 'node:fs/promises';

/** Finds which programs hold ports; Linux only, and only programs that this user may look at. */

export interface PortKey {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

export interface PortOwner {
  readonly pid: number;
  /** As the kernel has it, at most 15 characters: `mediasoup-worke`. */
  readonly name: string;
}

/** A machine with more has other troubles, and the doctor is in a hurry. */
const MAX_PROCESSES = 5_000;
const MAX_LINES = 200_000;
/** State of a listening TCP socket in /proc/net/tcp. */
const LISTEN = '0A';

export function keyText({ protocol, port }: PortKey): string {
  return `${protocol} ${port.toString()}`;
}

/** By {@link keyText}; without those that could not be found out. */
export async function ownersOf(keys: readonly PortKey[]): Promise<Map<string, PortOwner>> {
  const owners = new Map<string, PortOwner>();
  const byInode = await inodesOf(keys);
  if (byInode.size === 0) return owners;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids.slice(0, MAX_PROCESSES)) {
    for (const inode of await socketsOf(pid)) {
      const key = byInode.get(inode);
      if (key === undefined) continue;
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      owners.set(key, { pid: Number(pid), name: name.trim() });
    }
  }
  return owners;
}

async function inodesOf(keys: readonly PortKey[]): Promise<Map<string, string>> {
  const wanted = new Set(keys.map(keyText));
  const found = new Map<string, string>();
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6'] as const) {
    const protocol = table.startsWith('tcp') ? 'tcp' : 'udp';
    if (!keys.some((key) => key.protocol === protocol)) continue;
    const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1, MAX_LINES)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      const key = keyText({ protocol, port: Number.parseInt(local.split(':').at(-1) ?? '', 16) });
      if (wanted.has(key) && (protocol === 'udp' || state === LISTEN)) found.set(inode, key);
    }
  }
  return found;
}

async function socketsOf(pid: string): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}
