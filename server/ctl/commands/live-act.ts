import type { GroupName } from '@evagore/shared';
import { z } from 'zod';
import { readDuration, readGroupName } from '../arguments.ts';
import { does, type CommandPlan } from '../command-plan.ts';
import { UsageMistake } from '../failures.ts';
import { spanText } from '../output.ts';
import { actOnGroup, actOnMember, drain, findMember, say, undrain, type LiveMember } from '../live-api.ts';

const NoOptions = z.object({});

const DEFAULT_DEADLINE = '10m';
/** A server that somebody wants to stop does not wait for longer. */
const MAX_DEADLINE_MS = 24 * 3_600_000;

interface MemberVerb {
  readonly kind: string;
  readonly about: string;
  /** What has come of it, after the name: `may speak now`. */
  readonly result: string;
  readonly takesMessage?: true;
}

const MEMBER_VERBS: readonly MemberVerb[] = [
  {
    kind: 'kick',
    about: 'Send a member away, who may be told why.',
    result: 'was sent away',
    takesMessage: true,
  },
  { kind: 'op', about: 'Make a member an operator.', result: 'is an operator now' },
  { kind: 'unop', about: 'Take the office of operator from a member.', result: 'is no operator any more' },
  { kind: 'present', about: 'Let a member speak and show things.', result: 'may present now' },
  {
    kind: 'unpresent',
    about: 'Let a member only watch; what they publish ends.',
    result: 'may not present any more',
  },
  { kind: 'shutup', about: 'Let a member write no more.', result: 'may not write any more' },
  { kind: 'unshutup', about: 'Let a member write again.', result: 'may write again' },
];

/** What is done to one member. */
const memberPlans: readonly CommandPlan[] = MEMBER_VERBS.map((verb) => ({
  name: verb.kind,
  aliases: verb.kind === 'kick' ? ['kick'] : [],
  about: verb.about,
  build(command, open) {
    command.argument('<group>').argument('<member>', 'its id, or its name if nobody else has it');
    command.option('--id', 'take it for an id, and for no name');
    if (verb.takesMessage === true) command.argument('[message...]', 'what the member is told');
    const schema = z.object({ id: z.boolean().default(false) });
    does(command, open, schema, async (session, { id }, [word = '', who = '', ...message]) => {
      const group = readGroupName(word);
      const api = await session.api();
      const member = await findMember(api, group, { word: who, byIdOnly: id });
      await actOnMember(api, group, { id: member.id, action: actionOf(verb.kind, message) });
      session.output.done(`${nameOf(member)} ${verb.result}, in the group "${group}".`, {
        group,
        member: member.id,
        username: member.username,
        kind: verb.kind,
        result: 'done',
      });
    });
  },
}));

interface GroupVerb {
  readonly kind: 'lock' | 'unlock';
  readonly about: string;
  readonly result: (group: GroupName) => string;
}

const GROUP_VERBS: readonly GroupVerb[] = [
  {
    kind: 'lock',
    about: 'Let only operators in, from now on; others may be told why.',
    result: (group) => `The group "${group}" is locked.`,
  },
  { kind: 'unlock', about: 'Let people in again.', result: (group) => `The group "${group}" is open.` },
];

const groupPlans: readonly CommandPlan[] = GROUP_VERBS.map(({ kind, about, result }) => ({
  name: kind,
  aliases: [kind],
  about,
  build(command, open) {
    command.argument('<group>');
    if (kind === 'lock') command.argument('[message...]', 'what those outside are told');
    does(command, open, NoOptions, async (session, _options, [word = '', ...message]) => {
      const group = readGroupName(word);
      await actOnGroup(await session.api(), group, actionOf(kind, message));
      session.output.done(result(group), { group, kind, result: 'done' });
    });
  },
}));

const sayPlan: CommandPlan = {
  name: 'say',
  aliases: ['say'],
  about: 'Write a message of the server into the chat of a group.',
  build(command, open) {
    command.argument('<group>').argument('<text...>');
    does(command, open, NoOptions, async (session, _options, [word = '', ...words]) => {
      const group = readGroupName(word);
      const text = words.join(' ');
      if (text.trim() === '') throw new UsageMistake('Give the message after the group.');
      await say(await session.api(), group, text);
      session.output.done(`The group "${group}" was told.`, { group, result: 'done' });
    });
  },
};

const drainPlan: CommandPlan = {
  name: 'drain',
  aliases: ['drain'],
  about: 'Let nobody in any more, and stop the server once everybody is gone or the deadline is over.',
  build(command, open) {
    command
      .option('--deadline <span>', `such as 90s or 10m (default: ${DEFAULT_DEADLINE})`)
      .option('--message <text>', 'what the members are told');
    const schema = z.object({ deadline: z.string().optional(), message: z.string().optional() });
    does(command, open, schema, async (session, { deadline = DEFAULT_DEADLINE, message }) => {
      const deadlineMs = readDuration(deadline);
      if (deadlineMs > MAX_DEADLINE_MS) throw new UsageMistake('A deadline is at most a day away.');
      const deadlineSeconds = Math.ceil(deadlineMs / 1000);
      await drain(await session.api(), { deadlineSeconds, ...(message !== undefined && { message }) });
      session.output.done(
        `The server lets nobody in any more, and stops once everybody is gone, in ${spanText(deadlineMs)} at the latest. To call it off: evagorectl live undrain`,
        { deadlineSeconds, result: 'done' },
      );
    });
  },
};

const undrainPlan: CommandPlan = {
  name: 'undrain',
  aliases: ['undrain'],
  about: 'Call a drain off: the server goes on.',
  build(command, open) {
    does(command, open, NoOptions, async (session) => {
      await undrain(await session.api());
      session.output.done('The server lets people in again, and goes on.', { result: 'done' });
    });
  },
};

export const actPlans: readonly CommandPlan[] = [
  ...memberPlans,
  ...groupPlans,
  sayPlan,
  drainPlan,
  undrainPlan,
];

function actionOf(kind: string, message: readonly string[]): { kind: string; value?: string } {
  return message.length === 0 ? { kind } : { kind, value: message.join(' ') };
}

function nameOf({ username, id }: LiveMember): string {
  return username === '' ? `The member ${id}` : username;
}
