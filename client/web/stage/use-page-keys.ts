import { useEffect } from 'react';

const PAGES_BY_KEY: Readonly<Record<string, number>> = { PageUp: -1, PageDown: 1 };

/** What has a use of its own for the keys: text, lists that scroll, menus and dialogs. */
const OWN_USE =
  'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="alertdialog"]';

/** PageUp and PageDown turn the pages of the stage, unless something that scrolls has the focus. */
export function usePageKeys(onTurn: (by: number) => void, active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    const pressed = (event: KeyboardEvent) => {
      const by = PAGES_BY_KEY[event.key];
      if (by === undefined || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (!isOnStage(event.target)) return;
      event.preventDefault();
      onTurn(by);
    };
    addEventListener('keydown', pressed);
    return () => {
      removeEventListener('keydown', pressed);
    };
  }, [onTurn, active]);
}

function isOnStage(target: EventTarget | null): boolean {
  if (target === document.body) return true;
  return (
    target instanceof Element &&
    target.closest('.meeting__below') !== null &&
    target.closest(OWN_USE) === null
  );
}
