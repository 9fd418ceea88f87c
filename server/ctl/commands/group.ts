import { z } from 'zod';
import { fits } from '../arguments.ts';
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
import { table, type Row } from '../output.ts';
import {
  allGroups,
  create,
  Description,
  groupAt,
  read,
  readIfThere,
  readNames,
  remove,
  replace,
} from '../resources.ts';
import type { Session } from '../session.ts';
import { changed, changesIn, checkDescription, FieldValues, takesFields } from './group-fields.ts';
import { readJsonObject } from './json-input.ts';

const list: CommandPlan = {
  name: 'list',
  aliases: ['list-groups'],
  about: 'List the groups that have a file; patterns such as "school/*" choose among them.',
  build(command, open) {
    command.argument('[patterns...]').option('-l, --long', 'with title and settings');
    does(command, open, z.object({ long: z.boolean().optional() }), async (session, { long }, patterns) => {
      const api = await session.api();
      const names = (await readNames(api, allGroups)).filter((name) => fits(name, patterns));
      const empty = patterns.length === 0 ? 'There are no groups yet.' : 'No group has such a name.';
      if (long === true) await listLong(session, names, empty);
      else session.output.names({ names, empty });
    });
  },
};

async function listLong(session: Session, names: readonly string[], empty: string): Promise<void> {
  const api = await session.api();
  const groups = await Promise.all(
    names.map(async (name) => {
      const description = await readIfThere(api, groupAt(groupAndRest({}, [name]).group), Description);
      return { name, description: description ?? {} };
    }),
  );
  session.output.list({
    columns: ['name', 'title', 'public', 'limit', 'description'],
    rows: groups.map(({ name, description: it }): Row => {
      const limit = it['max-clients'];
      return [
        name,
        textOf(it['displayName']),
        it['public'] === true ? 'yes' : 'no',
        typeof limit === 'number' && limit > 0 ? limit.toString() : '',
        textOf(it['description']),
      ];
    }),
    empty,
    data: groups,
  });
}

const show: CommandPlan = {
  name: 'show',
  aliases: ['show-group'],
  about: 'Show how a group is described. Users, passwords and keys are not part of it.',
  build(command, open) {
    takesGroup(command);
    does(command, open, GroupOption, async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      const { value } = await read(await session.api(), groupAt(group), Description);
      if (session.options.json) {
        session.output.json(value);
        return;
      }
      const fields = Object.entries(value);
      session.world.terminal.out(
        fields.length === 0
          ? `The group "${group}" has only default settings.\n`
          : table(
              ['', ''],
              fields.map(([field, content]): Row => [field, textOf(content)]),
            ),
      );
    });
  },
};

const FieldsOfGroup = FieldValues.extend(GroupOption.shape);

const make: CommandPlan = {
  name: 'create',
  aliases: ['create-group'],
  about: 'Make a group. Nobody can join it until it has users.',
  build(command, open) {
    takesFields(takesGroup(command));
    does(command, open, FieldsOfGroup, async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      const base = options.file === undefined ? {} : await readJsonObject(session, options.file);
      const description = changed(base, changesIn(options));
      for (const warning of checkDescription(description)) session.output.note(warning);
      await create(await session.api(), groupAt(group), description);
      session.output.done(
        `The group "${group}" is made. Let people in: evagorectl user create ${group} --wildcard`,
        { group, result: 'created' },
      );
    });
  },
};

const update: CommandPlan = {
  name: 'update',
  aliases: ['update-group'],
  about: 'Change the description of a group; --option "" removes a field, and --file replaces all of them.',
  build(command, open) {
    takesFields(takesGroup(command));
    does(command, open, FieldsOfGroup, async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      const changes = changesIn(options);
      if (options.file === undefined && changes.size === 0) {
        throw new UsageMistake('Say what is to change, such as --max-clients 50; --help lists all fields.');
      }
      const given = options.file === undefined ? undefined : await readJsonObject(session, options.file);
      const api = await session.api();
      const before = await read(api, groupAt(group), Description);
      const value = changed(given ?? before.value, changes);
      for (const warning of checkDescription(value)) session.output.note(warning);
      await replace(api, groupAt(group), { value, version: before.version });
      session.output.done(`The group "${group}" is changed.`, { group, result: 'updated' });
    });
  },
};

const destroy: CommandPlan = {
  name: 'delete',
  aliases: ['delete-group'],
  about: 'Delete the file of a group, with its users. Whoever is in it stays until they leave.',
  build(command, open) {
    takesGroup(command);
    does(command, open, GroupOption, async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      await remove(await session.api(), groupAt(group));
      session.output.done(`The group "${group}" is deleted.`, { group, result: 'deleted' });
    });
  },
};

export const groupFamily: CommandFamily = {
  name: 'group',
  about: 'Groups and how they are described',
  plans: [list, show, make, update, destroy],
};

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ');
  return JSON.stringify(value);
}
