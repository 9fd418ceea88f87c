import { useEffect } from 'react';

/**
 * What a device's own way back, such as the Back button of Android, asks to be closed.
 *
 * @see HTML Living Standard, section "Close requests and close watchers"
 */
interface CloseWatcher {
  onclose: (() => void) | null;
  destroy(): void;
}

declare global {
  interface Window {
    /** Absent where browsers have none yet. */
    readonly CloseWatcher?: new () => CloseWatcher;
  }
}

/** What lies over a page, and goes by Escape. */
const OVERLAY = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/**
 * Lets the way back close what lies over the page, one thing at a time, instead of leaving the meeting.
 *
 * @param sheet - Whether a sheet lies over the page: the only overlay that is no child of the body.
 */
export function useWayBack(sheet: boolean): void {
  useEffect(() => {
    const { CloseWatcher: Watcher } = window;
    if (Watcher === undefined) return undefined;
    let watcher: CloseWatcher | undefined;
    let byKey = false;
    let again = 0;
    const look = () => {
      const covered = document.querySelector(OVERLAY) !== null;
      if (covered && watcher === undefined) {
        watcher = new Watcher();
        watcher.onclose = () => {
          watcher = undefined;
          // Browsers take the key Escape for a way back as well, and it has done its work by now.
          if (!byKey && pressEscape()) again = window.setTimeout(look);
        };
      } else if (!covered) {
        watcher?.destroy();
        watcher = undefined;
      }
    };
    const pressed = ({ key, isTrusted }: KeyboardEvent) => {
      if (key !== 'Escape' || !isTrusted) return;
      byKey = true;
      setTimeout(() => {
        byKey = false;
      });
    };
    // Overlays are children of the body. What takes no notice of a way back does not stand in it a second time.
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true });
    addEventListener('keydown', pressed, { capture: true });
    look();
    return () => {
      clearTimeout(again);
      observer.disconnect();
      removeEventListener('keydown', pressed, { capture: true });
      watcher?.destroy();
    };
  }, [sheet]);
}

/** Whatever is on top knows what Escape means for it. @returns whether something says that it was meant. */
function pressEscape(): boolean {
  const target = document.activeElement ?? document.body;
  const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  return !target.dispatchEvent(pressed);
}
