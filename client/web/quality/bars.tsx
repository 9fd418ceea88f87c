import '../styles/quality.css';
import type { Level } from './reason.ts';

/** How many of the bars stand. */
const STANDING = { good: 4, fair: 3, poor: 2, lost: 1 } as const satisfies Record<Level, number>;

/** Four bars, of which fewer are full the worse it is. The number tells, not the colour alone. */
export function Bars({ level }: { readonly level: Level }) {
  return (
    <svg className="bars" data-level={level} viewBox="0 0 16 16" aria-hidden="true">
      {[1, 2, 3, 4].map((bar) => (
        <rect
          key={bar}
          data-full={bar <= STANDING[level]}
          x={bar * 4 - 3.5}
          y={14 - bar * 3}
          width="3"
          height={bar * 3}
          rx="0.75"
        />
      ))}
    </svg>
  );
}
