import { SnapshotStore } from './snapshot-store.ts';

export type NoticeKind = 'info' | 'warning' | 'error';

export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  readonly text: string;
}

/** How long a notice stays: what matters more is read with more care. */
const SHOWN_MS = { info: 3500, warning: 6000, error: 10_000 } as const satisfies Record<NoticeKind, number>;

/** More at once would cover the meeting; the oldest gives way. */
const MOST = 4;

type After = (delayMs: number, task: () => void) => () => void;

/** Short sentences that come and go. A new one takes the place of an earlier one on the same topic. */
export class Notices extends SnapshotStore<readonly Notice[]> {
  readonly #after: After;
  readonly #shown = new Map<string, { notice: Notice; cancel: () => void }>();
  #lastId = 0;

  constructor(after: After = later) {
    super();
    this.#after = after;
  }

  show(kind: NoticeKind, text: string, topic: string = text): void {
    this.#remove(topic);
    const id = (this.#lastId += 1);
    const cancel = this.#after(SHOWN_MS[kind], () => {
      this.dismiss(id);
    });
    this.#shown.set(topic, { notice: { id, kind, text }, cancel });
    for (const oldest of [...this.#shown.keys()].slice(0, -MOST)) this.#remove(oldest);
    this.changed();
  }

  dismiss(id: number): void {
    for (const [topic, { notice }] of this.#shown) {
      if (notice.id === id) this.#remove(topic);
    }
    this.changed();
  }

  close(): void {
    for (const topic of [...this.#shown.keys()]) this.#remove(topic);
    this.changed();
  }

  protected build(): readonly Notice[] {
    return [...this.#shown.values()].map(({ notice }) => notice);
  }

  #remove(topic: string): void {
    this.#shown.get(topic)?.cancel();
    this.#shown.delete(topic);
  }
}

function later(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs);
  return () => {
    clearTimeout(timer);
  };
}
