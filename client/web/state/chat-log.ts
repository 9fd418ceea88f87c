import type { ChatMessage } from '@evagore/shared';
import type { OutputLine } from '@evagore/shared/commands';
import { displayName } from './participants.ts';

/** One message as the panel shows it. */
export interface WrittenEntry {
  readonly id: string;
  readonly kind: 'text' | 'me';
  readonly source: string | undefined;
  readonly name: string;
  readonly own: boolean;
  readonly privileged: boolean;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly value: string;
  /** The other side of a private message. */
  readonly privateWith?: { readonly id: string; readonly name: string };
}

/** What a command answered, or why it was not carried out: for one's own eyes. */
export interface LocalEntry {
  readonly id: string;
  readonly kind: 'output' | 'problem';
  readonly lines: readonly OutputLine[];
}

/** What one wrote and the server has not taken: still on its way, or refused. For one's own eyes. */
export interface UnsentEntry {
  readonly id: string;
  readonly kind: 'unsent';
  readonly said: '' | 'me';
  readonly value: string;
  /** The only reader; absent for everybody. */
  readonly privateWith?: { readonly id: string; readonly name: string };
  /** A sentence that says why it was not sent; undefined while it is on its way. */
  readonly problem: string | undefined;
}

/** A file that is offered to one, or by one. */
interface FileEntry {
  readonly id: string;
  readonly kind: 'file';
  /** The key of the transfer. */
  readonly file: string;
  readonly own: boolean;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export type ChatEntry = WrittenEntry | LocalEntry | UnsentEntry | FileEntry;

export function isWritten(entry: ChatEntry): entry is WrittenEntry {
  return entry.kind === 'text' || entry.kind === 'me';
}

/** A private message names its receiver by id only; the log remembers the name it had. */
export interface ChatContext {
  readonly selfId: string;
  readonly nameOf: (id: string) => string;
}

/** @returns the entry to show, or undefined for kinds that are not for reading (captions, an application's own). */
export function entryOf(message: ChatMessage, context: ChatContext): WrittenEntry | undefined {
  if (message.kind !== '' && message.kind !== 'me') return undefined;
  const own = message.source === context.selfId;
  const other = own ? message.dest : message.source;
  const isPrivate = message.dest !== undefined;
  const name = displayName(message.username);
  return {
    id: message.id,
    kind: message.kind === 'me' ? 'me' : 'text',
    source: message.source,
    name,
    own,
    privileged: message.privileged,
    time: Date.parse(message.time),
    value: message.value,
    ...(isPrivate && other !== undefined
      ? { privateWith: { id: other, name: own ? context.nameOf(other) : name } }
      : {}),
  };
}

/**
 * What `clearchat` leaves, which takes away everything, one person's messages, or one message.
 *
 * The server knows what was written to everybody. What was written in private stays, and so does one's own output.
 */
export function cleared(entries: readonly ChatEntry[], value: unknown): readonly ChatEntry[] {
  return entries.filter((entry) => !isWritten(entry) || !isCleared(entry, value));
}

/** Whether `clearchat` takes away this message. */
export function isCleared(entry: WrittenEntry, value: unknown): boolean {
  if (entry.privateWith !== undefined) return false;
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return false;
  const { id, userId } = value as { id?: unknown; userId?: unknown };
  if (typeof userId !== 'string' || entry.source !== userId) return false;
  return id === undefined || entry.id === id;
}

/** What somebody may delete: operators everything that was written to everybody, others what they wrote. */
export function mayDelete(entry: ChatEntry, can: { readonly op: boolean }): entry is DeletableEntry {
  if (!isWritten(entry) || entry.privateWith !== undefined || entry.source === undefined) return false;
  return can.op || entry.own;
}

export type DeletableEntry = WrittenEntry & { readonly source: string };

/** Whether an entry can stand under the name of the one before it. */
export function continues(before: ChatEntry | undefined, entry: ChatEntry): boolean {
  const SAME_BREATH_MS = 60_000;
  return (
    before?.kind === 'text' &&
    entry.kind === 'text' &&
    before.source === entry.source &&
    before.name === entry.name &&
    before.privateWith?.id === entry.privateWith?.id &&
    entry.time - before.time <= SAME_BREATH_MS
  );
}

/** Whether an entry came by one's own doing, so that one wants to see it. */
export function isOwn(entry: ChatEntry): boolean {
  return isWritten(entry) || entry.kind === 'file' ? entry.own : true;
}

/**
 * The day that begins with an entry, as a moment in it; undefined where it goes on, or has been today all along.
 *
 * @param before - The entry above with a time, if there is one.
 * @param now - Milliseconds since the epoch.
 */
export function dayBegun(before: number | undefined, time: number, now: number): number | undefined {
  const isNew = before === undefined ? !isSameDay(time, now) : !isSameDay(before, time);
  return isNew ? time : undefined;
}

function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** Beyond either of these, a message would push the others out of sight. */
const LONG = { characters: 700, lines: 12 } as const;

/** Whether a text is shown in part, until somebody wants to read all of it. */
export function isLong(text: string): boolean {
  return text.length > LONG.characters || text.split('\n', LONG.lines + 1).length > LONG.lines;
}
