import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { QualityMonitor } from './monitor.ts';
import type { Level } from './reason.ts';

/** The monitor of the meeting that is shown. */
export const QualityContext = createContext<QualityMonitor | undefined>(undefined);

export function useQuality(): QualityMonitor {
  const monitor = use(QualityContext);
  if (monitor === undefined) throw new Error('rendered outside of a meeting');
  return monitor;
}

/** How good somebody's connection is; null where it is not known. Renders anew only when it is another. */
export function useLevel(monitor: QualityMonitor, id: string): Level | null {
  return useSyncExternalStore(
    monitor.subscribe,
    useCallback(() => monitor.levelOf(id), [monitor, id]),
  );
}
