import { MAX_CHAT_LENGTH } from '../messages/values.ts';
import { ARGUMENT_READERS, type Argument, type Suggestion } from './arguments.ts';
import { usageOf, type Command } from './command.ts';
import { quoted, readToken, skipSpace } from './line.ts';
import type { CommandPort } from './port.ts';
import { findCommand, obstacleTo, usableCommands } from './registry.ts';

/** What the piece of a line before the cursor may become. */
export interface Completion {
  /** The piece that a candidate takes the place of. */
  readonly from: number;
  readonly to: number;
  /** What was typed of it. */
  readonly prefix: string;
  /** Best first; never empty. */
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  /** Takes the place of the piece. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
}

/** More than this nobody reads; a group may have hundreds of members. */
const MOST_CANDIDATES = 50;

/**
 * Completes the command's name or the argument in which the cursor is.
 *
 * @param cursor - An index into the line.
 * @returns undefined where there is nothing to complete.
 */
export function complete(line: string, cursor: number, port: CommandPort): Completion | undefined {
  const start = skipSpace(line, 0);
  if (line.length > MAX_CHAT_LENGTH || line.charAt(start) !== '/' || line.charAt(start + 1) === '/')
    return undefined;
  const nameEnd = start + (/^\/\S*/.exec(line.slice(start))?.[0].length ?? 1);
  if (cursor <= start) return undefined;
  const completion =
    cursor <= nameEnd
      ? completeName(line.slice(start + 1, cursor), start, nameEnd, port)
      : completeArgument(line, nameEnd, cursor, port);
  return completion.candidates.length === 0 ? undefined : completion;
}

/** The line after a candidate was taken, and where the cursor is then. */
export function take(
  line: string,
  { from, to }: Completion,
  { insert }: Candidate,
): { readonly line: string; readonly cursor: number } {
  const after = line.slice(to);
  const gap = insert.endsWith(' ') ? after.replace(/^ /, '') : after;
  return { line: line.slice(0, from) + insert + gap, cursor: from + insert.length };
}

function completeName(prefix: string, from: number, to: number, port: CommandPort): Completion {
  const wanted = prefix.toLowerCase();
  const candidates = usableCommands(port)
    .filter(({ name }) => name.startsWith(wanted))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((command) => ({
      insert: `/${command.name}${command.arguments.length > 0 ? ' ' : ''}`,
      label: usageOf(command),
      detail: port.text(command.summary),
    }));
  return { from, to, prefix, candidates };
}

function completeArgument(line: string, nameEnd: number, cursor: number, port: CommandPort): Completion {
  const command = findCommand(line.slice(0, nameEnd).trim().slice(1));
  const nothing = { from: cursor, to: cursor, prefix: '', candidates: [] };
  if (command === undefined || obstacleTo(command, port) !== undefined) return nothing;
  let at = nameEnd;
  for (const argument of command.arguments) {
    if (ARGUMENT_READERS[argument.type].takesRest) return nothing;
    const token = readToken(line, at);
    if (token === undefined || cursor < token.start) {
      return candidatesFor(argument, { command, from: cursor, to: cursor, prefix: '', port });
    }
    if (cursor <= token.end) {
      const typed = readToken(line.slice(0, cursor), token.start);
      return candidatesFor(argument, {
        command,
        from: token.start,
        to: token.end,
        prefix: typed?.text ?? '',
        port,
      });
    }
    at = token.end;
  }
  return nothing;
}

function candidatesFor(
  argument: Argument,
  place: {
    readonly command: Command;
    readonly from: number;
    readonly to: number;
    readonly prefix: string;
    readonly port: CommandPort;
  },
): Completion {
  const { command, from, to, prefix, port } = place;
  const suggestions: readonly Suggestion[] = ARGUMENT_READERS[argument.type].complete?.(prefix, port) ?? [];
  const space = command.arguments.at(-1) === argument ? '' : ' ';
  const candidates = suggestions.slice(0, MOST_CANDIDATES).map(({ text, detail = '' }) => ({
    insert: quoted(text) + space,
    label: text,
    detail,
  }));
  return { from, to, prefix, candidates };
}
