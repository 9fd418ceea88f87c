import { Permission } from '@evagore/shared';

/**
 * Whether a file or a token can give this permission. `system` marks the server's own members, whom some actions
 * leave alone, and nobody from outside becomes one.
 */
export function isGrantable(name: unknown): name is Permission {
  return name !== 'system' && Permission.safeParse(name).success;
}
