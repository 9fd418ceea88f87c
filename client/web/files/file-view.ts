import type { Pace } from './progress.ts';

/** Why a transfer came to nothing. */
export type FileEnd =
  | 'cancelled'
  | 'rejected'
  | 'withdrawn'
  | 'left'
  | 'unreachable'
  | 'hung-up'
  | 'not-permitted'
  | 'closed'
  | 'failed';

export type FilePhase =
  /** The receiver has not answered yet. */
  | { readonly name: 'offered' }
  /** The two ends look for a way to each other. */
  | { readonly name: 'connecting' }
  | { readonly name: 'moving'; readonly bytes: number; readonly pace: Pace | undefined }
  /** At the receiving end, `url` is where the browser keeps it. */
  | { readonly name: 'done'; readonly url: string | undefined }
  /** `said` are words of the other end. */
  | { readonly name: 'ended'; readonly why: FileEnd; readonly said?: string }
  /** It was received, and is kept no longer. */
  | { readonly name: 'released' };

/** A file on its way, as its card shows it. */
export interface FileView {
  readonly key: string;
  /** Whether this end sends. */
  readonly up: boolean;
  readonly peer: { readonly id: string; readonly name: string };
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly phase: FilePhase;
}

/** Whether something may still happen. */
export function isOpen({ phase }: FileView): boolean {
  return phase.name === 'offered' || phase.name === 'connecting' || phase.name === 'moving';
}

/** The library's words, and those of servers, for what went wrong. */
const ENDS: readonly (readonly [RegExp, FileEnd])[] = [
  [/user has gone away|no such (user|member)/i, 'left'],
  [/cannot reach each other/i, 'unreachable'],
  [/hung up/i, 'hung-up'],
  [/not authorised|permission/i, 'not-permitted'],
  [/connection (was closed|is not open)/i, 'closed'],
];

const MOST_SAID = 200;

/**
 * Says why a transfer was cancelled.
 *
 * @param before - The phase that it was in.
 * @param message - What came with the end; perhaps words of the other end.
 */
export function endOf(
  before: FilePhase['name'],
  message: unknown,
  { up, mine }: { readonly up: boolean; readonly mine: boolean },
): Extract<FilePhase, { name: 'ended' }> {
  if (mine) return { name: 'ended', why: 'cancelled' };
  const text = typeof message === 'string' ? message.trim() : '';
  if (text === '') {
    if (before !== 'offered') return { name: 'ended', why: 'hung-up' };
    return { name: 'ended', why: up ? 'rejected' : 'withdrawn' };
  }
  const known = ENDS.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return { name: 'ended', why: known[1] };
  return { name: 'ended', why: 'failed', said: text.slice(0, MOST_SAID) };
}
