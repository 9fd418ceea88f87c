import type { UserSlot } from '../../access/administration.ts';
import { endpoint, GROUP_ADMIN, ownPassword, type Endpoint, type Params } from './endpoint.ts';
import type { AdminOptions } from './options.ts';
import { preconditionOf } from './precondition.ts';
import { NoSuchResource } from './refusals.ts';
import { NO_CONTENT } from './resource.ts';
import { NewPassword, UserEntry, UserNames } from './schemas.ts';

type Files = Pick<AdminOptions, 'groups'>;

/** Where in a group a user's entry is, and how the endpoints of such entries are called. */
interface Place {
  readonly path: string;
  readonly name: string;
  readonly words: string;
  readonly slotOf: (params: Params) => UserSlot;
}

const PLACES: readonly Place[] = [
  {
    path: '/groups/{group}/users/{user}',
    name: 'User',
    words: 'a user',
    slotOf: ({ user }) => ({ user }),
  },
  {
    path: '/groups/{group}/empty-user',
    name: 'EmptyUser',
    words: 'those who give no name',
    slotOf: () => 'empty-user',
  },
  {
    path: '/groups/{group}/wildcard-user',
    name: 'WildcardUser',
    words: 'everybody who has no entry',
    slotOf: () => 'wildcard-user',
  },
];

/** Users and their passwords, by our own API. */
export function userEndpoints(options: Files): Endpoint[] {
  const list = endpoint({
    method: 'GET',
    path: '/groups/{group}/users',
    id: 'listUsers',
    summary: 'The names of the users of a group.',
    access: GROUP_ADMIN,
    isVersioned: true,
    statuses: [200],
    result: UserNames,
    refusals: ['no-such-resource'],
    run: async ({ params }) => {
      const read = await options.groups.userNames(params.group);
      if (read === undefined) throw new NoSuchResource();
      return { status: 200, version: read.version, body: read.value };
    },
  });
  return [
    list,
    ...PLACES.flatMap((place) => [...entryEndpoints(options, place), ...passwordEndpoints(options, place)]),
  ];
}

function entryEndpoints(options: Files, { path, name, words, slotOf }: Place): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path,
      id: `get${name}`,
      summary: `The permissions of ${words}.`,
      access: GROUP_ADMIN,
      isVersioned: true,
      statuses: [200],
      result: UserEntry,
      refusals: ['no-such-resource'],
      run: async ({ params }) => {
        const read = await options.groups.readUser(params.group, slotOf(params));
        if (read === undefined) throw new NoSuchResource();
        return { status: 200, version: read.version, body: read.value };
      },
    }),
    endpoint({
      method: 'PUT',
      path,
      id: `put${name}`,
      summary: `Gives permissions to ${words}. A password stays.`,
      access: GROUP_ADMIN,
      writes: 'files',
      isVersioned: true,
      body: UserEntry,
      statuses: [201, 204],
      refusals: ['bad-value', 'no-such-group'],
      run: async ({ params, body, conditions }) => {
        const check = preconditionOf(conditions, true);
        const written = await options.groups.writeUser(params.group, slotOf(params), body, check);
        return { status: written === 'created' ? 201 : 204 };
      },
    }),
    endpoint({
      method: 'DELETE',
      path,
      id: `delete${name}`,
      summary: `Removes the entry of ${words}.`,
      access: GROUP_ADMIN,
      writes: 'files',
      isVersioned: true,
      statuses: [204],
      refusals: ['no-such-resource'],
      run: async ({ params, conditions }) => {
        if (!(await options.groups.deleteUser(params.group, slotOf(params), preconditionOf(conditions)))) {
          throw new NoSuchResource();
        }
        return NO_CONTENT;
      },
    }),
  ];
}

function passwordEndpoints(options: Files, { path, name, words, slotOf }: Place): Endpoint[] {
  const common = {
    path: `${path}/password`,
    access: ownPassword(slotOf),
    writes: 'files',
    isVersioned: true,
    statuses: [204],
    refusals: ['bad-value', 'no-such-group', 'no-such-user'],
  } as const;
  return [
    endpoint({
      ...common,
      method: 'PUT',
      id: `put${name}Password`,
      summary: `Sets the password of ${words}.`,
      body: NewPassword,
      run: async ({ params, body, conditions }) => {
        const check = preconditionOf(conditions);
        const slot = slotOf(params);
        if ('password' in body) await options.groups.setPassword(params.group, slot, body.password, check);
        else await options.groups.writePassword(params.group, slot, body.stored, check);
        return NO_CONTENT;
      },
    }),
    endpoint({
      ...common,
      method: 'DELETE',
      id: `delete${name}Password`,
      summary: `Removes the password of ${words}, so that nobody can log in by it.`,
      run: async ({ params, conditions }) => {
        await options.groups.writePassword(
          params.group,
          slotOf(params),
          undefined,
          preconditionOf(conditions),
        );
        return NO_CONTENT;
      },
    }),
  ];
}
