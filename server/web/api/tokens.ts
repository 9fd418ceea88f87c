import type { GroupName, TokenInfo } from '@evagore/shared';
import type { Versioned } from '../../access/administration.ts';
import { NoSuchToken } from '../../core/errors.ts';
import {
  endpoint,
  GROUP_ADMIN,
  SERVER_ADMIN,
  type AccessRule,
  type Endpoint,
  type Params,
} from './endpoint.ts';
import { tokenId } from './gatekeeper.ts';
import type { AdminOptions } from './options.ts';
import { preconditionOf } from './precondition.ts';
import { NO_CONTENT } from './resource.ts';
import { Token, TokenEntry, Tokens } from './schemas.ts';

type Files = Pick<AdminOptions, 'tokens'>;

/** Whose tokens they are, and how their endpoints are called. */
interface Owner {
  readonly path: string;
  readonly name: string;
  readonly words: string;
  readonly access: AccessRule;
  readonly groupOf: (params: Params) => GroupName | '';
}

const OWNERS: readonly Owner[] = [
  {
    path: '/groups/{group}/tokens',
    name: 'Group',
    words: 'of a group',
    access: GROUP_ADMIN,
    groupOf: ({ group }) => group,
  },
  {
    path: '/tokens',
    name: 'Server',
    words: 'for all groups',
    access: SERVER_ADMIN,
    groupOf: () => '',
  },
];

/**
 * Invitations, by our own API. Addresses name them by an id, as addresses end up in logs, and a token opens doors.
 */
export function tokenEndpoints(options: Files, prefix: string): Endpoint[] {
  return OWNERS.flatMap((owner) => [
    ...listEndpoints(options, owner, prefix),
    ...itemEndpoints(options, owner),
  ]);
}

function listEndpoints(
  options: Files,
  { path, name, words, access, groupOf }: Owner,
  prefix: string,
): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path,
      id: `list${name}Tokens`,
      summary: `The invitations ${words}.`,
      access,
      isVersioned: true,
      statuses: [200],
      result: Tokens,
      run: async ({ params }) => {
        const { value, version } = await options.tokens.list(groupOf(params));
        return { status: 200, version, body: value.map(told) };
      },
    }),
    endpoint({
      method: 'POST',
      path,
      id: `create${name}Token`,
      summary: `Makes an invitation ${words}. The server chooses the token.`,
      access,
      writes: 'files',
      body: TokenEntry,
      statuses: [201],
      result: Token,
      refusals: ['bad-value'],
      run: async ({ params, body }) => {
        const group = groupOf(params);
        const token = await options.tokens.create(group, present(body));
        const made = told({ ...present(body), token, group });
        const list = group === '' ? '/tokens' : `/groups/${encodeURIComponent(group)}/tokens`;
        return { status: 201, location: `${prefix}${list}/${made.id}`, body: made };
      },
    }),
  ];
}

function itemEndpoints(options: Files, { path, name, words, access, groupOf }: Owner): Endpoint[] {
  const common = {
    path: `${path}/{token}`,
    access,
    isVersioned: true,
    refusals: ['no-such-token'],
  } as const;
  return [
    endpoint({
      ...common,
      method: 'GET',
      id: `get${name}Token`,
      summary: `An invitation ${words}.`,
      statuses: [200],
      result: Token,
      run: async ({ params }) => {
        const { value, version } = await find(options, groupOf(params), params.token);
        return { status: 200, version, body: told(value) };
      },
    }),
    endpoint({
      ...common,
      method: 'PUT',
      id: `put${name}Token`,
      summary: `Replaces what an invitation ${words} says. An end in the past revokes it.`,
      writes: 'files',
      body: TokenEntry,
      statuses: [204],
      run: async ({ params, body, conditions }) => {
        const group = groupOf(params);
        const { value } = await find(options, group, params.token);
        await options.tokens.write(group, value.token, present(body), preconditionOf(conditions, true));
        return NO_CONTENT;
      },
    }),
    endpoint({
      ...common,
      method: 'DELETE',
      id: `delete${name}Token`,
      summary: `Deletes an invitation ${words}.`,
      writes: 'files',
      statuses: [204],
      run: async ({ params, conditions }) => {
        const group = groupOf(params);
        const { value } = await find(options, group, params.token);
        if (!(await options.tokens.delete(group, value.token, preconditionOf(conditions))))
          throw new NoSuchToken();
        return NO_CONTENT;
      },
    }),
  ];
}

/** @throws NoSuchToken */
async function find(options: Files, group: GroupName | '', id: string): Promise<Versioned<TokenInfo>> {
  const { value, version } = await options.tokens.list(group);
  const token = value.find((each) => tokenId(each.token) === id);
  if (token === undefined) throw new NoSuchToken();
  return { value: token, version };
}

function told(token: TokenInfo): TokenInfo & { readonly id: string } {
  return { id: tokenId(token.token), ...token };
}

/** Without fields that are there but undefined, which files and types tell from absent ones. */
function present<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;
}
