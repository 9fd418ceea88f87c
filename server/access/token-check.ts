import type { GroupName, TokenInfo } from '@evagore/shared';
import { NotAuthorised, TokenExpired, TokenForAnotherGroup, TokenNotYetValid } from '../core/errors.ts';

/**
 * Whether a stateful token opens a group at `now` (milliseconds since the epoch). Throws the reason for refusal.
 *
 * @throws TokenForAnotherGroup, TokenExpired, TokenNotYetValid; NotAuthorised where the token has no end.
 * @see Galène protocol, "Stateful tokens".
 */
export function checkToken(token: TokenInfo, group: GroupName, now: number): void {
  if (!covers(token, group)) throw new TokenForAnotherGroup();
  checkLifetime(token, now);
}

/** @throws TokenExpired, TokenNotYetValid, NotAuthorised */
export function checkLifetime({ expires, 'not-before': notBefore }: TokenInfo, now: number): void {
  if (expires === undefined) throw new NotAuthorised();
  if (now >= Date.parse(expires)) throw new TokenExpired();
  const validFrom = notBefore === undefined ? now : Date.parse(notBefore);
  if (now < validFrom) throw new TokenNotYetValid(validFrom);
}

function covers(token: TokenInfo, group: GroupName): boolean {
  if (token.group !== '' && token.group === group) return true;
  if (token.includeSubgroups !== true) return false;
  return token.group === '' || group.startsWith(`${token.group}/`);
}
