import { t } from '../messages/translate.ts';
import type { Notices } from '../state/notices.ts';
import type { SnapshotStore } from '../state/snapshot-store.ts';
import type { QualitySnapshot } from './monitor.ts';
import type { Level } from './reason.ts';

/** A connection that comes and goes is not told of each time. */
const QUIET_MS = 60_000;

/** What others notice of it; people would not know by themselves. */
const WARNED_OF = { poor: 'quality.warn.poor', lost: 'quality.warn.lost' } as const;

/** Tells people when their own connection has become bad, and takes it back once it is not. */
export function warnOfOwnConnection(
  monitor: SnapshotStore<Pick<QualitySnapshot, 'own'>>,
  notices: Pick<Notices, 'show' | 'withdraw'>,
  now: () => number = () => performance.now(),
): () => void {
  let before: Level = 'good';
  let told = -Infinity;
  return monitor.subscribe(() => {
    const { own } = monitor.getSnapshot();
    if (own === before) return;
    before = own;
    if (own !== 'poor' && own !== 'lost') {
      notices.withdraw('quality');
    } else if (now() - told >= QUIET_MS) {
      told = now();
      notices.show('warning', t(WARNED_OF[own]), 'quality');
    }
  });
}
