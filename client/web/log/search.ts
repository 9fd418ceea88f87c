import { kindOf, type LogEntry, type LogKind } from './happening.ts';
import { sentenceOf } from './sentences.ts';

export interface LogQuestion {
  /** Undefined for all. */
  readonly kind: LogKind | undefined;
  /** What the entries are to contain, in any case. */
  readonly text: string;
}

/** What of the log was asked for. */
export function matching(entries: readonly LogEntry[], { kind, text }: LogQuestion): readonly LogEntry[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (kind === undefined && wanted === '') return entries;
  return entries
    .filter(({ what }) => kind === undefined || kindOf(what) === kind)
    .filter(({ what }) => wanted === '' || sentenceOf(what).toLocaleLowerCase().includes(wanted));
}
