import { useEffect } from 'react';

/** By then the meeting has begun, and nothing else is in a hurry. Milliseconds. */
const AFTER_MS = 8000;

/** Fetches the connection test while there is a connection: whoever has lost it cannot fetch anything. */
export function useFetchAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      import('../doctor/doctor-panel.tsx').catch(() => undefined);
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
}
