import { useEffect, useState } from 'react';
import { leftText } from './clock-time.ts';

/** What is left until a moment, in milliseconds since the epoch. Screen readers hear it once, not each second. */
export function Countdown({ to }: { readonly to: number }) {
  // By the time of day: servers name such moments.
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <time dateTime={new Date(to).toISOString()} aria-live="off">
      {leftText(to - now)}
    </time>
  );
}
