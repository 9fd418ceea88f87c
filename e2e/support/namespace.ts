import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A network that documentation alone uses, so that it cannot be in the way of anybody. @see RFC 5737 */
const NETWORK = '198.51.100';
/** An address of another such network. */
const NOBODY = '192.0.2.1';
/** Both ends of the cable, and the addresses that no host may have. */
const ADDRESSES_PER_CABLE = 4;

/** Whether this process may make network namespaces, and join them by cables. */
export function canMakeNamespaces(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const trial = `try${process.pid}`;
  try {
    ip('netns', 'add', trial);
  } catch {
    return false;
  }
  try {
    ip('link', 'add', `${trial}-0`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', trial);
    return true;
  } catch {
    return false;
  } finally {
    ip('netns', 'delete', trial);
  }
}

/**
 * A network of its own, joined to this one by a cable that can be pulled. What is sent into a pulled cable is lost,
 * and nobody is told: no FIN, no RST, no ICMP.
 */
export class Namespace {
  /** Where this side is reached from inside. */
  readonly address: string;
  readonly #name: string;
  readonly #cable: string;
  readonly #folder: string;

  private constructor(name: string, folder: string) {
    this.address = `${NETWORK}.${firstAddress()}`;
    this.#name = name;
    this.#cable = `${name}-0`;
    this.#folder = folder;
  }

  static async open(): Promise<Namespace> {
    const space = new Namespace(`eva${process.pid}`, await mkdtemp(path.join(tmpdir(), 'evagore-netns-')));
    const { cable, name } = { cable: space.#cable, name: space.#name };
    ip('netns', 'add', name);
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    ip('address', 'add', `${space.address}/30`, 'dev', cable);
    ip('link', 'set', cable, 'up');
    for (const command of [
      ['address', 'add', `${NETWORK}.${firstAddress() + 1}/30`, 'dev', 'eth0'],
      ['link', 'set', 'eth0', 'up'],
      ['link', 'set', 'lo', 'up'],
    ]) {
      ip('-n', name, ...command);
    }
    return space;
  }

  /** A program that runs another one inside of the namespace, for those who take a path only. */
  async wrapper(program: string): Promise<string> {
    const file = path.join(this.#folder, 'inside');
    await writeFile(file, `#!/bin/sh\nexec ip netns exec ${this.#name} "${program}" "$@"\n`);
    await chmod(file, 0o755);
    return file;
  }

  /** Pulls the cable. */
  cut(): void {
    ip('-n', this.#name, 'link', 'set', 'eth0', 'down');
  }

  /** Plugs it in again. */
  mend(): void {
    ip('-n', this.#name, 'link', 'set', 'eth0', 'up');
  }

  /**
   * Loses all UDP that is sent from inside, as a firewall does which drops it without a word: it is sent to a card that
   * nobody has.
   */
  blockUdp(): void {
    const nobody = [NOBODY, 'dev', 'eth0'];
    ip('-n', this.#name, 'neighbour', 'add', ...nobody, 'lladdr', '02:00:00:00:00:99');
    ip('-n', this.#name, 'route', 'add', 'default', 'via', ...nobody, 'onlink', 'table', '99');
    ip('-n', this.#name, 'rule', 'add', 'ipproto', 'udp', 'lookup', '99', 'priority', '1');
  }

  async close(): Promise<void> {
    ip('netns', 'delete', this.#name);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Of this process's cable: what another one has left behind must not be in the way. */
function firstAddress(): number {
  return (process.pid % 64) * ADDRESSES_PER_CABLE + 1;
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
