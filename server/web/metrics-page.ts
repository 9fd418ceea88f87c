import type { FastifyInstance } from 'fastify';
import { NotAuthorised } from '../core/errors.ts';
import { addressKey } from './addresses.ts';
import type { Gatekeeper } from './api/gatekeeper.ts';
import { HttpRefusal } from './error-page.ts';

/** Where the figures come from. */
export interface MetricsSource {
  /** Media type of the text. */
  readonly contentType: string;
  text(): Promise<string>;
}

/** Tells Prometheus how the server does, where it shows an administrator's credentials. */
export function addMetricsPage(
  app: FastifyInstance,
  source: MetricsSource,
  gatekeeper: Pick<Gatekeeper, 'admit'>,
): void {
  app.get('/metrics', async (request, reply) => {
    const { authorization } = request.headers;
    try {
      await gatekeeper.admit({ authorization, address: addressKey(request.ip), access: { kind: 'server' } });
    } catch (error) {
      if (!(error instanceof NotAuthorised)) throw error;
      reply.header('www-authenticate', 'Basic realm="metrics", charset="UTF-8"');
      throw new HttpRefusal(401, 'Only administrators of the server may see its metrics.');
    }
    return reply
      .type(source.contentType)
      .header('cache-control', 'no-store')
      .send(await source.text());
  });
}
