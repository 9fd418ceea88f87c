import type { FastifyInstance } from 'fastify';
import type { SiteSource } from './api/options.ts';

/** What programs ask for, whichever name of the server they use. */
const FOR_PROGRAMS = /^\/(?:ws|healthz|metrics|public-groups\.json|galene-api\/.*|api\/.*)$/;

/**
 * Sends people to the one host that the server wants to be reached by, where its site file names one. The query is
 * lost, as it may be an invitation, which should not go round.
 *
 * @see Galène protocol, "Generalities": `canonicalHost`.
 */
export function addCanonicalHost(app: FastifyInstance, site: SiteSource): void {
  app.addHook('onRequest', async (request, reply) => {
    const path = (request.raw.url ?? '').split('?', 1)[0] ?? '';
    if (!path.startsWith('/') || FOR_PROGRAMS.test(path)) return;
    const { canonicalHost } = await site.current();
    if (canonicalHost === undefined || canonicalHost.toLowerCase() === request.host.toLowerCase()) return;
    return reply.redirect(`https://${canonicalHost}${path}`, 301);
  });
}
