import type { TransferEnd } from '@evagore/client';
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
  | 'busy'
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

const MOST_SAID = 200;

/**
 * Says why a transfer was cancelled.
 *
 * @param before - The phase that it was in.
 * @param reason - As the transfer knows it.
 * @param message - What came with the end. Only words of the other end are for people; they may be a person's own.
 */
export function endOf(
  before: FilePhase['name'],
  { reason, message, up }: { readonly reason: TransferEnd; readonly message?: unknown; readonly up: boolean },
): Extract<FilePhase, { name: 'ended' }> {
  if (reason !== 'told') return { name: 'ended', why: reason };
  const said = typeof message === 'string' ? message.trim() : '';
  if (said !== '') return { name: 'ended', why: 'failed', said: said.slice(0, MOST_SAID) };
  if (before !== 'offered') return { name: 'ended', why: 'hung-up' };
  return { name: 'ended', why: up ? 'rejected' : 'withdrawn' };
}
