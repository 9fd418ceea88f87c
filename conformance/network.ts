import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';

/** A network that documentation alone uses, so that it cannot be in the way of anybody. @see RFC 5737 */
const NETWORK = '203.0.113';
/** Both ends of the cable, and the addresses that no host may have. */
const ADDRESSES_PER_CABLE = 4;

/** An address besides the loopback's, by which servers can be reached that gather no candidates there, as Galène. */
export interface OutsideAddress {
  /** Why there is none. */
  readonly obstacle?: string;
  /** Takes away what was made for it. */
  release(): void;
}

/** Finds an address, or makes one where the machine has none and lets us. */
export function outsideAddress(): OutsideAddress {
  const known = Object.values(networkInterfaces()).flat();
  if (known.some((address) => address?.family === 'IPv4' && !address.internal))
    return { release: () => undefined };
  return layCable();
}

/** A pair of virtual interfaces, of which one end has an address that this machine alone knows. */
function layCable(): OutsideAddress {
  const name = `cft${process.pid}`;
  const address = `${NETWORK}.${(process.pid % 64) * ADDRESSES_PER_CABLE + 1}/30`;
  const release = () => {
    ip('link', 'delete', name);
  };
  try {
    ip('link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}p`);
  } catch {
    return {
      obstacle:
        'Galène takes no media by the loopback address, and this machine has no other; as root, one is made',
      release: () => undefined,
    };
  }
  try {
    ip('address', 'add', address, 'dev', name);
    for (const end of [name, `${name}p`]) ip('link', 'set', end, 'up');
    return { release };
  } catch (error) {
    release();
    throw error;
  }
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
