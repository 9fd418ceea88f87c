import { GroupName, MemberId, Username, type ErrorCode } from '@evagore/shared';
import type { z } from 'zod';
import type { UserSlot } from '../../access/administration.ts';
import { BadValue, NoSuchMember } from '../../core/errors.ts';
import { checked, parseJson } from './body.ts';
import type { Access } from './gatekeeper.ts';
import { BadName } from './refusals.ts';
import type { Answer, Call, Method } from './resource.ts';

/** One method of one address of our own API: what the server does by it, and what is written about it. */

/** What stands in an address, decoded and checked. Each part is asked for only where the address has it. */
export class Params {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** @throws BadName */
  get group(): GroupName {
    const parsed = GroupName.safeParse(this.#value('group'));
    if (!parsed.success) throw new BadName();
    return parsed.data;
  }

  /** @throws BadValue */
  get user(): string {
    const parsed = Username.safeParse(this.#value('user'));
    if (!parsed.success || parsed.data === '') throw new BadValue('no user can have this name');
    return parsed.data;
  }

  /** @throws NoSuchMember */
  get member(): MemberId {
    const parsed = MemberId.safeParse(this.#value('member'));
    if (!parsed.success) throw new NoSuchMember();
    return parsed.data;
  }

  get token(): string {
    return this.#value('token');
  }

  #value(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`the address has no {${name}}`);
    return value;
  }
}

/** Who may use an endpoint. */
export interface AccessRule {
  /** For readers. */
  readonly text: string;
  of(params: Params): Access;
}

export const ANYBODY: AccessRule = { text: 'Anybody.', of: () => ({ kind: 'anybody' }) };

export const SERVER_ADMIN: AccessRule = {
  text: 'Administrators of the server.',
  of: () => ({ kind: 'server' }),
};

export const GROUP_ADMIN: AccessRule = {
  text: 'Administrators of the server or of the group.',
  of: ({ group }) => ({ kind: 'group', group, permissions: ['admin'] }),
};

export const OPERATOR: AccessRule = {
  text: 'Administrators of the server or of the group, and operators of the group.',
  of: ({ group }) => ({ kind: 'group', group, permissions: ['op', 'admin'] }),
};

export function ownPassword(slotOf: (params: Params) => UserSlot): AccessRule {
  return {
    text: 'Administrators of the server or of the group, and the user with the present password (Basic).',
    of: (params) => ({ kind: 'user', group: params.group, slot: slotOf(params) }),
  };
}

interface EndpointCall<Body> extends Call {
  readonly params: Params;
  readonly body: Body;
}

interface Description {
  readonly method: Method;
  /** Below the prefix, such as `/groups/{group}`. */
  readonly path: string;
  /** Unique; programs that are generated name their functions by it. */
  readonly id: string;
  readonly summary: string;
  readonly access: AccessRule;
  readonly writes?: 'files' | 'meeting';
  /** Whether `ETag`, `If-Match` and `If-None-Match` are spoken. */
  readonly isVersioned?: boolean;
  /** What an answer with a body is like. */
  readonly result?: z.ZodType;
  /** What a success may be. */
  readonly statuses: readonly (200 | 201 | 204)[];
  /** Beside those that every endpoint of its kind has. */
  readonly refusals?: readonly ErrorCode[];
}

export interface Endpoint extends Description {
  readonly body: z.ZodType | undefined;
  run(call: Call, params: Params): Promise<Answer>;
}

/** Ties what an endpoint does to the schema of what it takes. */
export function endpoint<Body = undefined>(
  spec: Description & {
    readonly body?: z.ZodType<Body>;
    readonly run: (call: EndpointCall<Body>) => Promise<Answer>;
  },
): Endpoint {
  const { body, run, ...description } = spec;
  return {
    ...description,
    body,
    run: (call, params) => {
      const parsed = body === undefined ? undefined : checked(body, parseJson(call.text));
      // Without a schema there is no body, and `Body` is undefined.
      return run({ ...call, params, body: parsed as Body });
    },
  };
}

/**
 * The parameters of an address that has the form of `path`; undefined where it has another.
 *
 * @param segments - The address below the prefix, split at its slashes and then decoded: an encoded slash belongs
 * to a name.
 */
export function matchPath(path: string, segments: readonly string[]): Params | undefined {
  const parts = path.slice(1).split('/');
  if (parts.length !== segments.length) return undefined;
  const values = new Map<string, string>();
  for (const [i, part] of parts.entries()) {
    const segment = segments[i] ?? '';
    if (part.startsWith('{') && segment !== '') values.set(part.slice(1, -1), segment);
    else if (part !== segment) return undefined;
  }
  return new Params(values);
}
