import { useEffect } from 'react';

/**
 * Puts the focus on the meeting's title when somebody comes in: what had it before is gone with the page before, and a
 * screen reader reads on from there.
 */
export function useArrival(): void {
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('.top-bar__title')?.focus();
  }, []);
}
