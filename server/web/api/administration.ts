import type { FastifyInstance } from 'fastify';
import { addApi } from './api.ts';
import { galeneDialect } from './galene-api.ts';
import { Gatekeeper } from './gatekeeper.ts';
import type { LoginGuard } from './login-guard.ts';
import type { ApiOptions } from './options.ts';
import { ownDialect } from './own-api.ts';

/** Both administrative APIs: Galène's for its tools, and our own, which can do more. */
export async function addAdministration(
  app: FastifyInstance,
  options: ApiOptions & { readonly logins: LoginGuard },
): Promise<void> {
  const gatekeeper = new Gatekeeper(options);
  for (const dialect of [galeneDialect(options), ownDialect(options)]) {
    await addApi(app, { ...options, gatekeeper }, dialect);
  }
}
