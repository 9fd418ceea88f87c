import { browserClock, type Clock } from '../time/clock.ts';
import { SnapshotStore } from './snapshot-store.ts';

export type NoticeKind = 'info' | 'warning' | 'error';

/** What a notice offers to do about what it says. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
  /** What the button is called that only dismisses the notice, where both are a decision; by default it is a cross. */
  readonly otherwise?: string;
}

export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  readonly text: string;
  readonly action?: NoticeAction;
  /** Another thing to do. */
  readonly second?: NoticeAction;
}

/** What it offers in the first place, and what besides. */
type NoticeActions = readonly [action?: NoticeAction, second?: NoticeAction];

/** How long a notice stays: what matters more is read with more care. */
const SHOWN_MS = { info: 2500, warning: 5000, error: 10_000 } as const satisfies Record<NoticeKind, number>;

/** A long sentence stays for as long as it takes to read: so much for each character. */
const READING_MS = 50;

/** Whoever may still change something needs the time to decide, and to reach the button. */
const WITH_ACTION_MS = 10_000;

/** What was held does not disappear the moment it is let go. */
const LEAST_LEFT_MS = 1500;

/** More at once would cover the meeting. The oldest of those which matter least gives way. */
const MOST = 4;

const WEIGHT = { info: 0, warning: 1, error: 2 } as const satisfies Record<NoticeKind, number>;

type ShownListener = (notice: Notice, topic: string) => void;

interface Shown {
  readonly notice: Notice;
  /** Undefined for those which stay until they are dismissed. */
  leftMs: number | undefined;
  timer: { readonly since: number; readonly cancel: () => void } | undefined;
}

/** Short sentences that come and go. A new one takes the place of an earlier one on the same topic. */
export class Notices extends SnapshotStore<readonly Notice[]> {
  readonly #clock: Clock;
  readonly #shown = new Map<string, Shown>();
  readonly #listeners = new Set<ShownListener>();
  #lastId = 0;
  #held = false;

  constructor(clock: Clock = browserClock) {
    super();
    this.#clock = clock;
  }

  /** Shows a sentence for a while. */
  show(kind: NoticeKind, text: string, topic: string = text, ...actions: NoticeActions): void {
    const [action, second] = actions;
    const least = action === undefined ? SHOWN_MS[kind] : WITH_ACTION_MS;
    const what = { kind, text, ...(action && { action }), ...(second && { second }) };
    this.#put(what, topic, Math.max(least, text.length * READING_MS));
  }

  /** Shows a sentence until it is dismissed, or another takes its place. */
  stick(kind: NoticeKind, text: string, topic: string = text, action?: NoticeAction): void {
    this.#put({ kind, text, ...(action && { action }) }, topic, undefined);
  }

  /** Calls `listener` for each that is shown from now on. @returns what stops that. */
  onShown(listener: ShownListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  dismiss(id: number): void {
    for (const [topic, { notice }] of this.#shown) {
      if (notice.id === id) this.#remove(topic);
    }
    this.changed();
  }

  /** What a topic said is true no longer. */
  withdraw(topic: string): void {
    if (!this.#shown.has(topic)) return;
    this.#remove(topic);
    this.changed();
  }

  /** Nothing leaves by itself while somebody points at a notice, or has the focus in it. */
  hold(held: boolean): void {
    if (this.#held === held) return;
    this.#held = held;
    for (const [topic, shown] of this.#shown) {
      if (held) this.#pause(shown);
      else this.#run(topic, shown, LEAST_LEFT_MS);
    }
  }

  close(): void {
    for (const topic of [...this.#shown.keys()]) this.#remove(topic);
    this.changed();
  }

  /** What matters most first, then the oldest. */
  protected build(): readonly Notice[] {
    return [...this.#shown.values()]
      .map(({ notice }) => notice)
      .sort((a, b) => WEIGHT[b.kind] - WEIGHT[a.kind] || a.id - b.id);
  }

  #put(what: Omit<Notice, 'id'>, topic: string, leftMs: number | undefined): void {
    this.#remove(topic);
    this.#lastId += 1;
    const shown: Shown = { notice: { id: this.#lastId, ...what }, leftMs, timer: undefined };
    this.#shown.set(topic, shown);
    if (!this.#held) this.#run(topic, shown);
    while (this.#shown.size > MOST) this.#remove(this.#leastOfAll());
    this.changed();
    for (const listener of [...this.#listeners]) listener(shown.notice, topic);
  }

  /** The oldest of those which matter least. */
  #leastOfAll(): string {
    const [least] = [...this.#shown].sort(
      ([, a], [, b]) => WEIGHT[a.notice.kind] - WEIGHT[b.notice.kind] || a.notice.id - b.notice.id,
    );
    return least?.[0] ?? '';
  }

  #run(topic: string, shown: Shown, leastMs = 0): void {
    if (shown.leftMs === undefined || shown.timer !== undefined) return;
    const cancel = this.#clock.after(Math.max(shown.leftMs, leastMs), () => {
      this.#remove(topic);
      this.changed();
    });
    shown.timer = { since: this.#clock.now(), cancel };
  }

  #pause(shown: Shown): void {
    const { timer, leftMs } = shown;
    if (timer === undefined || leftMs === undefined) return;
    timer.cancel();
    shown.timer = undefined;
    shown.leftMs = leftMs - (this.#clock.now() - timer.since);
  }

  #remove(topic: string): void {
    this.#shown.get(topic)?.timer?.cancel();
    this.#shown.delete(topic);
    // The pointer leaves a notice that is gone without saying so.
    if (this.#shown.size === 0) this.#held = false;
  }
}
