import type { OutputLine } from '@evagore/shared/commands';
import type { FileEnd } from '../files/file-view.ts';
import type { WrittenEntry } from '../state/chat-log.ts';
import type { NoticeKind } from '../state/notices.ts';

/** What somebody who is here did, or what happened to their connection. */
export const DEEDS = [
  ...(['hand-raised', 'hand-lowered', 'line-lost', 'line-back'] as const),
  ...(['screen-begun', 'screen-ended', 'film-begun', 'film-ended'] as const),
] as const;
export type Deed = (typeof DEEDS)[number];

/** What needs no more words. */
export const FACTS = [
  ...(['came', 'came-again', 'own-line-lost', 'own-line-back'] as const),
  ...(['locked', 'unlocked', 'recording-begun', 'recording-ended', 'cleared', 'goes-on'] as const),
] as const;
type Fact = (typeof FACTS)[number];

/** A permission whose coming and going changes what one can do. */
export const RIGHTS = ['op', 'present', 'message'] as const;
export type Right = (typeof RIGHTS)[number];

export type Comings = 'joined' | 'left';

/** `name`: who sends it, or to whom one sends it oneself. */
interface TransferFacts {
  readonly name: string;
  readonly file: string;
  readonly own: boolean;
}

/** Something that has happened, as facts: words are made where they are read, in the language that is spoken then. */
export type Happening =
  | { readonly type: Fact }
  /** Who was there before one came: some of them by name, the others only counted. */
  | { readonly type: 'here'; readonly names: readonly string[]; readonly others: number }
  | { readonly type: Comings; readonly name: string }
  /** In a large meeting those of a minute are one. */
  | { readonly type: 'crowd'; readonly what: Comings; readonly count: number }
  | { readonly type: Deed; readonly name: string; readonly own: boolean }
  | { readonly type: 'message'; readonly message: WrittenEntry }
  /** Of a message that was taken back nothing is kept but whose it was. */
  | { readonly type: 'deleted'; readonly name: string; readonly own: boolean }
  | { readonly type: 'caption'; readonly name: string; readonly text: string }
  | { readonly type: 'output' | 'problem'; readonly lines: readonly OutputLine[] }
  | { readonly type: 'unsent'; readonly problem: string }
  | ({ readonly type: 'transfer' | 'transfer-done' } & TransferFacts)
  | ({
      readonly type: 'transfer-failed';
      readonly end: { readonly why: FileEnd; readonly said?: string };
    } & TransferFacts)
  /** `name`: of the operator; empty where it is not known. */
  | { readonly type: 'muted'; readonly name: string }
  | { readonly type: 'right'; readonly right: Right; readonly gained: boolean }
  /** `at`: milliseconds since the epoch. */
  | { readonly type: 'stop'; readonly at: number; readonly why: string }
  | { readonly type: 'notice'; readonly level: NoticeKind; readonly text: string };

export interface LogEntry {
  /** Larger the later it was written. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly what: Happening;
}

/** What readers choose between. */
export const LOG_KINDS = ['people', 'chat', 'meeting', 'notices'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

const KINDS = {
  ...{
    came: 'people',
    'came-again': 'people',
    here: 'people',
    joined: 'people',
    left: 'people',
    crowd: 'people',
  },
  ...{ 'hand-raised': 'people', 'hand-lowered': 'people', 'line-lost': 'people', 'line-back': 'people' },
  ...{ 'screen-begun': 'people', 'screen-ended': 'people', 'film-begun': 'people', 'film-ended': 'people' },
  ...{ message: 'chat', deleted: 'chat', caption: 'chat', output: 'chat', problem: 'chat', unsent: 'chat' },
  ...{ transfer: 'chat', 'transfer-done': 'chat', 'transfer-failed': 'chat', cleared: 'chat' },
  ...{ muted: 'meeting', right: 'meeting', stop: 'meeting', 'goes-on': 'meeting' },
  ...{ locked: 'meeting', unlocked: 'meeting', 'recording-begun': 'meeting', 'recording-ended': 'meeting' },
  ...{ 'own-line-lost': 'meeting', 'own-line-back': 'meeting' },
  notice: 'notices',
} as const satisfies Record<Happening['type'], LogKind>;

export function kindOf({ type }: Happening): LogKind {
  return KINDS[type];
}

/** Whether it came by one's own writing, so that one wants to see it. */
export function isOwnWriting({ what }: LogEntry): boolean {
  return what.type === 'output' || what.type === 'problem' || (what.type === 'message' && what.message.own);
}
