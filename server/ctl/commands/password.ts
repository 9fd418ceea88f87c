import { does, groupAndRest, GroupOption, nothingMore, takesGroup } from '../command-plan.ts';
import type { CommandFamily, CommandPlan } from '../command-plan.ts';
import { passwordAt, put, remove } from '../resources.ts';
import { newPassword, PasswordOptions, takesNewPassword } from './new-password.ts';
import { slotData, slotOf, SlotOptions, slotText, takesSlot } from './user-slot.ts';

const set: CommandPlan = {
  name: 'set',
  aliases: ['set-password'],
  about: "Set a user's password. It is hashed here, and leaves this machine only as a hash.",
  build(command, open) {
    takesSlot(takesGroup(command));
    takesNewPassword(command);
    const schema = SlotOptions.extend({ ...GroupOption.shape, ...PasswordOptions.shape });
    does(command, open, schema, async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      const slot = slotOf(options);
      // The server's password is asked for first, so that nobody types a new one in vain.
      const api = await session.api();
      const password = await newPassword(session, options);
      await put(api, passwordAt(group, slot), password);
      session.output.done(`The ${slotText(slot)} of the group "${group}" has a new password.`, {
        group,
        ...slotData(slot),
        result: 'updated',
      });
    });
  },
};

const destroy: CommandPlan = {
  name: 'delete',
  aliases: ['delete-password'],
  about: "Remove a user's password, so that nobody can log in as that user.",
  build(command, open) {
    takesSlot(takesGroup(command));
    does(command, open, SlotOptions.extend(GroupOption.shape), async (session, options, args) => {
      const { group, rest } = groupAndRest(options, args);
      nothingMore(rest);
      const slot = slotOf(options);
      await remove(await session.api(), passwordAt(group, slot));
      session.output.done(`The ${slotText(slot)} of the group "${group}" has no password any more.`, {
        group,
        ...slotData(slot),
        result: 'deleted',
      });
    });
  },
};

export const passwordFamily: CommandFamily = {
  name: 'password',
  about: "Users' passwords",
  plans: [set, destroy],
};

const hash: CommandPlan = {
  name: 'hash-password',
  aliases: [],
  about: 'Print a password as a group file keeps it. It is asked for, or read from the standard input.',
  build(command, open) {
    takesNewPassword(command);
    does(command, open, PasswordOptions, async (session, options) => {
      session.world.terminal.out(`${JSON.stringify(await newPassword(session, options))}\n`);
    });
  },
};

export const hashPasswordPlan = hash;
