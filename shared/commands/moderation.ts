import type { ActionResult } from '../messages/values.ts';
import type { Permission } from '../permissions.ts';
import { defineCommand, type Command } from './command.ts';
import type { CommandPort, CommandUser } from './port.ts';
import type { CommandTextKey } from './texts.ts';

const USER = { name: 'user', type: 'user', description: 'command.argument.user' } as const;

/** Mutes and warnings are messages which count only if they come from an operator. */
const OP_WHO_WRITES = ['op', 'message'] as const satisfies readonly Permission[];

type DoneKey = Extract<CommandTextKey, `command.done.${string}`>;
type DoneName = DoneKey extends `command.done.${infer Name}` ? Name : never;

function tellDone(port: CommandPort, name: DoneName, user?: CommandUser): void {
  const values = user === undefined ? {} : { name: spokenName(port, user) };
  port.print([{ text: port.text(`command.done.${name}`, values) }]);
}

function spokenName(port: CommandPort, { username }: Pick<CommandUser, 'username'>): string {
  return username === '' ? port.text('command.anonymous') : username;
}

/** A command which does to a user what the server knows by `kind`. */
function actionOn(
  name: 'op' | 'unop' | 'present' | 'unpresent' | 'shutup' | 'unshutup' | 'lower',
  kind: string = name,
): Command {
  return defineCommand({
    name,
    summary: `command.${name}`,
    permissions: ['op'],
    arguments: [USER],
    run: async (port, { user }) => {
      await port.userAction(kind, user.id);
      tellDone(port, name, user);
    },
  });
}

/** A command which does to the group what the server knows by `kind`. */
function actionOnGroup(
  name: 'unlock' | 'clear' | 'lowerall' | 'record' | 'unrecord',
  kind: string,
  permission: Permission = 'op',
): Command {
  return defineCommand({
    name,
    summary: `command.${name}`,
    permissions: [permission],
    run: async (port) => {
      await port.groupAction(kind);
      tellDone(port, name);
    },
  });
}

/** What operators do, and those who may record. */
export const MODERATION = [
  defineCommand({
    name: 'lock',
    summary: 'command.lock',
    permissions: ['op'],
    arguments: [
      { name: 'message', type: 'rest', optional: true, description: 'command.argument.lock.message' },
    ],
    run: async (port, { message }) => {
      await port.groupAction('lock', message);
      tellDone(port, 'lock');
    },
  }),
  actionOnGroup('unlock', 'unlock'),
  actionOnGroup('clear', 'clearchat'),
  defineCommand({
    name: 'subgroups',
    summary: 'command.subgroups',
    permissions: ['op'],
    run: async (port) => {
      port.print(subgroupLines(port, await port.groupAction('subgroups')));
    },
  }),
  defineCommand({
    name: 'kick',
    summary: 'command.kick',
    permissions: ['op'],
    arguments: [
      USER,
      { name: 'message', type: 'rest', optional: true, description: 'command.argument.kick.message' },
    ],
    run: async (port, { user, message }) => {
      await port.userAction('kick', user.id, message);
      tellDone(port, 'kick', user);
    },
  }),
  defineCommand({
    name: 'identify',
    summary: 'command.identify',
    permissions: ['op'],
    arguments: [USER],
    run: async (port, { user }) => {
      const answer = await port.userAction('identify', user.id);
      if (answer === undefined || !('id' in answer)) return;
      const { address } = answer;
      const name = spokenName(port, answer);
      const text =
        address === undefined
          ? port.text('command.say.unidentified', { name })
          : port.text('command.say.identified', { name, address });
      port.print([{ text }]);
    },
  }),
  actionOn('op'),
  actionOn('unop'),
  actionOn('present'),
  actionOn('unpresent'),
  actionOn('shutup'),
  actionOn('unshutup'),
  defineCommand({
    name: 'mute',
    summary: 'command.mute',
    permissions: OP_WHO_WRITES,
    arguments: [USER],
    run: async (port, { user }) => {
      await port.userMessage('mute', user.id);
      tellDone(port, 'mute', user);
    },
  }),
  defineCommand({
    name: 'muteall',
    summary: 'command.muteall',
    permissions: OP_WHO_WRITES,
    run: async (port) => {
      await port.userMessage('mute', '');
      tellDone(port, 'muteall');
    },
  }),
  defineCommand({
    name: 'warn',
    summary: 'command.warn',
    permissions: OP_WHO_WRITES,
    arguments: [USER, { name: 'text', type: 'rest', description: 'command.argument.text' }],
    run: async (port, { user, text }) => {
      await port.userMessage('warning', user.id, text);
      tellDone(port, 'warn', user);
    },
  }),
  defineCommand({
    name: 'wall',
    summary: 'command.wall',
    permissions: OP_WHO_WRITES,
    arguments: [{ name: 'text', type: 'rest', description: 'command.argument.text' }],
    run: async (port, { text }) => {
      await port.userMessage('warning', '', text);
      tellDone(port, 'wall');
    },
  }),
  actionOn('lower', 'lowerhand'),
  actionOnGroup('lowerall', 'lowerhands'),
  actionOnGroup('record', 'record', 'record'),
  actionOnGroup('unrecord', 'unrecord', 'record'),
];

/** A server of another dialect answers by a chat message instead. */
function subgroupLines(port: CommandPort, answer: ActionResult | undefined) {
  if (answer === undefined || !('subgroups' in answer)) return [];
  if (answer.subgroups.length === 0) return [{ text: port.text('command.say.no-subgroups') }];
  return answer.subgroups.map(({ name, clientCount }) => ({
    text: port.text('command.say.subgroup', { name, count: clientCount }),
  }));
}
