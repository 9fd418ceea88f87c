import type { Command } from 'commander';
import { Username } from '@evagore/shared';
import { z } from 'zod';
import { UsageMistake } from '../failures.ts';
import type { UserSlot } from '../resources.ts';

/** Which of a group's users a command is about. */

export const SlotOptions = z.object({
  user: z.string().optional(),
  wildcard: z.boolean().optional(),
  empty: z.boolean().optional(),
});

export function takesSlot(command: Command): void {
  command
    .option('--user <name>', 'the user of this name')
    .option('--wildcard', 'everybody without an entry of their own')
    .option('--empty', 'those who give no name');
}

/** @throws UsageMistake unless just one is named. */
export function slotOf({ user, wildcard, empty }: z.infer<typeof SlotOptions>): UserSlot {
  const named: UserSlot[] = [
    ...(user === undefined ? [] : [{ user: readUsername(user) }]),
    ...(wildcard === true ? (['wildcard-user'] as const) : []),
    ...(empty === true ? (['empty-user'] as const) : []),
  ];
  const [slot, second] = named;
  if (slot === undefined || second !== undefined) {
    throw new UsageMistake('Say whom it is about by one of --user NAME, --wildcard and --empty.');
  }
  return slot;
}

/** For sentences. */
export function slotText(slot: UserSlot): string {
  if (slot === 'wildcard-user') return 'wildcard user';
  return slot === 'empty-user' ? 'user without a name' : `user "${slot.user}"`;
}

/** For programs. */
export function slotData(slot: UserSlot): { user: string } | { wildcard: true } | { empty: true } {
  if (slot === 'wildcard-user') return { wildcard: true };
  return slot === 'empty-user' ? { empty: true } : { user: slot.user };
}

/** @throws UsageMistake */
export function readUsername(name: string): string {
  const checked = Username.safeParse(name);
  if (checked.success && name !== '') return name;
  const reason =
    checked.error?.issues[0]?.message ?? 'must not be empty; --empty is for those without a name';
  throw new UsageMistake(`No user can be called "${name}": the name ${reason}.`);
}
