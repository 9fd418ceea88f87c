import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebOptions } from './application.ts';
import { HttpRefusal } from './error-page.ts';
import type { GroupDoors } from './group-doors.ts';
import { groupRoute } from './group-route.ts';
import { baseAddress, httpStatus } from './group-status.ts';
import { securityHeaders } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';

export type GroupPagesOptions = Pick<WebOptions, 'groups' | 'live' | 'publicUrl' | 'site' | 'tls'> & {
  readonly doors?: GroupDoors | undefined;
};

/**
 * The pages of groups and what they say of themselves.
 *
 * @see Galène protocol, "Groups under /group/"
 */
export function addGroupRoutes(app: FastifyInstance, options: GroupPagesOptions, files: StaticFiles): void {
  for (const prefix of ['/', ...files.prefixes]) {
    app.get(`${prefix}group`, (_request, reply) => reply.redirect(`${prefix}group/`, 301));
    // The router decodes before it splits; names are read from the address as it came.
    app.get(`${prefix}group/*`, (request, reply) =>
      answerGroup(request, reply, { ...options, files, prefix }),
    );
  }

  app.get('/public-groups.json', async (request, reply) => {
    const base = await baseOf(request, options);
    const groups = await options.groups.publicGroups();
    const list = groups.map(({ name, description }) =>
      httpStatus(name, description, base, options.live(name)),
    );
    return reply.header('cache-control', 'no-cache').send(list);
  });
}

async function answerGroup(
  request: FastifyRequest,
  reply: FastifyReply,
  options: GroupPagesOptions & { files: StaticFiles; prefix: string },
): Promise<FastifyReply> {
  const { files, prefix } = options;
  const route = groupRoute(request.raw.url ?? '', prefix);
  if (route.kind === 'nothing') throw new HttpRefusal(404, '');
  if (route.kind === 'redirect') return reply.redirect(route.to, 308);
  if (route.kind === 'resource' && route.resource === '.status.json') return reply.redirect('.status', 308);
  if (route.kind === 'resource' && route.resource !== '.status') {
    if (options.doors !== undefined && prefix === '/') return options.doors.answer(request, reply, route);
    throw new HttpRefusal(404, '');
  }

  const description = await options.groups.describe(route.name);
  if (description === undefined) throw new HttpRefusal(404, '');
  if (route.kind === 'resource') {
    const status = httpStatus(
      route.name,
      description,
      await baseOf(request, options),
      options.live(route.name),
    );
    return reply.header('cache-control', 'no-cache').send(status);
  }
  if (description.redirect !== undefined) return reply.redirect(description.redirect, 308);
  const { authServer } = description;
  if (authServer !== undefined) {
    const strictTransport = options.tls?.isTrusted === true;
    reply.helmet(securityHeaders({ strictTransport, authServer }));
  }
  return files.groupPage(request, reply, { prefix, authServer });
}

async function baseOf(request: FastifyRequest, options: GroupPagesOptions): Promise<string> {
  const publicUrl = options.publicUrl ?? (await options.site?.current())?.proxyURL;
  const base = baseAddress(request, publicUrl);
  if (base === undefined)
    throw new HttpRefusal(400, 'The request does not say properly which host it is for.');
  return base;
}
