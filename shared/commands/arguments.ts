import type { ApplicationValue } from '../messages/values.ts';
import { findUser, nameOf } from './names.ts';
import type { CommandPort, CommandUser } from './port.ts';
import { CommandProblem } from './problem.ts';
import { DAY_MS, dateOf, readTime, suggestTimes, type FutureTime } from './times.ts';
import type { CommandTextKey } from './texts.ts';

/** What each type of argument becomes. */
export interface ArgumentValues {
  /** Somebody in the group, by name. */
  user: CommandUser;
  /** A word, or a text in quotes. */
  word: string;
  /** All that is left of the line, as it is. */
  rest: string;
  /** A moment in the future. */
  time: FutureTime;
  /** The token of an invitation, given by itself or in its link. */
  link: string;
  /** The name of a setting. */
  setting: string;
  /** All that is left of the line, read as JSON. */
  json: ApplicationValue;
}

export type ArgumentType = keyof ArgumentValues;

/** An argument as a command declares it. */
export interface Argument {
  readonly name: string;
  readonly type: ArgumentType;
  /** Only optional arguments follow an optional one. */
  readonly optional?: true;
  readonly description: CommandTextKey;
}

/** A text that can take the place of what was typed. */
export interface Suggestion {
  /** What the argument would be, before it is quoted. */
  readonly text: string;
  /** What is said beside it. */
  readonly detail?: string;
}

/** How a type is read, and what it suggests. */
export interface ArgumentReader<Value> {
  /** Takes all that is left of the line. */
  readonly takesRest?: true;
  /** @throws CommandProblem where the text makes no sense. */
  parse(text: string, port: CommandPort): Value;
  complete?(prefix: string, port: CommandPort): readonly Suggestion[];
}

/** Longest text that a sentence repeats. */
const MOST_REPEATED = 60;

export const ARGUMENT_READERS: { readonly [Type in ArgumentType]: ArgumentReader<ArgumentValues[Type]> } = {
  user: {
    parse: findUser,
    complete: suggestUsers,
  },
  word: { parse: (text) => text },
  rest: { takesRest: true, parse: (text) => text },
  time: {
    parse: (text, port) => {
      const time = readTime(text, port.now());
      if (typeof time !== 'string') return time;
      const example = dateOf(port.now() + 7 * DAY_MS);
      throw new CommandProblem(time, port, { text: shortened(text), example });
    },
    complete: (prefix, port) => suggestTimes(prefix, port.now()).map((text) => ({ text })),
  },
  link: { parse: readLink },
  setting: {
    parse: (text) => text,
    complete: (prefix, port) =>
      [...(port.abilities.settings?.all() ?? [])]
        .filter(([name]) => name.toLowerCase().startsWith(prefix.toLowerCase()))
        .map(([text, value]) => ({ text, detail: JSON.stringify(value) })),
  },
  json: {
    takesRest: true,
    parse: (text, port) => {
      try {
        return JSON.parse(text) as ApplicationValue;
      } catch {
        throw new CommandProblem('bad-json', port, { text: shortened(text) });
      }
    },
  },
};

export function shortened(text: string): string {
  return text.length <= MOST_REPEATED ? text : `${text.slice(0, MOST_REPEATED)}…`;
}

/** Others before oneself; whose name begins so before whose name contains a word that does. */
function suggestUsers(prefix: string, port: CommandPort): readonly Suggestion[] {
  const users = port.users().filter((user) => !user.permissions.includes('system'));
  const wanted = prefix.toLocaleLowerCase();
  const rankOf = (name: string) => {
    if (name.toLocaleLowerCase().startsWith(wanted)) return 0;
    return name
      .toLocaleLowerCase()
      .split(/[\s._/-]+/)
      .some((word) => word.startsWith(wanted))
      ? 1
      : 2;
  };
  return users
    .map((user) => {
      const text = nameOf(user, users);
      return { user, text, rank: rankOf(text) };
    })
    .filter(({ rank }) => rank < 2)
    .sort(
      (a, b) =>
        Number(a.user.id === port.selfId) - Number(b.user.id === port.selfId) ||
        a.rank - b.rank ||
        a.text.localeCompare(b.text),
    )
    .map(({ user, text }) => (text === user.username ? { text } : { text, detail: user.username }));
}

function readLink(text: string, port: CommandPort): string {
  const token = /^https?:\/\//i.test(text) ? URL.parse(text)?.searchParams.get('token') : text;
  if (!token || /\s/.test(token)) throw new CommandProblem('bad-link', port, { text: shortened(text) });
  return token;
}
