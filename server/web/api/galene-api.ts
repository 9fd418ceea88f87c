import { GALENE_PREFIX, galenePath } from './galene-path.ts';
import { galeneResource } from './galene-resources.ts';
import type { AdminOptions } from './options.ts';
import type { ApiDialect } from './api.ts';
import { statusOfCode } from './refusals.ts';

/**
 * The API that `galenectl` and Galène's own pages use.
 *
 * @see Galène protocol, "Admin API": what is not permitted is 401, whoever asks.
 */
export function galeneDialect(options: AdminOptions): ApiDialect {
  return {
    prefix: GALENE_PREFIX,
    challenge: 'basic realm="/galene-api/"',
    hasPlainErrors: true,
    resolve(target) {
      const path = galenePath(target);
      return path === undefined ? undefined : galeneResource(path, options);
    },
    statusOf(code) {
      return code === 'not-permitted' || code === 'not-writable' ? 401 : statusOfCode(code);
    },
  };
}
