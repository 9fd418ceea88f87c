import { t } from '../messages/translate.ts';

/** Seats of an assembly in rising arcs, and one who speaks. */
const SEATS = [
  [3.6, 14.4],
  [6.5, 7.6],
  [12, 4.8],
  [17.5, 7.6],
  [20.4, 14.4],
  [8.2, 14.9],
  [12, 11.6],
  [15.8, 14.9],
] as const;

export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      {SEATS.map(([x, y]) => (
        <circle key={`${x.toString()} ${y.toString()}`} cx={x} cy={y} r="1.9" />
      ))}
      <circle className="mark__speaker" cx="12" cy="20.2" r="2.5" />
    </svg>
  );
}

export function Brand() {
  return (
    <a className="brand" href="/">
      <Mark />
      <span>{t('app.name')}</span>
    </a>
  );
}

/** Rows of seats around the place of the speaker, as a quiet drawing behind a page. */
const ROWS = 13;

export function Theatre() {
  const seats = Array.from({ length: ROWS }, (_, row) => {
    const radius = 90 + row * 40;
    const count = Math.round((Math.PI * radius) / 40);
    return Array.from({ length: count + 1 }, (__, seat) => {
      const angle = Math.PI * (seat / count);
      return { x: 640 - radius * Math.cos(angle), y: 640 - radius * Math.sin(angle), r: 4 + row * 0.55 };
    });
  }).flat();
  return (
    <svg className="theatre" viewBox="0 0 1280 664" aria-hidden="true" preserveAspectRatio="xMidYMax meet">
      {seats.map(({ x, y, r }) => (
        <circle
          key={`${x.toFixed(1)} ${y.toFixed(1)}`}
          cx={x.toFixed(1)}
          cy={y.toFixed(1)}
          r={r.toFixed(1)}
        />
      ))}
      <circle className="theatre__speaker" cx="640" cy="636" r="12" />
    </svg>
  );
}
