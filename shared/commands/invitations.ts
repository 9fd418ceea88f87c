import type { ActionResult, TokenInfo } from '../messages/values.ts';
import { defineCommand } from './command.ts';
import type { CommandPort, OutputLine } from './port.ts';
import { DAY_MS, readTime, type FutureTime } from './times.ts';

const EXPIRES = {
  name: 'expires',
  type: 'time',
  optional: true,
  description: 'command.argument.expires',
} as const;
const LINK = { name: 'link', type: 'link', description: 'command.argument.link' } as const;

/** A token that was good until a second ago opens nothing. */
const REVOKED_MS = -1000;

/** What those do who may invite. */
export const INVITATIONS = [
  defineCommand({
    name: 'invite',
    summary: 'command.invite',
    permissions: ['token'],
    arguments: [
      { name: 'username', type: 'word', optional: true, description: 'command.argument.invitee' },
      EXPIRES,
    ],
    run: async (port, { username = '', expires }) => {
      // `/invite 2h` is for nobody in particular; whoever is called 2h gets an expiry beside their name.
      const alone = expires === undefined ? readTime(username, port.now()) : 'bad-time';
      const isTime = typeof alone === 'object';
      const answer = await port.groupAction('maketoken', {
        group: port.group,
        ...(username !== '' && !isTime && { username }),
        permissions: (['present', 'message'] as const).filter((each) => port.permissions().includes(each)),
        expires: wireTime(isTime ? alone : expires),
      });
      await tellToken(port, answer, 'copy');
    },
  }),
  defineCommand({
    name: 'reinvite',
    summary: 'command.reinvite',
    permissions: ['op', 'token'],
    arguments: [LINK, EXPIRES],
    run: async (port, { link, expires }) => {
      await tellToken(port, await port.groupAction('edittoken', { token: link, expires: wireTime(expires) }));
    },
  }),
  defineCommand({
    name: 'revoke',
    summary: 'command.revoke',
    permissions: ['op', 'token'],
    arguments: [LINK],
    run: async (port, { link }) => {
      await port.groupAction('edittoken', { token: link, expires: REVOKED_MS });
      port.print([{ text: port.text('command.done.revoke') }]);
    },
  }),
  defineCommand({
    name: 'listtokens',
    summary: 'command.listtokens',
    permissions: ['op', 'token'],
    run: async (port) => {
      const answer = await port.groupAction('listtokens');
      if (answer === undefined || !('tokens' in answer)) return;
      const lines = answer.tokens.map((token) => withMaker(port, tokenLine(port, token), token));
      port.print(lines.length > 0 ? lines : [{ text: port.text('command.say.no-tokens') }]);
    },
  }),
];

/** @see Galène protocol, "Token request values": a number is milliseconds from now. */
function wireTime(time: FutureTime | undefined): number | string {
  if (time === undefined) return DAY_MS;
  return 'inMs' in time ? time.inMs : new Date(time.at).toISOString();
}

/** A server of another dialect answers by a message of its own instead. */
async function tellToken(port: CommandPort, answer: ActionResult | undefined, copy?: 'copy'): Promise<void> {
  if (answer === undefined || !('token' in answer)) return;
  const line = tokenLine(port, answer.token);
  port.print([line]);
  if (copy !== undefined) await port.copy(line.link);
}

function tokenLine(port: CommandPort, token: TokenInfo): OutputLine & { readonly link: string } {
  const end = token.expires === undefined ? undefined : Date.parse(token.expires);
  return { text: validity(port, token.username, end), link: port.invitationLink(token) };
}

function withMaker(port: CommandPort, line: OutputLine, { issuedBy }: TokenInfo): OutputLine {
  if (issuedBy === undefined || issuedBy === '') return line;
  return { ...line, text: `${line.text} ${port.text('command.say.issued', { name: issuedBy })}` };
}

function validity(port: CommandPort, username: string | undefined, end: number | undefined): string {
  if (end === undefined) return port.text('command.say.endless');
  const until = port.moment(end);
  if (end <= port.now()) return port.text('command.say.expired', { until });
  return username === undefined || username === ''
    ? port.text('command.say.invited', { until })
    : port.text('command.say.invited-as', { name: username, until });
}
