import { z } from 'zod';
import type { Command } from 'commander';
import type { GroupName } from '@evagore/shared';
import { readDuration, readPermissions, spelledOut } from '../arguments.ts';
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
import { permissionText, spanText, timeText, type Row } from '../output.ts';
import {
  createToken,
  read,
  readIfThere,
  readNames,
  remove,
  replace,
  Token,
  tokenAt,
  tokensAt,
} from '../resources.ts';
import type { Session } from '../session.ts';
import { readUsername } from './user-slot.ts';

const DEFAULT_DURATION = '24h';
const DEFAULT_PERMISSIONS = 'present';

const PlaceOptions = GroupOption.extend({ serverWide: z.boolean().optional(), token: z.string().optional() });

/** Lets a command take a group, or the whole server instead. */
function takesPlace(command: Command, rest?: '<token>'): Command {
  takesGroup(command, rest);
  command.option('--server-wide', 'a token of the whole server, instead of a group');
  return command.addOption(command.createOption('--token <token>').hideHelp());
}

interface Place {
  /** Undefined for the whole server. */
  readonly group: GroupName | undefined;
  readonly rest: readonly string[];
}

function placeOf(options: z.infer<typeof PlaceOptions>, args: readonly string[]): Place {
  const { group, rest } =
    options.serverWide === true ? { group: undefined, rest: args } : groupAndRest(options, args);
  return { group, rest: options.token === undefined ? rest : [options.token, ...rest] };
}

function tokenOf({ rest: [token, ...more] }: Place): string {
  if (token === undefined)
    throw new UsageMistake('Which token? Give it after the group; token list has them.');
  nothingMore(more);
  return token;
}

const list: CommandPlan = {
  name: 'list',
  aliases: ['list-tokens'],
  about: "List a group's tokens.",
  build(command, open) {
    takesPlace(command).option('-l, --long', 'with what they are good for');
    const schema = PlaceOptions.extend({ long: z.boolean().optional() });
    does(command, open, schema, async (session, options, args) => {
      const place = placeOf(options, args);
      nothingMore(place.rest);
      const names = await readNames(await session.api(), tokensAt(place.group));
      const empty = `${place.group === undefined ? 'The server' : `The group "${place.group}"`} has no tokens.`;
      if (options.long === true) await listLong(session, place.group, { names, empty });
      else session.output.names({ names, empty });
    });
  },
};

async function listLong(
  session: Session,
  group: GroupName | undefined,
  { names, empty }: { names: readonly string[]; empty: string },
): Promise<void> {
  const api = await session.api();
  const found = await Promise.all(
    names.map(async (name) => ({ name, token: await readIfThere(api, tokenAt(group, name), Token) })),
  );
  const tokens = found.flatMap(({ name, token }) =>
    token === undefined ? [] : [{ ...bare(token), token: name }],
  );
  tokens.sort((a, b) => ((a.expires ?? '') < (b.expires ?? '') ? -1 : 1));
  const now = session.world.now();
  session.output.list({
    columns: ['token', 'user', 'permissions', 'expires', ''],
    rows: tokens.map((it): Row => [
      it.token,
      it.username ?? '',
      permissionText(it.permissions ?? []),
      timeText(it.expires),
      [stateOf(it, now), it.includeSubgroups === true ? 'with subgroups' : '']
        .filter((text) => text !== '')
        .join(', '),
    ]),
    empty,
    data: tokens,
  });
}

function stateOf(token: Token, now: number): string {
  const end = Date.parse(token.expires ?? '');
  if (Number.isNaN(end)) return 'never good, as it has no end';
  if (end <= now) return 'expired';
  const start = Date.parse(token['not-before'] ?? '');
  return start > now ? `from ${timeText(start)}` : `for ${spanText(end - now)}`;
}

