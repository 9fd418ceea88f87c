import { defineCommand } from './command.ts';
import { CommandProblem } from './problem.ts';

/** What everybody does in a meeting: talk, raise a hand, leave. */
export const CONVERSATION = [
  defineCommand({
    name: 'me',
    summary: 'command.me',
    permissions: ['message'],
    arguments: [{ name: 'text', type: 'rest', description: 'command.argument.text' }],
    run: (port, { text }) => port.say('me', text),
  }),
  defineCommand({
    name: 'msg',
    summary: 'command.msg',
    permissions: ['message'],
    arguments: [
      { name: 'user', type: 'user', description: 'command.argument.user' },
      { name: 'text', type: 'rest', description: 'command.argument.text' },
    ],
    run: (port, { user, text }) => port.say('', text, user.id),
  }),
  defineCommand({
    name: 'log',
    summary: 'command.log',
    feature: 'meeting-log',
    run: (_, __, log) => {
      log.open();
    },
  }),
  defineCommand({
    name: 'leave',
    summary: 'command.leave',
    run: (port) => {
      port.leave();
    },
  }),
  defineCommand({
    name: 'raise',
    summary: 'command.raise',
    run: async (port) => {
      await port.userAction('setdata', port.selfId, { raisehand: true });
      port.print([{ text: port.text('command.done.raise') }]);
    },
  }),
  defineCommand({
    name: 'unraise',
    summary: 'command.unraise',
    run: async (port) => {
      await port.userAction('setdata', port.selfId, { raisehand: null });
      port.print([{ text: port.text('command.done.unraise') }]);
    },
  }),
  defineCommand({
    name: 'delete',
    summary: 'command.delete',
    feature: 'own-messages',
    run: async (port, _, messages) => {
      const id = messages.last();
      if (id === undefined) throw new CommandProblem('no-own-message', port);
      await port.groupAction('clearchat', { id, userId: port.selfId });
      port.print([{ text: port.text('command.done.delete') }]);
    },
  }),
];
