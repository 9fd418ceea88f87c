import { pageClock, type PageClock } from '../notify/clock.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** What components read of a store. */
export type Readable<Snapshot> = Pick<SnapshotStore<Snapshot>, 'subscribe' | 'getSnapshot'>;

/**
 * A store that tells of changes at once after a rest, and otherwise so often at the most: for lists that nobody could read
 * if they moved any faster.
 */
export function calmed<Snapshot>(
  store: Readable<Snapshot>,
  intervalMs: number,
  clock: PageClock = pageClock,
): Readable<Snapshot> {
  return {
    getSnapshot: store.getSnapshot,
    subscribe(listener) {
      let toldAt = -Infinity;
      let cancel: (() => void) | undefined;
      const tell = (): void => {
        cancel = undefined;
        toldAt = clock.now();
        listener();
      };
      const undo = store.subscribe(() => {
        const restMs = toldAt + intervalMs - clock.now();
        if (restMs <= 0) tell();
        else cancel ??= clock.after(restMs, tell);
      });
      return () => {
        undo();
        cancel?.();
      };
    },
  };
}
