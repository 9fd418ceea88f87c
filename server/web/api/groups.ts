import { endpoint, GROUP_ADMIN, SERVER_ADMIN, type Endpoint } from './endpoint.ts';
import type { AdminOptions } from './options.ts';
import { preconditionOf } from './precondition.ts';
import { NoSuchResource } from './refusals.ts';
import { NO_CONTENT } from './resource.ts';
import { GroupDescription, GroupNames, Keys } from './schemas.ts';

/** The groups' files, by our own API. */
export function groupEndpoints(options: Pick<AdminOptions, 'groups'>): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/groups',
      id: 'listGroups',
      summary: 'The names of all groups that have a file.',
      access: SERVER_ADMIN,
      statuses: [200],
      result: GroupNames,
      run: async () => ({ status: 200, body: await options.groups.names() }),
    }),
    endpoint({
      method: 'GET',
      path: '/groups/{group}',
      id: 'getGroup',
      summary: "A group's description, without users and keys.",
      access: GROUP_ADMIN,
      isVersioned: true,
      statuses: [200],
      result: GroupDescription,
      refusals: ['no-such-resource'],
      run: async ({ params }) => {
        const read = await options.groups.read(params.group);
        if (read === undefined) throw new NoSuchResource();
        return { status: 200, version: read.version, body: read.value };
      },
    }),
    endpoint({
      method: 'PUT',
      path: '/groups/{group}',
      id: 'putGroup',
      summary: 'Creates a group, or replaces its description; users and keys stay.',
      access: GROUP_ADMIN,
      writes: 'files',
      isVersioned: true,
      body: GroupDescription,
      statuses: [201, 204],
      refusals: ['bad-value'],
      run: async ({ params, body, conditions }) => {
        const written = await options.groups.write(params.group, body, preconditionOf(conditions, true));
        return { status: written === 'created' ? 201 : 204 };
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/groups/{group}',
      id: 'deleteGroup',
      summary: "Deletes a group's file. Members who are in it stay.",
      access: GROUP_ADMIN,
      writes: 'files',
      isVersioned: true,
      statuses: [204],
      refusals: ['no-such-resource'],
      run: async ({ params, conditions }) => {
        if (!(await options.groups.delete(params.group, preconditionOf(conditions))))
          throw new NoSuchResource();
        return NO_CONTENT;
      },
    }),
    endpoint({
      method: 'PUT',
      path: '/groups/{group}/keys',
      id: 'putKeys',
      summary: 'Replaces the keys that sign tokens of the group. They are never told.',
      access: GROUP_ADMIN,
      writes: 'files',
      isVersioned: true,
      body: Keys,
      statuses: [204],
      refusals: ['bad-value', 'no-such-group'],
      run: async ({ params, body, conditions }) => {
        await options.groups.writeKeys(params.group, body.keys, preconditionOf(conditions));
        return NO_CONTENT;
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/groups/{group}/keys',
      id: 'deleteKeys',
      summary: 'Removes the keys that sign tokens of the group.',
      access: GROUP_ADMIN,
      writes: 'files',
      isVersioned: true,
      statuses: [204],
      refusals: ['no-such-group'],
      run: async ({ params, conditions }) => {
        await options.groups.writeKeys(params.group, undefined, preconditionOf(conditions));
        return NO_CONTENT;
      },
    }),
  ];
}
