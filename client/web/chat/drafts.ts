import { z } from 'zod';
import { MAX_CHAT_LENGTH } from '@evagore/shared';
import type { Shelf } from '../state/preferences.ts';

const Recipient = z.object({ id: z.string().max(64), name: z.string().max(256) });
const Draft = z.object({
  group: z.string().max(1024),
  /** The only reader's id, or `''` for everybody. */
  to: z.string().max(64),
  text: z.string().max(MAX_CHAT_LENGTH),
});
const Kept = z.object({
  drafts: z.array(Draft).catch([]),
  /** Whom one was writing to, by group. */
  recipients: z.array(z.object({ group: z.string().max(1024), to: Recipient })).catch([]),
});
type Kept = z.infer<typeof Kept>;

const KEY = 'evagore.drafts';

/** The oldest give way. */
const MOST = 20;

/** What was begun to be written in this tab, so that it is still there after the page was loaded anew. */
export class Drafts {
  readonly #shelf: Shelf | undefined;
  readonly #group: string;

  constructor(shelf: Shelf | undefined, group: string) {
    this.#shelf = shelf;
    this.#group = group;
  }

  /** @param to - The only reader's id, or `''` for everybody. */
  read(to: string): string {
    return this.#read().drafts.find((draft) => draft.group === this.#group && draft.to === to)?.text ?? '';
  }

  write(to: string, text: string): void {
    const { drafts, recipients } = this.#read();
    const others = drafts.filter((draft) => draft.group !== this.#group || draft.to !== to);
    const own = { group: this.#group, to, text: text.slice(0, MAX_CHAT_LENGTH) };
    this.#keep({ drafts: (text === '' ? others : [...others, own]).slice(-MOST), recipients });
  }

  /** Whom one was writing to; undefined for everybody. */
  recipient(): z.infer<typeof Recipient> | undefined {
    return this.#read().recipients.find(({ group }) => group === this.#group)?.to;
  }

  writeTo(to: z.infer<typeof Recipient> | undefined): void {
    const { drafts, recipients } = this.#read();
    const others = recipients.filter(({ group }) => group !== this.#group);
    this.#keep({
      drafts,
      recipients: (to === undefined ? others : [...others, { group: this.#group, to }]).slice(-MOST),
    });
  }

  #read(): Kept {
    try {
      return Kept.catch({ drafts: [], recipients: [] }).parse(JSON.parse(this.#shelf?.getItem(KEY) ?? '{}'));
    } catch {
      return { drafts: [], recipients: [] };
    }
  }

  #keep(kept: Kept): void {
    try {
      this.#shelf?.setItem(KEY, JSON.stringify(kept));
    } catch {
      // A full or forbidden storage: the draft lasts as long as the page.
    }
  }
}

/** `sessionStorage`, which throws on access where storage is forbidden. */
export function tabShelf(): Shelf | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
