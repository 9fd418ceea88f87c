import { useCallback, useEffect, useRef, useState } from 'react';
import { TITLE } from './use-arrival.ts';

export type PanelName = 'chat' | 'people';

export interface PanelState {
  /** Which panel is open. */
  readonly panel: PanelName | undefined;
  readonly show: (name: PanelName | undefined) => void;
  readonly toggle: (name: PanelName) => void;
}

/** Keeps which panel is open. What had the focus before gets it back, however many panels came after one another. */
export function usePanel(): PanelState {
  const [panel, setPanel] = useState<PanelName>();
  const opener = useRef<HTMLElement>(undefined);
  const open = panel !== undefined;
  const change = useCallback(
    (next: (before: PanelName | undefined) => PanelName | undefined) => {
      if (!open) opener.current = openerOf(document.activeElement);
      setPanel(next);
    },
    [open],
  );
  useEffect(() => {
    const before = opener.current;
    if (open || before === undefined) return;
    opener.current = undefined;
    // Whoever has put the focus elsewhere wants it there.
    if (document.activeElement !== document.body) return;
    const back = before.isConnected ? before : document.querySelector<HTMLElement>(TITLE);
    back?.focus();
  }, [open]);
  const show = useCallback(
    (name: PanelName | undefined) => {
      change(() => name);
    },
    [change],
  );
  const toggle = useCallback(
    (name: PanelName) => {
      change((before) => (before === name ? undefined : name));
    },
    [change],
  );
  return { panel, show, toggle };
}

/** What opened something: for an entry of a menu, the button of that menu. */
function openerOf(element: Element | null): HTMLElement | undefined {
  const menu = element?.closest('[role="menu"]');
  const button = document.getElementById(menu?.getAttribute('aria-labelledby') ?? '');
  const opener = button ?? element;
  return opener instanceof HTMLElement ? opener : undefined;
}
