import { useEffect, useRef } from 'react';
import { actionOf, type ShortcutActions } from './shortcuts.ts';

/** Single keys that act while nobody types, no dialog is open, and no other key is held. */
export function useShortcuts(actions: ShortcutActions, active: boolean): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    if (!active) return undefined;
    const pressed = (event: KeyboardEvent) => {
      if (event.repeat || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isBusy(event.target)) return;
      const action = actionOf(current.current, event.key);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', pressed);
    return () => {
      removeEventListener('keydown', pressed);
    };
  }, [active]);
}

/** Whether a letter is meant for what has the focus: text, or a menu or dialog which searches by letters. */
function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="alertdialog"]',
    ) !== null
  );
}
