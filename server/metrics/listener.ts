import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { StartError } from '../config/start-error.ts';
import type { Log } from '../core/ports.ts';
import type { Metrics } from './metrics.ts';

const PATH = '/metrics';
/** A few collectors at most. */
const MAX_CONNECTIONS = 16;
/** Milliseconds; a request for metrics is one line and some headers. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Bytes. */
const MAX_HEADER_BYTES = 8_192;

export interface MetricsListenerOptions {
  metrics: Pick<Metrics, 'contentType' | 'text'>;
  host: string;
  /** 0 for any free one. */
  port: number;
  log: Log;
}

export interface MetricsListener {
  readonly port: number;
  /** Resolves when nobody is listened to any more. */
  close(): Promise<void>;
}

/**
 * Tells the metrics by plain HTTP to whoever can reach the address.
 *
 * @throws StartError where the address cannot be had.
 */
export async function listenForMetrics(options: MetricsListenerOptions): Promise<MetricsListener> {
  const { host, port, log } = options;
  const server = createServer(
    {
      headersTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    (request, response) => {
      void answer(request, response, options);
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw sentence(error, options);
  }
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  log.info({ host, port: taken }, 'metrics are told here');
  return {
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  { metrics, log }: MetricsListenerOptions,
): Promise<void> {
  if (url.split('?', 1)[0] !== PATH) {
    response.writeHead(404).end('The metrics are at /metrics.\n');
  } else if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
  } else {
    try {
      const text = await metrics.text();
      response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
    } catch (err) {
      log.error({ err }, 'metrics cannot be told');
      response.writeHead(500).end();
    }
  }
}

function sentence(error: unknown, { host, port }: MetricsListenerOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = `port ${port.toString()} of ${host}`;
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(
        'port-in-use',
        `The metrics cannot be told on ${where}, which another program uses. Choose another metricsPort.`,
        { cause: error },
      );
    case 'EACCES':
      return new StartError(
        'port-forbidden',
        `This user may not listen on ${where}; those below 1024 usually belong to root. Choose a higher metricsPort.`,
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAFNOSUPPORT':
      return new StartError(
        'address-unavailable',
        `This machine has no address "${host}". Mend metricsHost.`,
        {
          cause: error,
        },
      );
    default:
      return error;
  }
}