const make: CommandPlan = {
  name: 'create',
  aliases: ['create-token'],
  about: 'Make a token, and print the address with which people get in.',
  build(command, open) {
    takesPlace(command)
      .option('--user <name>', 'who uses the token is called so; otherwise they choose')
      .option('--permissions <names>', `what it gives (default: ${DEFAULT_PERMISSIONS})`)
      .option(
        '--duration <span>',
        `how long it is good, such as 90m, 24h or 7d (default: ${DEFAULT_DURATION})`,
      )
      .option('--not-before <time>', 'when it becomes good, such as 2030-01-31T18:00:00Z')
      .option('--include-subgroups', 'good for all groups below as well');
    const schema = PlaceOptions.extend({
      user: z.string().optional(),
      permissions: z.string().optional(),
      duration: z.string().optional(),
      notBefore: z.string().optional(),
      includeSubgroups: z.boolean().optional(),
    });
    does(command, open, schema, async (session, options, args) => {
      const place = placeOf(options, args);
      nothingMore(place.rest);
      const start = options.notBefore === undefined ? undefined : readMoment(options.notBefore);
      const now = session.world.now();
      const draft: Token = {
        permissions: spelledOut(readPermissions(options.permissions ?? DEFAULT_PERMISSIONS)),
        expires: endOf(Math.max(start ?? now, now), options.duration ?? DEFAULT_DURATION),
        issuedAt: new Date(now).toISOString(),
        ...(options.user !== undefined && { username: readUsername(options.user) }),
        ...(start !== undefined && { 'not-before': new Date(start).toISOString() }),
        ...(options.includeSubgroups === true && { includeSubgroups: true }),
      };
      const api = await session.api();
      const token = await createToken(api, place.group, draft);
      const url = place.group === undefined ? undefined : invitation(api.server, place.group, token);
      session.output.done(url ?? token, { token, ...(url !== undefined && { url }), ...draft });
    });
  },
};

const update: CommandPlan = {
  name: 'update',
  aliases: ['update-token'],
  about: 'Change how long a token is good, or what it gives.',
  build(command, open) {
    takesPlace(command, '<token>')
      .option('--duration <span>', 'how long it is good from now on')
      .option('--permissions <names>', 'what it gives');
    const schema = PlaceOptions.extend({
      duration: z.string().optional(),
      permissions: z.string().optional(),
    });
    does(command, open, schema, async (session, options, args) => {
      const place = placeOf(options, args);
      const token = tokenOf(place);
      const { duration, permissions } = options;
      if (duration === undefined && permissions === undefined) {
        throw new UsageMistake('Say what is to change: --duration SPAN or --permissions NAMES.');
      }
      const changes = {
        ...(duration !== undefined && { expires: endOf(session.world.now(), duration) }),
        ...(permissions !== undefined && { permissions: spelledOut(readPermissions(permissions)) }),
      };
      await change(session, place.group, { token, changes });
      session.output.done(`The token ${token} is changed.`, { token, ...changes, result: 'updated' });
    });
  },
};

const revoke: CommandPlan = {
  name: 'revoke',
  aliases: ['revoke-token'],
  about: 'Make a token expire now. The server forgets it some days later.',
  build(command, open) {
    takesPlace(command, '<token>');
    does(command, open, PlaceOptions, async (session, options, args) => {
      const place = placeOf(options, args);
      const token = tokenOf(place);
      // The server's clock may be behind ours.
      const expires = new Date(session.world.now() - 60_000).toISOString();
      await change(session, place.group, { token, changes: { expires } });
      session.output.done(`The token ${token} is good for nothing any more.`, {
        token,
        expires,
        result: 'revoked',
      });
    });
  },
};

const destroy: CommandPlan = {
  name: 'delete',
  aliases: ['delete-token'],
  about: 'Delete a token.',
  build(command, open) {
    takesPlace(command, '<token>');
    does(command, open, PlaceOptions, async (session, options, args) => {
      const place = placeOf(options, args);
      const token = tokenOf(place);
      await remove(await session.api(), tokenAt(place.group, token));
      session.output.done(`The token ${token} is deleted.`, { token, result: 'deleted' });
    });
  },
};

export const tokenFamily: CommandFamily = {
  name: 'token',
  about: 'Invitations, which let people in without a password',
  plans: [list, make, update, revoke, destroy],
};

async function change(
  session: Session,
  group: GroupName | undefined,
  { token, changes }: { token: string; changes: Token },
): Promise<void> {
  const api = await session.api();
  const at = tokenAt(group, token);
  const { value, version } = await read(api, at, Token);
  await replace(api, at, { value: { ...bare(value), ...changes }, version });
}

/** Its name and group stand in its address, and servers refuse to hear them twice. */
function bare(token: Token): Token {
  const rest = { ...token };
  delete rest['token'];
  delete rest['group'];
  return rest;
}

function endOf(startMs: number, duration: string): string {
  return new Date(startMs + readDuration(duration)).toISOString();
}

function readMoment(text: string): number {
  const time = z.iso.datetime({ offset: true }).safeParse(text).success ? Date.parse(text) : NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageMistake(`"${text}" is no time; write one with its zone, such as 2030-01-31T18:00:00Z.`);
}

function invitation(server: URL, group: GroupName, token: string): string {
  const path = group.split('/').map(encodeURIComponent).join('/');
  const url = new URL(`group/${path}/`, server);
  url.searchParams.set('token', token);
  return url.href;
}
