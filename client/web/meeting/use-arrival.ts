import { useEffect } from 'react';
import { useFocusGuard } from '../ui/use-focus-guard.ts';

/** The meeting's title, from which a screen reader reads on. */
export const TITLE = '.top-bar__title';

/**
 * Puts the focus on the meeting's title when somebody comes in: what had it before is gone with the page before. It is
 * not lost later, either.
 */
export function useArrival(): void {
  useEffect(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>(TITLE)?.focus();
  }, []);
  useFocusGuard(TITLE);
}
