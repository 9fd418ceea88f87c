import { useEffect, useRef } from 'react';
import { dialogPart } from '../parts/dialog-part.tsx';

/** The palette, which is fetched when it is wanted. */
export const PaletteDialog = dialogPart(async () => (await import('./palette.tsx')).Palette);

/** Control and K, or Command and K, open the palette wherever the focus is. */
export function usePaletteKey(open: () => void, active: boolean): void {
  const current = useRef(open);
  useEffect(() => {
    current.current = open;
  });
  useEffect(() => {
    if (!active) return undefined;
    const pressed = (event: KeyboardEvent) => {
      const modified = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!modified || event.key.toLowerCase() !== 'k' || event.repeat) return;
      // Otherwise some browsers would go to their own search.
      event.preventDefault();
      current.current();
    };
    addEventListener('keydown', pressed);
    return () => {
      removeEventListener('keydown', pressed);
    };
  }, [active]);
}
