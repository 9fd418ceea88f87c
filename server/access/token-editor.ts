import { TokenInfo, type GroupName } from '@evagore/shared';
import { BadValue, TokenElsewhere } from '../core/errors.ts';
import type { Precondition, TokenAdministration, Versioned, Written } from './administration.ts';
import { complaintsOf } from './json-text.ts';
import { isJwt } from './jwt.ts';
import { digestOf, tokenLine, type TokenLine, type TokenLines } from './token-lines.ts';
import type { TokenFile } from './tokens.ts';

/** What an administrator says of a token; its name and group come from elsewhere. */
type Entry = Omit<TokenInfo, 'token' | 'group'>;

/** Longest name that an administrator may give to a token. */
const MAX_NAME_LENGTH = 128;

/** The stateful tokens, for administrators. Who may use it is decided by the caller. */
export class TokenEditor implements TokenAdministration {
  readonly #tokens: TokenFile;

  constructor(tokens: TokenFile) {
    this.#tokens = tokens;
  }

  async list(group: GroupName | ''): Promise<Versioned<readonly TokenInfo[]>> {
    const { tokens, version } = await this.#tokens.read(group);
    return { value: tokens, version };
  }

  async read(group: GroupName | '', token: string): Promise<Versioned<TokenInfo> | undefined> {
    const { info, version } = await this.#tokens.lookUp(token);
    return info?.group === group ? { value: info, version } : undefined;
  }

  /** @throws BadValue, TooManyTokens, TokensBroken, Busy */
  async create(group: GroupName | '', draft: Entry): Promise<string> {
    checked({ ...draft, token: 'new', group });
    return (await this.#tokens.make({ ...draft, group })).token;
  }

  /** @throws TokenElsewhere, BadValue, TooManyTokens, TokensBroken, Busy, and what `check` throws. */
  async write(group: GroupName | '', token: string, entry: Entry, check: Precondition): Promise<Written> {
    const info = checked({ ...entry, token, group });
    if (!/^[!-~]+$/.test(token) || token.length > MAX_NAME_LENGTH || isJwt(token)) {
      throw new BadValue(
        `a token's name is up to ${MAX_NAME_LENGTH.toString()} printable characters, and no JWT`,
      );
    }
    return this.#tokens.change((lines, version) => {
      const former = lines.byDigest.get(digestOf(token));
      if (former !== undefined && former.group !== group) throw new TokenElsewhere();
      check(former === undefined ? undefined : version);
      return { result: former === undefined ? 'created' : 'updated', put: tokenLine(info, former) };
    });
  }

  /** @throws TokensBroken, Busy, and what `check` throws. */
  delete(group: GroupName | '', token: string, check: Precondition): Promise<boolean> {
    return this.#tokens.change((lines, version) => {
      const former = ownLine(lines, group, token);
      check(former === undefined ? undefined : version);
      return former === undefined ? { result: false } : { result: true, without: new Set([former.digest]) };
    });
  }
}

function ownLine(lines: TokenLines, group: string, token: string): TokenLine | undefined {
  const line = lines.byDigest.get(digestOf(token));
  return line?.group === group ? line : undefined;
}

/** @throws BadValue */
function checked(info: TokenInfo): TokenInfo {
  const parsed = TokenInfo.safeParse(info);
  if (!parsed.success) throw new BadValue(complaintsOf(parsed.error));
  return parsed.data;
}
