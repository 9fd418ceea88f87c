import { useEffect } from 'react';

/** What lies over a page, and is gone when it is closed. */
const OVERLAY = '[role="dialog"]:not([data-region]), [role="alertdialog"], [role="menu"]';

/**
 * Gives the focus back to the page where something that lay over it has taken the focus with it: a dialog that was
 * opened from another one, or from a menu, knows only what is gone as well.
 *
 * @param fallback - What gets it where that is gone, too.
 */
export function useFocusGuard(fallback: string): void {
  useEffect(() => {
    let last: HTMLElement | undefined;
    let over = false;
    let frame = 0;
    const focused = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      over = target.closest(OVERLAY) !== null;
      if (!over) last = target;
    };
    const look = () => {
      // Whoever has clicked beside everything has put the focus nowhere on purpose.
      if (!over || document.activeElement !== document.body || document.querySelector(OVERLAY) !== null)
        return;
      const back = last?.isConnected === true ? last : document.querySelector<HTMLElement>(fallback);
      back?.focus();
    };
    // Overlays are children of the body. What closes them gives the focus back itself, where it can.
    const observer = new MutationObserver((changes) => {
      if (!changes.some(({ removedNodes }) => removedNodes.length > 0)) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    });
    observer.observe(document.body, { childList: true });
    addEventListener('focusin', focused);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      removeEventListener('focusin', focused);
    };
  }, [fallback]);
}
