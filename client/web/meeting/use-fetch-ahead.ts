import { useEffect } from 'react';

/** When the meeting has begun, and nothing else is in a hurry. Milliseconds. */
const AHEAD: readonly (readonly [afterMs: number, fetch: () => Promise<unknown>])[] = [
  // Whoever opens the palette types on at once.
  [4000, () => import('../palette/palette.tsx')],
  // Whoever has lost the connection cannot fetch its test.
  [8000, () => import('../doctor/doctor-panel.tsx')],
];

/** Fetches what has to be there at once when it is wanted. */
export function useFetchAhead(): void {
  useEffect(() => {
    const timers = AHEAD.map(([afterMs, fetch]) =>
      setTimeout(() => {
        fetch().catch(() => undefined);
      }, afterMs),
    );
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
}
