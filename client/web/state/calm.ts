import { browserClock, type Clock } from '../time/clock.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** What components read of a store. */
export type Readable<Snapshot> = Pick<SnapshotStore<Snapshot>, 'subscribe' | 'getSnapshot'>;

/** Something that is done when it is asked for, but not too often. */
interface Calmed {
  readonly ask: () => void;
  /** Does nothing any more of what was asked. */
  readonly cancel: () => void;
}

/** Does a task at once after a rest, and otherwise so often at the most; what is asked last is always done. */
export function calmly(task: () => void, intervalMs: number, clock: Clock = browserClock): Calmed {
  let doneAt = -Infinity;
  let cancel: (() => void) | undefined;
  const run = (): void => {
    cancel = undefined;
    doneAt = clock.now();
    task();
  };
  return {
    ask() {
      const restMs = doneAt + intervalMs - clock.now();
      if (cancel !== undefined) return;
      if (restMs <= 0) run();
      else cancel = clock.after(restMs, run);
    },
    cancel() {
      cancel?.();
      cancel = undefined;
    },
  };
}

/** A store that tells of changes calmly: for lists that nobody could read if they moved any faster. */
export function calmed<Snapshot>(
  store: Readable<Snapshot>,
  intervalMs: number,
  clock?: Clock,
): Readable<Snapshot> {
  return {
    getSnapshot: store.getSnapshot,
    subscribe(listener) {
      const calm = calmly(listener, intervalMs, clock);
      const undo = store.subscribe(calm.ask);
      return () => {
        undo();
        calm.cancel();
      };
    },
  };
}
