import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { PaletteProps } from './palette.tsx';

const load = () => import('./palette.tsx');
const Palette = lazy(async () => ({ default: (await load()).Palette }));

/** After this long, the meeting has begun, and what it may need next can be fetched. Milliseconds. */
const FETCH_AHEAD_MS = 4000;

/** The palette, which is fetched when it is wanted. */
export function PaletteDialog(props: PaletteProps) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  useEffect(() => {
    // Whoever opens it types on at once.
    const timer = setTimeout(() => {
      load().catch(() => undefined);
    }, FETCH_AHEAD_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    wanted && (
      <Suspense fallback={null}>
        <Palette {...props} />
      </Suspense>
    )
  );
}

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
