import { z } from 'zod';
import type { GroupName } from '@evagore/shared';
import { fits, readPermissions } from '../arguments.ts';
import {
  does,
  groupAndRest,
  GroupOption,
  nothingMore,
  takesGroup,
  type CommandFamily,
  type CommandPlan,
} from '../command-plan.ts';
import { UsageMistake } from '../failures.ts';
import { permissionText, type Row } from '../output.ts';
import {
  create,
  Description,
  read,
  readIfThere,
  readNames,
  remove,
  replace,
  userAt,
  usersAt,
  type UserSlot,
} from '../resources.ts';
import type { Session } from '../session.ts';
import { readJsonObject } from './json-input.ts';
import { slotData, slotOf, SlotOptions, slotText, takesSlot } from './user-slot.ts';

const DEFAULT_PERMISSIONS = 'present';

const list: CommandPlan = {
  name: 'list',
  aliases: ['list-users'],
  about: "List a group's users; patterns choose among them.",
  build(command, open) {
    takesGroup(command, '[patterns...]').option('-l, --long', 'with what they may do, and the wildcard user');
    const schema = GroupOption.extend({ long: z.boolean().optional() });
    does(command, open, schema, async (session, options, args) => {
      const { group, rest: patterns } = groupAndRest(options, args);
      const api = await session.api();
      // Galène lists the one without a name among the others.
      const named = (await readNames(api, usersAt(group))).filter((name) => name !== '');
      const names = named.filter((name) => fits(name, patterns));
      const empty = `The group "${group}" has no ${patterns.length === 0 ? 'named users' : 'such users'}.`;
      if (options.long === true) await listLong(session, { group, names, empty, all: patterns.length === 0 });
      else session.output.names({ names, empty });
    });
  },
};

async function listLong(
  session: Session,
  { group, names, empty, all }: { group: GroupName; names: readonly string[]; empty: string; all: boolean },
): Promise<void> {
  const api = await session.api();
  const unnamed: UserSlot[] = all ? ['empty-user', 'wildcard-user'] : [];
  const slots = [...names.map((user): UserSlot => ({ user })), ...unnamed];
  const found = await Promise.all(
    slots.map(async (slot) => ({ slot, user: await readIfThere(api, userAt(group, slot), Description) })),
  );
  const users = found.flatMap(({ slot, user }) =>
    user === undefined ? [] : [{ slot, permissions: user['permissions'] }],
  );
  session.output.list({
    columns: ['user', 'permissions'],
    rows: users.map(({ slot, permissions }): Row => [nameOf(slot), permissionText(permissions)]),
    empty,
    data: users.map(({ slot, permissions }) => ({ ...slotData(slot), permissions })),
  });
}

function nameOf(slot: UserSlot): string {
  if (slot === 'wildcard-user') return '(everybody else)';
  return slot === 'empty-user' ? '(without a name)' : slot.user;
}

const UserOptions = SlotOptions.extend({
  ...GroupOption.shape,
  permissions: z.string().optional(),
  file: z.string().optional(),
});

const make: CommandPlan = {
  name: 'create',
  aliases: ['create-user'],
  about: 'Make a user. A password is set afterwards, by "password set".',
  build(command, open) {
    takesSlot(takesGroup(command));
    command
      .option('--permissions <names>', `what the user may do (default: ${DEFAULT_PERMISSIONS})`)
      .option('--file <file>', 'read the user from a JSON file, - for the standard input');
    does(command, open, UserOptions, async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      const slot = slotOf(options);
      const value = await entryFrom(session, options);
      await create(await session.api(), userAt(group, slot), value);
      const flag = typeof slot === 'object' ? `--user ${slot.user}` : `--${slot.replace('-user', '')}`;
      const type = slot === 'wildcard-user' ? ' --type wildcard' : '';
      session.output.done(
        `The ${slotText(slot)} is in the group "${group}". Next: evagorectl password set ${group} ${flag}${type}`,
        { group, ...slotData(slot), result: 'created' },
      );
    });
  },
};

async function entryFrom(session: Session, options: z.infer<typeof UserOptions>): Promise<Description> {
  const given = options.file === undefined ? {} : await readJsonObject(session, options.file);
  if ('password' in given) {
    throw new UsageMistake('A user is made without a password; set it afterwards, by "password set".');
  }
  const { permissions } = options;
  if (permissions !== undefined) return { ...given, permissions: readPermissions(permissions) };
  return { permissions: DEFAULT_PERMISSIONS, ...given };
}

const update: CommandPlan = {
  name: 'update',
  aliases: ['update-user'],
  about: 'Change what a user may do. Whoever is in the group keeps what they came with.',
  build(command, open) {
    takesSlot(takesGroup(command));
    command.option('--permissions <names>', 'a role such as op, or a list such as present,message');
    does(command, open, UserOptions, async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      const slot = slotOf(options);
      if (options.permissions === undefined)
        throw new UsageMistake('Say what is to change: --permissions NAMES.');
      const permissions = readPermissions(options.permissions);
      const api = await session.api();
      const { value, version } = await read(api, userAt(group, slot), Description);
      await replace(api, userAt(group, slot), { value: { ...value, permissions }, version });
      session.output.done(
        `The ${slotText(slot)} has other permissions now: ${permissionText(permissions)}.`,
        {
          group,
          ...slotData(slot),
          result: 'updated',
        },
      );
    });
  },
};

const destroy: CommandPlan = {
  name: 'delete',
  aliases: ['delete-user'],
  about: 'Delete a user, with the password.',
  build(command, open) {
    takesSlot(takesGroup(command));
    does(command, open, UserOptions, async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      const slot = slotOf(options);
      await remove(await session.api(), userAt(group, slot));
      session.output.done(`The ${slotText(slot)} is not in the group "${group}" any more.`, {
        group,
        ...slotData(slot),
        result: 'deleted',
      });
    });
  },
};

export const userFamily: CommandFamily = {
  name: 'user',
  about: 'Who may join a group, and what they may do there',
  plans: [list, make, update, destroy],
};
