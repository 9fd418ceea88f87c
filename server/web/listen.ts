import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { StartError } from '../config/start-error.ts';

/** On all addresses, of both families. */
const EVERYWHERE = '::';
/** The same on machines without IPv6. */
const EVERYWHERE_IPV4 = '0.0.0.0';

export interface ListenOptions {
  readonly httpHost?: string | undefined;
  /** 0 for any free one. */
  readonly httpPort: number;
}

/**
 * Begins to listen.
 *
 * @returns the port that is listened on.
 * @throws {@link StartError} that says which port or address, why not, and which setting to change.
 */
export async function listen(app: FastifyInstance, options: ListenOptions): Promise<number> {
  const { httpHost, httpPort: port } = options;
  try {
    await app.listen({ host: hostOf(httpHost), port });
  } catch (error) {
    const lacksIpv6 = httpHost === undefined && ['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(codeOf(error));
    if (!lacksIpv6) throw sentence(error, options);
    await app.listen({ host: EVERYWHERE_IPV4, port }).catch((again: unknown) => {
      throw sentence(again, options);
    });
  }
  return portOf(app.server.address()) ?? port;
}

/** "localhost" would make Fastify open a second server beside, which does not hear of new certificates. */
function hostOf(httpHost: string | undefined): string {
  if (httpHost === undefined) return EVERYWHERE;
  return httpHost === 'localhost' ? '127.0.0.1' : httpHost;
}

function sentence(error: unknown, { httpHost, httpPort }: ListenOptions): unknown {
  const port = httpPort.toString();
  const where = httpHost === undefined ? '' : ` of ${httpHost}`;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartError(
        'port-in-use',
        `Port ${port}${where} is in use by another program, perhaps by a server that runs already. Stop it, or choose another port: --http-port, EVAGORE_HTTP_PORT or httpPort in the configuration file.`,
        { cause: error },
      );
    case 'EACCES':
      return new StartError(
        'port-forbidden',
        `This user may not listen on port ${port}${where}; those below 1024 usually belong to root. Choose a higher one by --http-port, EVAGORE_HTTP_PORT or httpPort, and let a proxy or the firewall forward to it.`,
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAFNOSUPPORT':
      return new StartError(
        'address-unavailable',
        `This machine has no address "${httpHost ?? EVERYWHERE}". Mend --http-host, EVAGORE_HTTP_HOST or httpHost, or leave it out to listen on all addresses.`,
        { cause: error },
      );
    default:
      return error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function portOf(address: AddressInfo | string | null): number | undefined {
  return typeof address === 'object' ? address?.port : undefined;
}
